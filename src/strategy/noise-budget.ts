import type { Day } from '../model/day.ts';
import type { NoiseLimits } from '../model/execution-settings.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { PlannedStep, StepMode, TakenStep } from '../model/strategy.ts';
import { stepKey } from './plan.ts';

export const defaultNoiseLimits: NoiseLimits = {
  newTasksPerOwnerPerDay: 5,
  openTasksPerOwner: 20,
  leadDays: 7,
  queueDays: 30,
};

/** One task of one owner: of one account, or of all accounts its steps name. */
export type OwnerTask = {
  key: string;
  ownerId: string;
  steps: readonly PlannedStep[];
  /** Steps of it that were withdrawn and are called for again. */
  reopens?: readonly TakenStep[];
  dueOn: Day;
  /** Priority × revenue at risk, summed over its accounts. */
  weight: number;
};

/** What an owner has on the table before today's tasks. */
export type OwnerLoad = { createdToday: number; open: number };

/** A step with who has to do it; `reopens` is what was withdrawn of it, which is opened again. */
export type OwnedStep = {
  step: PlannedStep;
  ownerId: string;
  weight: number;
  reopens?: TakenStep;
};

/** Segments, suggestions and ticket clocks give nobody a task. */
export function becomesTask(mode: StepMode): boolean {
  return mode === 'task' || mode === 'batch_task' || mode === 'bundled_task';
}

/** Priority × revenue at risk. */
export function weightOf({ priority, revenueAtRisk }: { priority: number; revenueAtRisk: number }) {
  return priority * revenueAtRisk;
}

/** The tasks that steps become: batches and bundles are one an owner, step and period. */
export function tasksOf(steps: readonly OwnedStep[], portalId: PortalId): OwnerTask[] {
  const groups = new Map<string, OwnedStep[]>();
  for (const owned of steps) {
    if (!becomesTask(owned.step.mode)) continue;
    const key = taskKey(owned, portalId);
    groups.set(key, [...(groups.get(key) ?? []), owned]);
  }
  return [...groups].map(([key, members]) => ({
    key,
    ownerId: members[0]?.ownerId ?? '',
    steps: members.filter(({ reopens }) => !reopens).map(({ step }) => step),
    reopens: members.flatMap(({ reopens }) => reopens ?? []),
    dueOn: Math.min(...members.map(({ step }) => step.dueOn)),
    weight: members.reduce((sum, { weight }) => sum + weight, 0),
  }));
}

/** A merged task is its owner's; the others keep the key of their step, whoever owns them. */
function taskKey({ step, ownerId }: OwnedStep, portalId: PortalId): string {
  return step.mode === 'task' ? step.key : stepKey(portalId, `owner-${ownerId}`, step);
}

export type Admission = {
  create: OwnerTask[];
  /** Tasks that exist; these accounts join their list, or wait for the next period where it is done. */
  extend: OwnerTask[];
  /** Withdrawn steps that go on. */
  reopen: TakenStep[];
  /** No room today, the most important first. */
  queued: OwnerTask[];
};

/**
 * Which tasks are put on the table today: the most important first, until an owner's day or table is full.
 * What was withdrawn takes room again, and is not among the existing.
 */
export function admitted(
  tasks: readonly OwnerTask[],
  loads: ReadonlyMap<string, OwnerLoad>,
  existing: ReadonlySet<string>,
  limits: NoiseLimits,
): Admission {
  const rooms = new Map<string, number>();
  const result: Admission = { create: [], extend: [], reopen: [], queued: [] };
  for (const task of [...tasks].sort(mostImportantFirst)) {
    if (existing.has(task.key)) {
      const reopens = task.reopens ?? [];
      result.reopen.push(...reopens);
      if (reopens.length === 0 || task.steps.length > 0) result.extend.push(task);
      continue;
    }
    const room = rooms.get(task.ownerId) ?? roomOf(loads.get(task.ownerId), limits);
    rooms.set(task.ownerId, Math.max(0, room - 1));
    if (room === 0) result.queued.push(task);
    else letIn(task, result);
  }
  return result;
}

function letIn(task: OwnerTask, { create, extend, reopen }: Admission): void {
  const reopens = task.reopens ?? [];
  reopen.push(...reopens);
  if (reopens.length === 0) create.push(task);
  else if (task.steps.length > 0) extend.push(task);
}

function roomOf(load: OwnerLoad | undefined, limits: NoiseLimits): number {
  const { createdToday, open } = load ?? { createdToday: 0, open: 0 };
  return Math.max(
    0,
    Math.min(limits.newTasksPerOwnerPerDay - createdToday, limits.openTasksPerOwner - open),
  );
}

function mostImportantFirst(one: OwnerTask, other: OwnerTask): number {
  return (
    other.weight - one.weight ||
    one.dueOn - other.dueOn ||
    (one.key < other.key ? -1 : Number(one.key > other.key))
  );
}

/** The accounts a task is about. */
export function accountsOf({ steps }: OwnerTask): AccountId[] {
  return steps.map(({ accountId }) => accountId);
}
