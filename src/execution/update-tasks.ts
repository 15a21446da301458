import { HubspotError, stopsPortal } from '../errors.ts';
import { recordsPerCall } from '../hubspot/record-api.ts';
import type { TaskApi, TaskUpdate, TaskValues } from '../hubspot/task-api.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { StepTask } from '../model/step-task.ts';
import { type AssociateDeps, associateTasks } from './associate-tasks.ts';
import { type DescribeDeps, describeTasks, type TaskText } from './describe-tasks.ts';
import { triedAgainAt } from './send-rules.ts';
import { type SpareDeps, spareBegunTasks } from './spare-begun-tasks.ts';
import type { TaskStore } from './task-store.ts';
import type { TaskSyncStore } from './task-sync-store.ts';
import { dueInstant, shownStatusOf } from './task-value-rules.ts';

export type UpdateDeps = DescribeDeps &
  AssociateDeps &
  SpareDeps & {
    taskApi: Pick<TaskApi, 'updateTasks' | 'removeTasks'>;
    tasks: Pick<TaskStore, 'findMany' | 'listToUpdate'>;
    taskSync: Pick<TaskSyncStore, 'told' | 'removed' | 'gone' | 'postpone'>;
    now: () => Date;
    log: Logger;
  };

/** Changes the tasks that HubSpot shows otherwise than they are. Returns how many it worked on. */
export async function updateTasks(deps: UpdateDeps, portal: Portal): Promise<number> {
  const { tasks, now, log } = deps;
  const listed = await tasks.listToUpdate(portal.id, recordsPerCall, now());
  if (listed.length === 0) return 0;
  try {
    const { settings } = await deps.strategies.read(portal.id);
    const isRemoved = (task: StepTask) =>
      settings.withdrawMode === 'delete' && isEnded(task) && task.changes.includes('status');
    const meant = await spareBegunTasks(deps, portal, listed);
    await remove(deps, portal.id, meant.filter(isRemoved));
    const changed = meant.filter((task) => !isRemoved(task));
    await change(deps, portal, changed, dueInstant(portal.timeZone, settings.dueHour));
  } catch (error) {
    if (!(error instanceof HubspotError) || stopsPortal(error)) throw error;
    const until = triedAgainAt(now().getTime(), 0);
    const keys = listed.map(({ key }) => key);
    await deps.taskSync.postpone(portal.id, keys, { until, reason: error.message });
    log.warn({ portalId: portal.id, err: error }, 'tasks could not be changed; tried again later');
  }
  return listed.length;
}

function isEnded({ status }: StepTask): boolean {
  return status === 'withdrawn' || status === 'dismissed';
}

async function remove(deps: UpdateDeps, portalId: PortalId, tasks: readonly StepTask[]) {
  if (tasks.length === 0) return;
  const hubspotIds = tasks.flatMap(({ hubspotId }) => hubspotId ?? []);
  await deps.taskApi.removeTasks(portalId, hubspotIds);
  await deps.taskSync.removed(portalId, tasks);
}

async function change(
  deps: UpdateDeps,
  portal: Portal,
  tasks: readonly StepTask[],
  dueAt: (day: number) => number,
): Promise<void> {
  if (tasks.length === 0) return;
  const { taskApi, taskSync, now, log } = deps;
  const texts = await describeTasks(deps, portal, tasks);
  const byId = new Map(tasks.map((task) => [task.hubspotId ?? '', task]));
  const updates = tasks.map(
    (task): TaskUpdate => ({
      hubspotId: task.hubspotId ?? '',
      values: valuesOf(task, texts.get(task.key), dueAt),
    }),
  );
  const outcomes = await taskApi.updateTasks(portal.id, updates);
  const of = (wanted: string) =>
    outcomes.flatMap(({ hubspotId, outcome }) =>
      outcome === wanted ? (byId.get(hubspotId) ?? []) : [],
    );
  const isShared = (task: StepTask) =>
    task.accountId === null && !isEnded(task) && task.changes.includes('text');
  const accountsOf = ({ key }: StepTask) => texts.get(key)?.accountIds ?? [];
  await associateTasks(deps, portal.id, of('written').filter(isShared), accountsOf);
  await taskSync.told(portal.id, of('written'));
  await taskSync.gone(
    portal.id,
    of('gone').map(({ key }) => key),
  );
  for (const outcome of outcomes) {
    const task = byId.get(outcome.hubspotId);
    if (outcome.outcome !== 'refused' || !task) continue;
    const { reason } = outcome;
    const until = triedAgainAt(now().getTime(), task.attempts);
    await taskSync.postpone(portal.id, [task.key], { until, reason });
    log.error({ portalId: portal.id, task: task.key, reason }, 'HubSpot refuses a task');
  }
}

/** Only what changed: the rest belongs to whoever has the task. */
function valuesOf(
  { changes, ownerId, dueOn, status }: StepTask,
  text: TaskText | undefined,
  dueAt: (day: number) => number,
): Partial<TaskValues> {
  return {
    ...(changes.includes('owner') && { ownerId }),
    ...(changes.includes('due') && { dueAt: dueAt(dueOn) }),
    ...(changes.includes('text') && text && { subject: text.subject, body: text.body }),
    ...(changes.includes('status') && { status: shownStatusOf(status) }),
  };
}
