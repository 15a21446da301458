import type { Assessment } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type {
  AccountSignal,
  PlannedStep,
  PortalEvent,
  Situation,
  Strategy,
  StrategyCode,
  StrategyRun,
  StrategyStep,
  TakenStep,
} from '../model/strategy.ts';
import { type WorkCalendar, workingDayFrom } from './calendar.ts';
import { occurrencesOf, type TimingFacts, type Window } from './due-dates.ts';

export function situationOf(assessment: Assessment): Situation {
  const { accountId, nineBox, risk, value, lifecycle, purchases, priority } = assessment;
  return {
    accountId,
    type: nineBox,
    risk: risk?.level ?? null,
    value: value?.tier ?? null,
    isLost: lifecycle === 'lost',
    lastOrderOn: purchases?.lastOn ?? null,
    nextExpectedOn: purchases?.nextExpectedOn ?? null,
    priority: priority ?? 1,
    revenueAtRisk: risk?.revenueAtRisk ?? 0,
  };
}

/** One account with everything its plan depends on. */
export type AccountPlan = {
  situation: Situation;
  runs: readonly StrategyRun[];
  signals: readonly AccountSignal[];
  /** Steps somebody decided against, by step key, with the day. */
  dismissed: readonly { step: string; on: Day }[];
  /** New dates of single steps, by key of the task. */
  snoozed: ReadonlyMap<string, Day>;
};

/** What the plans of all accounts of a portal share. */
export type PlanFrame = {
  portalId: PortalId;
  /** Only the strategies that are switched on. */
  library: readonly Strategy[];
  calendar: WorkCalendar;
  events: readonly PortalEvent[];
};

const dismissedDays = 90;
export const longestSnoozeDays = 30;

/** The steps of an account that are due within a window, by date. */
export function plannedSteps(
  account: AccountPlan,
  frame: PlanFrame,
  window: Window,
): PlannedStep[] {
  const found = account.runs
    .filter(({ endedOn }) => endedOn === null)
    .flatMap((run) => stepsOfRun(run, account, frame, window));
  return found
    .filter(({ dueOn }) => dueOn >= window.from && dueOn <= window.to)
    .sort((one, other) => one.dueOn - other.dueOn || (one.key < other.key ? -1 : 1));
}

function stepsOfRun(run: StrategyRun, account: AccountPlan, frame: PlanFrame, window: Window) {
  const strategy = frame.library.find(({ code }) => code === run.strategy);
  if (!strategy) return [];
  const facts: TimingFacts = {
    startedOn: run.startedOn,
    lastOrderOn: account.situation.lastOrderOn,
    nextExpectedOn: account.situation.nextExpectedOn,
    signals: account.signals,
    events: frame.events,
    calendar: frame.calendar,
  };
  // What was put off leaves the window it was in, and comes up in a later one.
  const wider = { from: window.from - 2 * longestSnoozeDays, to: window.to };
  return strategy.steps.flatMap((step) =>
    occurrencesOf(step, strategy.steps, facts, wider)
      .filter(({ dueOn }) => !isDismissed(step, dueOn, account))
      .map((occurrence) => plannedStep(step, strategy, occurrence, { account, frame })),
  );
}

/** What was due before and still waits for room stays away too. */
function isDismissed({ key }: StrategyStep, dueOn: Day, { dismissed }: AccountPlan): boolean {
  return dismissed.some(({ step, on }) => step === key && dueOn < on + dismissedDays);
}

function plannedStep(
  step: StrategyStep,
  { code, version }: Strategy,
  { period, dueOn }: { period: string; dueOn: Day },
  { account, frame }: { account: AccountPlan; frame: PlanFrame },
): PlannedStep {
  const { accountId } = account.situation;
  const key = stepKey(frame.portalId, accountId, {
    strategy: code,
    version,
    step: step.key,
    period,
  });
  const until = snoozedUntil(account, key);
  return {
    key,
    accountId,
    strategy: code,
    version,
    step: step.key,
    period,
    mode: step.mode,
    role: step.role,
    dueOn: until === undefined ? dueOn : snoozed(dueOn, until, frame.calendar),
    needsApproval: step.needsApproval,
  };
}

/** A step put off stays so when a new version of its strategy is published. */
function snoozedUntil({ snoozed }: AccountPlan, key: string): Day | undefined {
  if (snoozed.size === 0) return undefined;
  const meant = withoutVersion(key);
  let until: Day | undefined;
  for (const [of, day] of snoozed) if (withoutVersion(of) === meant) until = day;
  return until;
}

function withoutVersion(key: string): string {
  return key.split(':').toSpliced(3, 1).join(':');
}

/** Never earlier than planned, and no more than 30 days later but for the days off there. */
function snoozed(dueOn: Day, until: Day, calendar: WorkCalendar): Day {
  const wanted = Math.min(Math.max(until, dueOn), dueOn + longestSnoozeDays);
  return wanted === dueOn ? dueOn : workingDayFrom(wanted, calendar);
}

/** Says which task is meant, whoever asks and however often. `subject` is an account, or an owner of several. */
export function stepKey(
  portalId: PortalId,
  subject: string,
  of: { strategy: StrategyCode; version: number; step: string; period: string },
): string {
  const parts = [portalId, subject, of.strategy, of.version, of.step, of.period];
  return parts.map((part) => encodeURIComponent(part)).join(':');
}

export type PlanChanges = {
  create: PlannedStep[];
  /** Untouched steps of a strategy that is over, and those whose signal is no more. */
  withdraw: { step: TakenStep; why: 'superseded' | 'risk_gone' | 'settled' }[];
  /** Withdrawn before, and called for again. */
  reopen: { step: PlannedStep; before: TakenStep }[];
};

/**
 * What must happen so that an account's tasks are as planned. A step of a period exists once, whatever
 * version of the strategy it came from; what somebody has started stays.
 */
export function changesOf(
  planned: readonly PlannedStep[],
  taken: readonly TakenStep[],
  runs: readonly StrategyRun[],
  isSettled: (step: TakenStep) => boolean = () => false,
): PlanChanges {
  const known = new Map(taken.map((step) => [occasionOf(step), step]));
  const reopen = planned.flatMap((step) => {
    const before = known.get(occasionOf(step));
    return before?.status === 'withdrawn' ? [{ step, before }] : [];
  });
  return {
    create: planned.filter((step) => !known.has(occasionOf(step))),
    withdraw: taken
      .filter(({ status }) => status === 'not_started')
      .flatMap((step) => {
        const why = whyOver(step.strategy, runs) ?? (isSettled(step) ? 'settled' : null);
        return why === null ? [] : [{ step, why }];
      }),
    reopen,
  };
}

function occasionOf({
  accountId,
  step,
  period,
}: Pick<PlannedStep, 'accountId' | 'step' | 'period'>) {
  return JSON.stringify([accountId, step, period]);
}

/** How far back the signals of an account are known. */
export const signalMemoryDays = 130;
/** A step that was put off over days off is due no later than so long after it was planned. */
const longestDelayDays = 2 * longestSnoozeDays;

/**
 * Says of an account's steps whether the signal that called for them is no more: the root cause was given,
 * the contract renewed, the deal not won after all. Of signals from before what is remembered it says no.
 */
export function settledSteps(
  { signals }: Pick<AccountPlan, 'signals'>,
  { library }: Pick<PlanFrame, 'library'>,
  today: Day,
): (step: TakenStep) => boolean {
  const ids = new Set(signals.map(({ kind, id }) => `${kind}/${id}`));
  return ({ strategy, step: key, period, dueOn }) => {
    const own = library.find(({ code }) => code === strategy);
    const timing = own?.steps.find((step) => step.key === key)?.timing;
    if (timing?.kind !== 'after_signal' && timing?.kind !== 'before_signal') return false;
    const after = timing.kind === 'after_signal' ? timing.days : 0;
    const isRemembered = dueOn - after - longestDelayDays >= today - signalMemoryDays;
    return isRemembered && !ids.has(`${timing.signal}/${period}`);
  };
}

/** A win-back that failed leaves its steps: they were due, and nobody did them. */
function whyOver(strategy: StrategyCode, runs: readonly StrategyRun[]) {
  const own = runs.filter((run) => run.strategy === strategy);
  const latest = own.at(-1);
  if (!latest || own.some(({ endedOn }) => endedOn === null)) return null;
  if (latest.outcome === 'lost') return null;
  const isMeant = latest.outcome === 'superseded' || latest.outcome === 'stopped';
  return isMeant ? 'superseded' : 'risk_gone';
}
