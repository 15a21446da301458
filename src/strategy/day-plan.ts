import type { Day } from '../model/day.ts';
import type { NoiseLimits } from '../model/execution-settings.ts';
import type { AccountId } from '../model/ids.ts';
import type { OwnerRole, StrategyRun, TakenStep } from '../model/strategy.ts';
import { isWorkingDay, workingDayFrom } from './calendar.ts';
import {
  type Admission,
  admitted,
  becomesTask,
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
  type Situation,
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

export type KnownTask = { key: string; ownerId: string; createdOn: Day; isOpen: boolean };

/** What was done before. */
export type PlanState = {
  runs: ReadonlyMap<AccountId, readonly StrategyRun[]>;
  taken: ReadonlyMap<AccountId, readonly TakenStep[]>;
  /** All that were created, done or not: no key is used twice. */
  tasks: readonly KnownTask[];
};

export type DayPlan = {
  runs: Map<AccountId, StrategyRun[]>;
  withdraw: PlanChanges['withdraw'];
  reopen: TakenStep[];
} & Admission;

/**
 * What is to happen on a day. Run again on the same day, with what it said already done, it asks for
 * nothing more. On days off nobody is given a task.
 */
export function dayPlan(plan: PortalPlan, state: PlanState, today: Day): DayPlan {
  const { frame, limits, ownerOf } = plan;
  const runs = new Map<AccountId, StrategyRun[]>();
  const changes: PlanChanges = { create: [], withdraw: [], reopen: [] };
  const weights = new Map<AccountId, number>();
  for (const account of plan.accounts) {
    const { situation } = account;
    const { accountId } = situation;
    const own = currentRuns(plan, situation, state, today);
    runs.set(accountId, own);
    weights.set(accountId, weightOf(situation));
    const window = { from: today - limits.queueDays, to: today + limits.leadDays };
    const planned = plannedSteps({ ...account, runs: own }, frame, window);
    const asTasks = planned.filter(({ mode }) => becomesTask(mode));
    const found = changesOf(asTasks, state.taken.get(accountId) ?? [], own);
    changes.create.push(...found.create);
    changes.withdraw.push(...found.withdraw);
    changes.reopen.push(...found.reopen);
  }
  const owned = changes.create.map((step) => ({
    step: { ...step, dueOn: Math.max(step.dueOn, workingDayFrom(today, frame.calendar)) },
    ownerId: ownerOf(step.accountId, step.role),
    weight: weights.get(step.accountId) ?? 0,
  }));
  const admission = isWorkingDay(today, frame.calendar)
    ? admitted(tasksOf(owned, frame.portalId), loadsOf(state, today), keysOf(state), limits)
    : { create: [], extend: [], queued: tasksOf(owned, frame.portalId) };
  return { runs, withdraw: changes.withdraw, reopen: changes.reopen, ...admission };
}

function currentRuns(
  { frame, cooldownDays }: PortalPlan,
  situation: Situation,
  { runs }: PlanState,
  today: Day,
): StrategyRun[] {
  const before = runs.get(situation.accountId) ?? [];
  return runsAfter(before, { situation, library: frame.library, today, cooldownDays });
}

function loadsOf({ tasks }: PlanState, today: Day): Map<string, OwnerLoad> {
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

function keysOf({ tasks }: PlanState): Set<string> {
  return new Set(tasks.map(({ key }) => key));
}
