import type { SituationStore } from '../assessment/situation-store.ts';
import type { PortalStore } from '../install/portal-store.ts';
import { type Day, dayIn } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type { NewTask, StepTask } from '../model/step-task.ts';
import type { ExecutionStatus } from '../model/strategy.ts';
import { isVagueFeedback } from '../strategy/execution.ts';
import type { TaskChangeStore } from './task-change-store.ts';
import type { TaskEditStore } from './task-edit-store.ts';
import { taskMarker } from './task-marker.ts';
import type { TaskStore } from './task-store.ts';

export type LogDeps = {
  portals: Pick<PortalStore, 'find' | 'listOwners'>;
  situations: Pick<SituationStore, 'markDue'>;
  tasks: Pick<TaskStore, 'find'>;
  taskChanges: Pick<TaskChangeStore, 'carryOut'>;
  taskEdits: Pick<TaskEditStore, 'log'>;
  now: () => Date;
};

/** What somebody says of a task they did. */
export type Execution = {
  /** The same when it is told again; without, telling the same next action again is telling it once. */
  id?: string;
  taskKey: string;
  /** null: as it is; so with the texts. */
  status: ExecutionStatus | null;
  feedback: string | null;
  problem: string | null;
  nextAction: { title: string; ownerId: string; dueOn: Day } | null;
  authorId: number;
};

export type LoggedExecution =
  | { outcome: 'unknown_task' | 'unknown_owner' }
  | {
      outcome: 'logged';
      /** The feedback says too little to act on: a hint, nothing is refused. */
      isVague: boolean;
      nextActionKey: string | null;
    };

/**
 * Keeps what came of a task, and makes the next action a task of its own, whoever's day is full: a
 * person asked for it. Safe to run twice: each next action is made once.
 */
export async function logExecution(
  deps: LogDeps,
  portalId: PortalId,
  execution: Execution,
): Promise<LoggedExecution> {
  const { portals, situations, tasks, taskChanges, taskEdits, now } = deps;
  const { taskKey, status, feedback, problem, nextAction, authorId } = execution;
  const task = await tasks.find(portalId, taskKey);
  const portal = await portals.find(portalId);
  if (!task || !portal) return { outcome: 'unknown_task' };
  const owners = nextAction ? await portals.listOwners(portalId) : [];
  const isKnown = owners.some(({ id, isActive }) => isActive && id === nextAction?.ownerId);
  if (nextAction && !isKnown) return { outcome: 'unknown_owner' };

  const at = now().getTime();
  const today = dayIn(portal.timeZone)(at);
  await taskEdits.log(portalId, taskKey, { status, feedback, problem, authorId, at });
  const next = nextAction && nextActionOf(task, nextAction, { id: execution.id, today });
  if (next) {
    const nothing = { extend: [], withdraw: [], reopen: [], startOn: today };
    await taskChanges.carryOut(portalId, { ...nothing, create: [{ task: next, subjects: [] }] });
  }
  await situations.markDue(portalId, task.accountId === null ? [] : [task.accountId]);
  const isVague = feedback !== null && isVagueFeedback(feedback);
  return { outcome: 'logged', isVague, nextActionKey: next?.key ?? null };
}

function nextActionOf(
  task: StepTask,
  { title, ownerId, dueOn }: NonNullable<Execution['nextAction']>,
  { id, today }: { id: string | undefined; today: Day },
): NewTask {
  const key = `${task.key}:next-${taskMarker(id ?? JSON.stringify([title, ownerId, dueOn]))}`;
  const { accountId, strategy, version, step, period, role, weight, urgency } = task;
  return {
    ...{ accountId, strategy, version, step, period, role, weight, urgency, key },
    marker: taskMarker(key),
    kind: 'next_action',
    parentKey: task.key,
    ownerId,
    ownerProblem: null,
    mode: 'task',
    title,
    dueOn: Math.max(dueOn, today),
    createdOn: today,
  };
}
