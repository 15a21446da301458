import type { Day } from '../model/day.ts';
import type { AccountId } from '../model/ids.ts';
import type { TakenStep } from '../model/strategy.ts';
import {
  admission,
  type DayChanges,
  type DayPlan,
  dayChanges,
  type KnownTask,
  type PlanState,
  type PortalPlan,
} from './day-plan.ts';

export type TaskPreview = {
  /** Tasks created within the days, by owner. */
  perOwner: Map<string, number>;
  /** Of these, by day; days without tasks are left out. */
  perDay: { day: Day; ownerId: string; tasks: number }[];
  /** Tasks that are still waiting for room on the last day. */
  queued: number;
};

const accountsAtOnce = 500;

/**
 * The tasks of the next days, today included, if accounts stay as they are and everybody finishes each
 * task on its day: the day plan itself, day after day. Yields between parts of the work, so that a large
 * portal's preview leaves room for others.
 */
export function* previewTasks(
  plan: PortalPlan,
  state: PlanState,
  today: Day,
  days: number,
): Generator<void, TaskPreview> {
  const result: TaskPreview = { perOwner: new Map(), perDay: [], queued: 0 };
  let at: Imagined = { ...state, dueOn: new Map<string, Day>() };
  for (let day = today; day < today + days; day += 1) {
    const found = yield* dayPlanInParts(plan, at, day);
    for (const [ownerId, tasks] of countByOwner(found)) {
      result.perDay.push({ day, ownerId, tasks });
      result.perOwner.set(ownerId, (result.perOwner.get(ownerId) ?? 0) + tasks);
    }
    result.queued = found.queued.length;
    at = evening(at, found, day);
  }
  return result;
}

function* dayPlanInParts(plan: PortalPlan, state: PlanState, day: Day): Generator<void, DayPlan> {
  const changes: DayChanges = { runs: new Map(), wanted: [], withdraw: [] };
  for (let from = 0; from < plan.accounts.length; from += accountsAtOnce) {
    const accounts = plan.accounts.slice(from, from + accountsAtOnce);
    const found = dayChanges({ ...plan, accounts }, state, day);
    for (const [id, runs] of found.runs) changes.runs.set(id, runs);
    changes.wanted.push(...found.wanted);
    changes.withdraw.push(...found.withdraw);
    yield;
  }
  const { wanted, ...rest } = changes;
  return { ...rest, ...admission(wanted, plan, state.tasks, day) };
}

function countByOwner({ create }: DayPlan): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { ownerId } of create) counts.set(ownerId, (counts.get(ownerId) ?? 0) + 1);
  return counts;
}

type Imagined = PlanState & { dueOn: ReadonlyMap<string, Day> };

/** How the day leaves things. Tasks from before, whose date is not known here, are taken to stay open. */
function evening(state: Imagined, found: DayPlan, day: Day): Imagined {
  const dueOn = new Map(state.dueOn);
  for (const { key, dueOn: due } of found.create) dueOn.set(key, due);
  const withdrawn = new Set(found.withdraw.map(({ step }) => step.key));
  const reopened = new Set(found.reopen.map(({ key }) => key));
  const created = found.create.map(
    ({ key, ownerId }): KnownTask => ({ key, ownerId, createdOn: day, isOpen: true }),
  );
  const tasks = [...state.tasks, ...created].map((task) => {
    const isDue = (dueOn.get(task.key) ?? day + 1) <= day;
    if (withdrawn.has(task.key)) return { ...task, isOpen: false, isWithdrawn: true };
    if (isDue) return { ...task, isOpen: false };
    if (!reopened.has(task.key)) return task;
    return { ...task, createdOn: day, isOpen: true, isWithdrawn: false };
  });
  return { runs: found.runs, taken: withTaken(state.taken, found), tasks, dueOn };
}

function withTaken(before: PlanState['taken'], { create, extend, withdraw, reopen }: DayPlan) {
  const taken = new Map<AccountId, readonly TakenStep[]>(before);
  for (const { steps } of [...create, ...extend]) {
    for (const step of steps) {
      const own = taken.get(step.accountId) ?? [];
      taken.set(step.accountId, [...own, { ...step, status: 'not_started' }]);
    }
  }
  for (const { step } of withdraw) setStatus(taken, step, 'withdrawn');
  for (const step of reopen) setStatus(taken, step, 'not_started');
  return taken;
}

function setStatus(
  taken: Map<AccountId, readonly TakenStep[]>,
  { accountId, key }: TakenStep,
  status: TakenStep['status'],
) {
  const own = taken.get(accountId) ?? [];
  taken.set(
    accountId,
    own.map((step) => (step.key === key ? { ...step, status } : step)),
  );
}
