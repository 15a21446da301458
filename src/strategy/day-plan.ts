import type { Day } from '../model/day.ts';
import type { NoiseLimits } from '../model/execution-settings.ts';
import type { AccountId } from '../model/ids.ts';
import type {
  OwnerRole,
  PlannedStep,
  Situation,
  StrategyRun,
  TakenStep,
} from '../model/strategy.ts';
import { isWorkingDay, workingDayFrom } from './calendar.ts';
import {
  type Admission,
  admitted,
  becomesTask,
  type OwnedStep,
  type OwnerLoad,
  tasksOf,
  weightOf,
} from './noise-budget.ts';
import {
  type AccountPlan,
  changesOf,
  type PlanChanges,
  type PlanFrame,
  plannedSteps,
  settledSteps,
} from './plan.ts';
import { runsAfter } from './runs.ts';

/** Everything about a portal that a day's tasks follow from, but for what was done before. */
export type PortalPlan = {
  frame: PlanFrame;
  accounts: readonly Omit<AccountPlan, 'runs'>[];
  ownerOf: (accountId: AccountId, role: OwnerRole) => string;
  limits: NoiseLimits;
  cooldownDays: number;
};

/** `createdOn` is the day HubSpot got it; of one that still waits to be sent, today. */
export type KnownTask = {
  key: string;
  ownerId: string;
  createdOn: Day;
  isOpen: boolean;
  isWithdrawn?: boolean;
};

/** What was done before. */
export type PlanState = {
  runs: ReadonlyMap<AccountId, readonly StrategyRun[]>;
  taken: ReadonlyMap<AccountId, readonly TakenStep[]>;
  /** All that were created, done or not: no key is used twice. */
  tasks: readonly KnownTask[];
};

/** What a day asks for, before it is known whose day is full. */
export type DayChanges = {
  runs: Map<AccountId, StrategyRun[]>;
  wanted: OwnedStep[];
} & Pick<PlanChanges, 'withdraw'>;

export type DayPlan = Omit<DayChanges, 'wanted'> & Admission;

/**
 * What a day asks for of some of a portal's accounts: each for itself, so that they come in any parts.
 * Run again on the same day, with what was admitted already done, it asks for nothing more.
 */
export function dayChanges(
  plan: Omit<PortalPlan, 'limits'> & { limits: Pick<NoiseLimits, 'queueDays' | 'leadDays'> },
  state: Omit<PlanState, 'tasks'>,
  today: Day,
): DayChanges {
  const { frame, limits, ownerOf } = plan;
  const startOn = workingDayFrom(today, frame.calendar);
  const window = { from: today - limits.queueDays, to: today + limits.leadDays };
  const changes: DayChanges = { runs: new Map(), wanted: [], withdraw: [] };
  for (const account of plan.accounts) {
    const { accountId } = account.situation;
    const runs = currentRuns(plan, account.situation, state, today);
    changes.runs.set(accountId, runs);
    const planned = plannedSteps({ ...account, runs }, frame, window);
    const asTasks = planned.filter(({ mode }) => becomesTask(mode));
    const isSettled = settledSteps(account, frame, today);
    const found = changesOf(asTasks, state.taken.get(accountId) ?? [], runs, isSettled);
    const weight = weightOf(account.situation);
    const owned = (step: PlannedStep): OwnedStep => ({
      step: { ...step, dueOn: Math.max(step.dueOn, startOn) },
      ownerId: ownerOf(accountId, step.role),
      weight,
    });
    changes.wanted.push(...found.create.map(owned));
    changes.wanted.push(
      ...found.reopen.map(({ step, before }) => ({ ...owned(step), reopens: before })),
    );
    changes.withdraw.push(...found.withdraw);
  }
  return changes;
}

/** Which of a day's steps become tasks now, of all accounts together; on days off none does. */
export function admission(
  wanted: readonly OwnedStep[],
  { frame, limits }: Pick<PortalPlan, 'frame' | 'limits'>,
  tasks: readonly KnownTask[],
  today: Day,
): Admission {
  const asTasks = tasksOf(wanted, frame.portalId);
  if (!isWorkingDay(today, frame.calendar)) {
    return { create: [], extend: [], reopen: [], queued: asTasks };
  }
  const keysOf = (some: readonly KnownTask[]) => new Set(some.map(({ key }) => key));
  const withdrawn = keysOf(tasks.filter(({ isWithdrawn }) => isWithdrawn));
  const goingOn = keysOf(tasks.filter(({ isWithdrawn }) => !isWithdrawn));
  const found = admitted(asTasks, loadsOf(tasks, today), goingOn, limits);
  // Who joins a task that was withdrawn as a whole opens it again.
  const again = found.create.filter(({ key }) => withdrawn.has(key));
  const create = found.create.filter(({ key }) => !withdrawn.has(key));
  return { ...found, create, extend: [...found.extend, ...again] };
}

function currentRuns(
  { frame, cooldownDays }: Pick<PortalPlan, 'frame' | 'cooldownDays'>,
  situation: Situation,
  { runs }: Pick<PlanState, 'runs'>,
  today: Day,
): StrategyRun[] {
  const before = runs.get(situation.accountId) ?? [];
  return runsAfter(before, { situation, library: frame.library, today, cooldownDays });
}

function loadsOf(tasks: readonly KnownTask[], today: Day): Map<string, OwnerLoad> {
  const loads = new Map<string, OwnerLoad>();
  for (const { ownerId, createdOn, isOpen } of tasks) {
    const { createdToday, open } = loads.get(ownerId) ?? { createdToday: 0, open: 0 };
    loads.set(ownerId, {
      createdToday: createdToday + (createdOn === today ? 1 : 0),
      open: open + (isOpen ? 1 : 0),
    });
  }
  return loads;
}
