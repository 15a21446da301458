import { type HubspotError, stopsPortal } from '../errors.ts';
import { recordsPerCall } from '../hubspot/record-api.ts';
import {
  type CreateOutcome,
  markersPerSearch,
  type TaskApi,
  type TaskCreation,
} from '../hubspot/task-api.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import { writeScopeOf } from '../model/publishing.ts';
import type { StepTask } from '../model/step-task.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import { type DescribeDeps, describeTasks } from './describe-tasks.ts';
import { taskScope } from './read-plan-context.ts';
import { leavesUntil, lookedAtAgain, lostBefore, taskTypeOf, triedAgainAt } from './send-rules.ts';
import type { TaskStore } from './task-store.ts';
import type { TaskSyncStore } from './task-sync-store.ts';
import { dueInstant } from './task-value-rules.ts';
import { updateTasks } from './update-tasks.ts';

export type SendDeps = DescribeDeps & {
  publishing: Pick<PublishingStore, 'read'>;
  taskApi: TaskApi;
  tasks: TaskStore;
  taskSync: TaskSyncStore;
  now: () => Date;
  log: Logger;
};

/**
 * Tells HubSpot of the tasks there are: looks for those whose creation was never answered, creates
 * what is missing and changes what is shown otherwise, 100 tasks a call. Returns how many tasks it
 * worked on. Safe to run twice, side by side, and to be killed anywhere: a task is made once.
 */
export async function sendTasks(deps: SendDeps, portalId: PortalId): Promise<number> {
  const portal = await deps.portals.find(portalId);
  const isAllowed = writeScopeOf(await deps.publishing.read(portalId)).kind !== 'none';
  if (!isAllowed || !portal?.scopes.includes(taskScope)) return 0;
  const found = await findLostTasks(deps, portalId);
  // What is taken back makes room on the tables before something is put there.
  const updated = await updateTasks(deps, portal);
  const created = await createTasks(deps, portal);
  return found + created + updated;
}

/** Adopts tasks that were made although nobody heard of it; the others are asked for again. */
async function findLostTasks(deps: SendDeps, portalId: PortalId): Promise<number> {
  const { tasks, taskSync, taskApi, now, log } = deps;
  const before = lostBefore(now().getTime());
  const lost = await tasks.listLost(portalId, before, markersPerSearch);
  if (lost.length === 0) return 0;
  const markers = lost.map(({ marker }) => marker);
  const found = await taskApi.findTasks(portalId, markers);
  const made = lost.flatMap(({ key, marker }) => {
    const hubspotId = found.get(marker);
    return hubspotId === undefined ? [] : [{ key, hubspotId }];
  });
  await taskSync.created(portalId, made, now().getTime());
  const missing = lost.filter(({ marker }) => !found.has(marker)).map(({ key }) => key);
  await taskSync.release(portalId, missing);
  log.warn({ portalId, found: made.length, missing: missing.length }, 'lost tasks looked for');
  return lost.length;
}

async function createTasks(deps: SendDeps, portal: Portal): Promise<number> {
  const { tasks, taskSync, taskApi, now } = deps;
  const listed = await tasks.listToCreate(portal.id, recordsPerCall, now());
  if (listed.length === 0) return 0;
  const claimedAt = now();
  const keys = listed.map(({ key }) => key);
  const claimed = new Set(await taskSync.claim(portal.id, keys, claimedAt));
  const ours = listed.filter(({ key }) => claimed.has(key));
  if (ours.length === 0) return 0;
  const creations = await creationsOf(deps, portal, ours).catch(async (error: unknown) => {
    await taskSync.release(portal.id, [...claimed]);
    throw error;
  });
  const isStillWanted = () => now().getTime() <= leavesUntil(claimedAt.getTime());
  const outcomes = await taskApi.createTasks(portal.id, creations, isStillWanted);
  await keep(deps, portal.id, ours, outcomes);
  return ours.length;
}

async function creationsOf(
  deps: SendDeps,
  portal: Portal,
  tasks: readonly StepTask[],
): Promise<TaskCreation[]> {
  const texts = await describeTasks(deps, portal, tasks);
  const { settings } = await deps.strategies.read(portal.id);
  const dueAt = dueInstant(portal.timeZone, settings.dueHour);
  return tasks.flatMap((task) => {
    const text = texts.get(task.key);
    if (!text) return [];
    const { subject, body, accountIds } = text;
    const { marker, ownerId, urgency, dueOn, step } = task;
    const type = taskTypeOf(step);
    const when = { dueAt: dueAt(dueOn), status: 'not_started' } as const;
    return [{ marker, accountIds, values: { subject, body, ownerId, urgency, type, ...when } }];
  });
}

/** What nobody knows of stays asked for, and is looked for later. */
async function keep(
  deps: SendDeps,
  portalId: PortalId,
  tasks: readonly StepTask[],
  outcomes: readonly CreateOutcome[],
): Promise<void> {
  const { taskSync, now, log } = deps;
  const taskOf = new Map(tasks.map((task) => [task.marker, task]));
  const made: { key: string; hubspotId: string }[] = [];
  const errors = new Set<HubspotError>();
  for (const outcome of outcomes) {
    const task = taskOf.get(outcome.marker);
    if (!task) continue;
    if (outcome.outcome === 'created') made.push({ key: task.key, hubspotId: outcome.hubspotId });
    if (outcome.outcome === 'refused')
      await putOff(deps, portalId, task, { message: outcome.reason });
    if (outcome.outcome === 'untouched') {
      errors.add(outcome.error);
      await putOff(deps, portalId, task, outcome.error);
    }
  }
  await taskSync.created(portalId, made, lookedAtAgain(now().getTime()));
  log.info({ portalId, tasks: made.length, asked: tasks.length }, 'tasks created');
  const fatal = [...errors].find(stopsPortal);
  if (fatal) throw fatal;
}

async function putOff(
  { taskSync, now, log }: SendDeps,
  portalId: PortalId,
  { key, attempts }: StepTask,
  { message: reason, retryAfterMs }: Pick<HubspotError, 'message'> & Partial<HubspotError>,
): Promise<void> {
  const at = now().getTime();
  const until =
    retryAfterMs !== undefined && Number.isFinite(retryAfterMs)
      ? at + retryAfterMs
      : triedAgainAt(at, attempts);
  await taskSync.postpone(portalId, [key], { until, reason });
  log.warn({ portalId, task: key, reason }, 'a task could not be created; tried again later');
}
