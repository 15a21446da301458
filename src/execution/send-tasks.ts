import type { SituationStore } from '../assessment/situation-store.ts';
import { type HubspotError, stopsPortal } from '../errors.ts';
import { recordsPerCall } from '../hubspot/record-api.ts';
import {
  type CreateOutcome,
  companiesPerTask,
  markersPerSearch,
  type TaskApi,
  type TaskCreation,
} from '../hubspot/task-api.ts';
import type { Logger } from '../log.ts';
import { type Day, dayIn, startOfDay } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import { writeScopeOf } from '../model/publishing.ts';
import type { StepTask } from '../model/step-task.ts';
import type { PublishingStore } from '../writeback/publishing-store.ts';
import type { BirthdayTaskStore } from './birthday-task-store.ts';
import { type DescribeDeps, describeTasks } from './describe-tasks.ts';
import { taskScope } from './read-plan-context.ts';
import {
  leavesUntil,
  lookedAtAgain,
  lostBefore,
  taskTypeOf,
  triedAgainAt,
  withinDay,
} from './send-rules.ts';
import type { TaskEditStore } from './task-edit-store.ts';
import type { TaskStore } from './task-store.ts';
import type { TaskSyncStore } from './task-sync-store.ts';
import { dueInstant } from './task-value-rules.ts';
import { updateTasks } from './update-tasks.ts';

export type SendDeps = DescribeDeps & {
  publishing: Pick<PublishingStore, 'read'>;
  situations: Pick<SituationStore, 'markDue'>;
  taskApi: TaskApi;
  tasks: TaskStore;
  taskSync: TaskSyncStore;
  birthdayTasks: Pick<BirthdayTaskStore, 'purge'>;
  taskEdits: Pick<TaskEditStore, 'retell'>;
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
  const worked = found + created + updated;
  if (worked > 0) await deps.birthdayTasks.purge(portalId);
  return worked;
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
  const today = dayIn(portal.timeZone)(claimedAt.getTime());
  const keys = await keysOfToday(deps, portal, listed, today);
  const ours = await taskSync.claim(portal.id, keys, { now: claimedAt, today });
  if (ours.length === 0) return listed.length - keys.length;
  const creations = await creationsOf(deps, portal, ours).catch(async (error: unknown) => {
    await taskSync.release(
      portal.id,
      ours.map(({ key }) => key),
    );
    throw error;
  });
  const shared = creations.filter(({ accountIds }) => accountIds.length > companiesPerTask);
  const markers = new Set(shared.map(({ marker }) => marker));
  for (const { key, marker } of ours) {
    // A creation takes no more companies: the others come with the next update.
    if (markers.has(marker)) await deps.taskEdits.retell(portal.id, key);
  }
  const isStillWanted = () => now().getTime() <= leavesUntil(claimedAt.getTime());
  const outcomes = await taskApi.createTasks(portal.id, creations, isStillWanted);
  await keep(deps, portal.id, ours, outcomes);
  return listed.length;
}

/** What waited for HubSpot may be more than a day holds: the rest waits on, until the next one. */
async function keysOfToday(
  { tasks, taskSync, strategies }: SendDeps,
  { id, timeZone }: Portal,
  listed: readonly StepTask[],
  today: Day,
): Promise<string[]> {
  const { settings } = await strategies.read(id);
  const sent = await tasks.countSent(id, today);
  const keys = withinDay(listed, sent, settings.limits.newTasksPerOwnerPerDay).map(
    ({ key }) => key,
  );
  const fits = new Set(keys);
  const over = listed.filter(({ key }) => !fits.has(key)).map(({ key }) => key);
  await taskSync.hold(id, over, startOfDay(today + 1, timeZone));
  return keys;
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
