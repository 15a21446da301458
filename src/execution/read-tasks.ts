import type { SituationStore } from '../assessment/situation-store.ts';
import { HubspotError, stopsPortal } from '../errors.ts';
import { recordsPerCall } from '../hubspot/record-api.ts';
import type { TaskApi } from '../hubspot/task-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import { dayIn } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { StepTask } from '../model/step-task.ts';
import type { DirtyStore } from '../sync/dirty-store.ts';
import { isNews, seenTask } from './seen-task-rules.ts';
import { triedAgainAt } from './send-rules.ts';
import type { TaskStore } from './task-store.ts';
import type { TaskSyncStore } from './task-sync-store.ts';

export type ReadTasksDeps = {
  dirty: Pick<DirtyStore, 'listDue' | 'forget'>;
  portals: Pick<PortalStore, 'find'>;
  situations: Pick<SituationStore, 'markDue'>;
  taskApi: Pick<TaskApi, 'readTasks'>;
  tasks: Pick<TaskStore, 'listToLookAt'>;
  taskSync: Pick<TaskSyncStore, 'lookAgain' | 'lookLater' | 'seen' | 'gone'>;
  now: () => Date;
  log: Logger;
};

const eventsAtOnce = 1_000;

/**
 * Learns what people did to tasks in HubSpot: at once where an event tells of it, else within the hour.
 * What was deleted there is not made again in its period. Returns how many tasks were read. Safe to
 * run twice.
 */
export async function readTasks(deps: ReadTasksDeps, portalId: PortalId): Promise<number> {
  const { dirty, portals, tasks, taskSync, now, log } = deps;
  const changed = await dirty.listDue(portalId, 'task', eventsAtOnce, now());
  if (changed.length > 0) {
    const hubspotIds = changed.map(({ id }) => id);
    await taskSync.lookAgain(portalId, hubspotIds, now());
    await dirty.forget(portalId, 'task', changed);
  }
  const due = await tasks.listToLookAt(portalId, recordsPerCall, now());
  const portal = await portals.find(portalId);
  if (due.length === 0 || !portal) return changed.length;
  try {
    await look(deps, portal, due);
  } catch (error) {
    if (!(error instanceof HubspotError) || stopsPortal(error)) throw error;
    const keys = due.map(({ key }) => key);
    await taskSync.lookLater(portalId, keys, triedAgainAt(now().getTime(), 0));
    log.warn({ portalId, tasks: keys.length, err: error }, 'tasks wait to be read');
  }
  return changed.length + due.length;
}

async function look(deps: ReadTasksDeps, portal: Portal, tasks: readonly StepTask[]) {
  const { taskApi, taskSync, situations, now, log } = deps;
  const hubspotIds = tasks.flatMap(({ hubspotId }) => hubspotId ?? []);
  const wires = await taskApi.readTasks(portal.id, hubspotIds);
  const wireOf = new Map(wires.map((wire) => [wire.hubspotId, wire]));
  const seeing = { dayOf: dayIn(portal.timeZone), now: now().getTime() };
  const seen = tasks.flatMap((task) => {
    const wire = wireOf.get(task.hubspotId ?? '');
    return wire ? [{ task, seen: { ...seenTask(task, wire, seeing), seq: task.seq } }] : [];
  });
  const gone = tasks.filter(({ hubspotId }) => !wireOf.has(hubspotId ?? ''));
  const news = seen.filter(({ task, seen: after }) => isNews(task, after));
  const turned = [...gone, ...news.map(({ task }) => task)];
  // First, for what is kept is no news any more.
  await situations.markDue(
    portal.id,
    turned.flatMap(({ accountId }) => accountId ?? []),
  );
  await taskSync.seen(
    portal.id,
    news.map(({ seen: after }) => after),
  );
  const known = seen.filter(({ task, seen: after }) => !isNews(task, after));
  for (const [lookAt, same] of Map.groupBy(known, ({ seen: after }) => after.lookAt)) {
    const keys = same.map(({ task }) => task.key);
    await taskSync.lookLater(portal.id, keys, lookAt);
  }
  await taskSync.gone(
    portal.id,
    gone.map(({ key }) => key),
  );
  if (turned.length > 0) {
    const facts = { portalId: portal.id, changed: news.length, deleted: gone.length };
    log.info(facts, 'tasks changed in HubSpot');
  }
}
