import type { Day } from '../model/day.ts';
import type { StepTask } from '../model/step-task.ts';
import type { ExecutionStatus, StrategyCode } from '../model/strategy.ts';
import { type WorkCalendar, workingDaysAfter } from './calendar.ts';
import type { Window } from './due-dates.ts';

/** A line of the execution ledger, as far as it is judged. */
export type ExecutedStep = {
  key: string;
  strategy: StrategyCode;
  step: string;
  plannedOn: Day;
  /** null while it is open. */
  doneOn: Day | null;
  status: ExecutionStatus;
};

/** A task as it is judged; what nobody has to do any more is not judged, and left out before. */
export function executedStep(
  {
    key,
    strategy,
    step,
    plannedOn,
    status,
    completedAt,
  }: Pick<StepTask, 'key' | 'strategy' | 'step' | 'plannedOn' | 'status' | 'completedAt'>,
  dayOf: (instantMs: number) => Day,
): ExecutedStep {
  const isEnded = status === 'withdrawn' || status === 'dismissed';
  return {
    key,
    strategy,
    step,
    plannedOn,
    doneOn: status === 'done' && completedAt !== null ? dayOf(completedAt) : null,
    status: isEnded ? 'deferred' : status,
  };
}

/** What the ledger shows: what is open after its date is deferred, whatever the task says. */
export function shownStatus(
  { status, plannedOn }: Pick<ExecutedStep, 'status' | 'plannedOn'>,
  today: Day,
): ExecutionStatus {
  return status !== 'done' && today > plannedOn ? 'deferred' : status;
}

/** How late a step was done, or is by now; calendar days, 0 on time. */
export function daysLate(
  { plannedOn, doneOn }: Pick<ExecutedStep, 'plannedOn' | 'doneOn'>,
  today: Day,
): number {
  return Math.max(0, (doneOn ?? today) - plannedOn);
}

const patienceWorkingDays = 5;

const escalated: readonly StrategyCode[] = ['core', 'win_back'];

/** Whether the manager should hear of a core account's step; telling once is up to who tells. */
export function isToEscalate(step: ExecutedStep, today: Day, calendar: WorkCalendar): boolean {
  if (!escalated.includes(step.strategy) || step.status === 'done') return false;
  return workingDaysAfter(step.plannedOn, today, calendar) > patienceWorkingDays;
}

/** Share of the core visits planned within a window that were made on time, 0–1; null when none was planned. */
export function visitCompletion(steps: readonly ExecutedStep[], window: Window): number | null {
  const planned = steps.filter(
    ({ step, plannedOn }) =>
      step === 'core.visit' && plannedOn >= window.from && plannedOn <= window.to,
  );
  if (planned.length === 0) return null;
  const onTime = planned.filter(
    ({ status, doneOn, plannedOn }) => status === 'done' && doneOn !== null && doneOn <= plannedOn,
  );
  return onTime.length / planned.length;
}

const sampledShare = 0.05;

/**
 * The done steps of a week that the manager looks at: one in twenty, at least one. Nobody can tell
 * beforehand which, for `lotOf` draws with a secret of the portal, and asking again gives the same.
 */
export function spotChecks(
  steps: readonly ExecutedStep[],
  week: Window,
  lotOf: (text: string) => string,
): ExecutedStep[] {
  const done = steps.filter(
    ({ doneOn }) => doneOn !== null && doneOn >= week.from && doneOn <= week.to,
  );
  const lots = done.map((step) => ({ step, lot: lotOf(`spot-check/${week.from}/${step.key}`) }));
  lots.sort((one, other) => (one.lot < other.lot ? -1 : 1));
  return lots.slice(0, Math.ceil(done.length * sampledShare)).map(({ step }) => step);
}

const shortestFeedback = 8;
const saysNothing =
  /^(all |very |is |it'?s )*(ok(ay)?|good|fine|satisfied|great|nothing|no (problems?|issues?|feedback))[\s.!]*$|^(客户|客戶|很|非常|比较|比較|基本|总体|整體|都|表示|没|沒|无|無)*(满意|滿意|可以|不错|不錯|好|正常|问题|問題|意见|意見)[。！!.\s]*$/i;

/** Whether feedback says too little to act on: a hint is shown, nothing is refused. */
export function isVagueFeedback(text: string): boolean {
  const said = text.trim();
  return [...said].length < shortestFeedback || saysNothing.test(said);
}
