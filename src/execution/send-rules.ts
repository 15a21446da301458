import type { StepTask } from '../model/step-task.ts';

const claimMs = 60_000;
const searchLagMs = 120_000;
const firstRefusalMs = 15 * 60_000;
const longestRefusalMs = 24 * 3_600_000;
const lookEveryMs = 3_600_000;

/** A creation that has not left by then is not sent any more. */
export function leavesUntil(claimedAt: number): number {
  return claimedAt + claimMs;
}

/** Whoever asked before this time has had the answer or will not get it, and search knows of the task. */
export function lostBefore(now: number): number {
  return now - claimMs - searchLagMs;
}

/** When what HubSpot refused is tried again: a rule of the portal has to change first, so slowly. */
export function triedAgainAt(now: number, attempts: number): number {
  return now + Math.min(longestRefusalMs, firstRefusalMs * 2 ** Math.min(attempts, 7));
}

/** Events may be missed: what is open is looked at now and then. */
export function lookedAtAgain(now: number): number {
  return now + lookEveryMs;
}

/** What nobody has to do any more is looked at when an event asks for it. */
export const notLookedAt = Number.MAX_SAFE_INTEGER;

const calls: readonly string[] = ['wb.call', 'op.qualify', 'cp.return'];

/** HubSpot's kind of task. */
export function taskTypeOf(step: string): 'call' | 'todo' {
  return calls.includes(step) ? 'call' : 'todo';
}

/** Those that fit into their owners' day; a next action always does, for a person asked for it. */
export function withinDay(
  tasks: readonly StepTask[],
  sent: ReadonlyMap<string, number>,
  newTasksPerOwnerPerDay: number,
): StepTask[] {
  const counts = new Map(sent);
  return tasks.filter(({ kind, ownerId }) => {
    if (kind === 'next_action') return true;
    const count = counts.get(ownerId) ?? 0;
    counts.set(ownerId, count + 1);
    return count < newTasksPerOwnerPerDay;
  });
}
