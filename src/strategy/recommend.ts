import type { Assessment, NineBoxType, RiskLevel, Tier } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import { isOpen, type StepTask } from '../model/step-task.ts';
import type {
  OwnerRole,
  Situation,
  StepMode,
  Strategy,
  StrategyRun,
  TakenStep,
  Texts,
} from '../model/strategy.ts';
import { type AccountPlan, type PlanFrame, plannedSteps, situationOf } from './plan.ts';
import { leadingRun, runsAfter } from './runs.ts';

export type NextStep = {
  step: string;
  /** Names the occasion; null where none is planned. */
  key: string | null;
  content: Texts;
  /** null: a workflow or the service level decides. */
  dueOn: Day | null;
  role: OwnerRole;
  mode: StepMode;
  needsApproval: boolean;
};

/** What to do with an account and why; the words are chosen where it is shown. */
export type Recommendation = {
  strategy: Strategy;
  because: {
    type: NineBoxType | null;
    value: Tier | null;
    risk: RiskLevel | null;
    /** Since when the strategy is at work. */
    since: Day;
  };
  nextSteps: NextStep[];
};

const shownSteps = 3;
/** A yearly step is found from any day. */
const horizonDays = 400;

/** An account's plan, and which of its steps became tasks already. */
export type AdvisedAccount = AccountPlan & { taken?: readonly TakenStep[] };

/** What to do with an account as it is scored: what is at work, else what would be if the strategies had been followed. */
export function adviceFor(
  assessment: Assessment,
  { plan, frame }: { plan: Omit<AdvisedAccount, 'situation'>; frame: PlanFrame },
  today: Day,
): Recommendation | null {
  const situation = situationOf(assessment);
  const runs = leadingRun(plan.runs)
    ? plan.runs
    : runsAsOf(situation, assessment.nineBoxSince, frame.library, today);
  return recommendationOf({ ...plan, situation, runs }, frame, today);
}

/** The steps that are tasks already and still to be done, nearest first: they come before what is planned. */
export function openSteps(tasks: readonly StepTask[]): StepTask[] {
  return tasks
    .filter(({ kind, status }) => kind !== 'escalation' && isOpen(status))
    .toSorted((one, other) => one.dueOn - other.dueOn);
}

/** What somebody wrote, else what the strategy says. */
export function taskText(
  { title, strategy, step }: Pick<StepTask, 'title' | 'strategy' | 'step'>,
  library: readonly Strategy[],
  locale: keyof Texts,
): string {
  if (title !== null) return title;
  const own = library.find(({ code }) => code === strategy);
  return own?.steps.find(({ key }) => key === step)?.content[locale] ?? step;
}

/** The strategy a person should follow now with its next steps; null while no strategy applies. */
export function recommendationOf(
  account: AdvisedAccount,
  frame: PlanFrame,
  today: Day,
): Recommendation | null {
  const run = leadingRun(account.runs);
  const strategy = run && frame.library.find(({ code }) => code === run.strategy);
  if (!run || !strategy) return null;
  const { type, value, risk } = account.situation;
  return {
    strategy,
    because: { type, value, risk, since: run.startedOn },
    nextSteps: nextSteps({ ...account, runs: [run] }, strategy, frame, today),
  };
}

/** The next date of each step that is no task yet, nearest first; then what has no date. */
function nextSteps(account: AdvisedAccount, strategy: Strategy, frame: PlanFrame, today: Day) {
  const known = new Set(account.taken?.map(({ step, period }) => `${step}/${period}`));
  const planned = plannedSteps(account, frame, { from: today, to: today + horizonDays });
  const dated = new Map<string, { key: string; dueOn: Day }>();
  for (const { step, period, key, dueOn } of planned) {
    if (!dated.has(step) && !known.has(`${step}/${period}`)) dated.set(step, { key, dueOn });
  }
  const dismissed = new Set(account.dismissed.map(({ step }) => step));
  const undated = strategy.steps.filter(
    ({ key, timing }) => ['workflow', 'service_clock'].includes(timing.kind) && !dismissed.has(key),
  );
  const inOrder = [...dated.keys(), ...undated.map(({ key }) => key)];
  return inOrder.slice(0, shownSteps).flatMap((key): NextStep[] => {
    const step = strategy.steps.find((candidate) => candidate.key === key);
    if (!step) return [];
    const { content, role, mode, needsApproval } = step;
    const { key: occasion = null, dueOn = null } = dated.get(key) ?? {};
    return [{ step: key, key: occasion, content, dueOn, role, mode, needsApproval }];
  });
}

/**
 * The strategies that would be at work if they had been followed since the account came to its type.
 * For portals that have not switched strategies on: what began today is counted from today.
 */
export function runsAsOf(
  situation: Situation,
  typeSince: Day | null,
  library: readonly Strategy[],
  today: Day,
): StrategyRun[] {
  const context = { situation, library, today, cooldownDays: 0 };
  return runsAfter([], context).map((run) =>
    run.strategy === situation.type
      ? { ...run, startedOn: Math.min(typeSince ?? today, today) }
      : run,
  );
}
