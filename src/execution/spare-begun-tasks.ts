import type { SituationStore } from '../assessment/situation-store.ts';
import type { TaskApi } from '../hubspot/task-api.ts';
import type { Logger } from '../log.ts';
import { dayIn } from '../model/day.ts';
import type { Portal } from '../model/portal.ts';
import type { StepTask } from '../model/step-task.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import { begunTask } from './seen-task-rules.ts';
import type { TaskSyncStore } from './task-sync-store.ts';
import { endedNote } from './task-text-rules.ts';

export type SpareDeps = {
  situations: Pick<SituationStore, 'markDue'>;
  taskApi: Pick<TaskApi, 'readTasks'>;
  taskSync: Pick<TaskSyncStore, 'begun'>;
  now: () => Date;
  log: Logger;
};

/**
 * Looks in HubSpot, in one call, whether somebody has begun or done what is about to be withdrawn: events
 * may be late or lost. That stays theirs; the other tasks are returned.
 */
export async function spareBegunTasks(
  deps: SpareDeps,
  portal: Portal,
  tasks: readonly StepTask[],
): Promise<StepTask[]> {
  const { taskApi, taskSync, situations, now, log } = deps;
  const leaving = tasks.filter(isLeaving);
  if (leaving.length === 0) return [...tasks];
  const hubspotIds = leaving.flatMap(({ hubspotId }) => hubspotId ?? []);
  const wires = await taskApi.readTasks(portal.id, hubspotIds, 'state_and_body');
  const wireOf = new Map(wires.map((wire) => [wire.hubspotId, wire]));
  const seeing = { dayOf: dayIn(portal.timeZone), now: now().getTime() };
  const words = wordsIn(localeOf(portal.locale));
  const begun = leaving.flatMap((task) => {
    const wire = wireOf.get(task.hubspotId ?? '');
    // Completed by us: the answer to the withdrawal got lost.
    const note = endedNote(task, words);
    const isOurs = note !== null && wire?.body?.includes(note) === true;
    return (isOurs ? null : begunTask(task, wire, seeing)) ?? [];
  });
  if (begun.length === 0) return [...tasks];
  const keys = new Set(begun.map(({ key }) => key));
  const accountIds = leaving
    .filter(({ key }) => keys.has(key))
    .flatMap(({ accountId }) => accountId ?? []);
  await situations.markDue(portal.id, accountIds);
  await taskSync.begun(portal.id, begun);
  log.info({ portalId: portal.id, tasks: begun.length }, 'begun tasks are not withdrawn');
  return tasks.filter(({ key }) => !keys.has(key));
}

/** A contact who was erased is greeted by nobody, begun or not. */
function isLeaving({ status, whyEnded, changes }: StepTask): boolean {
  return status === 'withdrawn' && whyEnded !== 'contact_erased' && changes.includes('status');
}
