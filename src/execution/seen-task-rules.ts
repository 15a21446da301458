import type { WireTask } from '../hubspot/task-api.ts';
import type { Day } from '../model/day.ts';
import { isOpen, type StepTask, type TaskStatus } from '../model/step-task.ts';
import { lookedAtAgain, notLookedAt } from './send-rules.ts';
import type { BegunTask, SeenTask } from './task-sync-store.ts';

export type Seeing = { dayOf: (instantMs: number) => Day; now: number };

/** A task after what people did to it in HubSpot; what we have still to tell HubSpot is left as it is. */
export function seenTask(task: StepTask, wire: WireTask, { dayOf, now }: Seeing): SeenTask {
  const { key, changes } = task;
  const status = changes.includes('status') ? task.status : seenStatus(task.status, wire);
  const isDueOurs = changes.includes('due') || wire.dueAt === null;
  const isOwnerOurs = changes.includes('owner') || wire.ownerId === null;
  return {
    key,
    status,
    ownerId: isOwnerOurs ? task.ownerId : (wire.ownerId ?? ''),
    dueOn: isDueOurs ? task.dueOn : dayOf(wire.dueAt ?? 0),
    modifiedAt: wire.modifiedAt,
    startedAt: startedAt(task, status, wire),
    completedAt: status === 'done' ? (wire.completedAt ?? wire.modifiedAt) : null,
    lookAt: isOpen(status) ? lookedAtAgain(now) : notLookedAt,
  };
}

/** What of a task that we mean to withdraw somebody has begun meanwhile, or done. */
export function begunTask(
  task: StepTask,
  wire: WireTask | undefined,
  seeing: Seeing,
): BegunTask | null {
  if (wire?.status !== 'in_progress' && wire?.status !== 'done') return null;
  const changes = task.changes.filter((part) => part !== 'status');
  const seen = seenTask({ ...task, status: 'not_started', changes }, wire, seeing);
  return { ...seen, seq: task.seq, changes };
}

/** A task we completed because nobody has to do it was not done; who takes it up again anyway, does it. */
function seenStatus(status: TaskStatus, wire: WireTask): TaskStatus {
  const isEnded = status === 'withdrawn' || status === 'dismissed';
  if (!isEnded) return wire.status;
  return wire.status === 'in_progress' ? 'in_progress' : status;
}

function startedAt(task: StepTask, status: TaskStatus, { modifiedAt }: WireTask): number | null {
  const isStarted = status === 'in_progress' || status === 'done';
  return task.startedAt ?? (isStarted ? modifiedAt : null);
}

/** Whether anything of it has to be thought over: what is due next, what may be withdrawn. */
export function isNews(task: StepTask, seen: SeenTask): boolean {
  return task.status !== seen.status || task.dueOn !== seen.dueOn || task.ownerId !== seen.ownerId;
}
