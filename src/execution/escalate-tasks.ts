import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { NewTask, StepTask } from '../model/step-task.ts';
import { workingDayFrom } from '../strategy/calendar.ts';
import { executedStep, isToEscalate } from '../strategy/execution.ts';
import { findManagers } from './find-managers.ts';
import { roomsOf } from './ledger-rules.ts';
import type { PlanStore } from './plan-store.ts';
import type { PlanContext } from './read-plan-context.ts';
import type { TaskChangeStore } from './task-change-store.ts';
import type { TaskEditStore } from './task-edit-store.ts';
import { taskMarker } from './task-marker.ts';
import type { TaskStore } from './task-store.ts';

export type EscalateDeps = {
  portals: Pick<PortalStore, 'listOwners'>;
  plans: Pick<PlanStore, 'findAccounts'>;
  tasks: Pick<TaskStore, 'listLate' | 'listKnown'>;
  taskChanges: Pick<TaskChangeStore, 'carryOut'>;
  taskEdits: Pick<TaskEditStore, 'escalated'>;
  now: () => Date;
  log: Logger;
};

const shortestPatienceDays = 5;
const nothing = { extend: [], withdraw: [], reopen: [] };

/**
 * Tells the manager once of steps of core accounts, and of next actions of them, that are long overdue, with a task of the manager's own; on
 * days on which the manager has enough to do, the next day. Safe to run twice.
 */
export async function escalateTasks(deps: EscalateDeps, plan: PlanContext): Promise<number> {
  const { tasks, taskChanges, taskEdits, now, log } = deps;
  const { portalId, today, frame, settings } = plan;
  const open = await tasks.listLate(portalId, today - shortestPatienceDays);
  const seeing = { dayOf: () => today };
  const late = open.filter((task) =>
    isToEscalate(executedStep(task, seeing.dayOf), today, frame.calendar),
  );
  if (late.length === 0) return 0;
  const rooms = roomsOf(await tasks.listKnown(portalId, today, today), today, settings.limits);
  const managerOf = await findManagers(
    deps,
    plan,
    late.flatMap(({ accountId }) => accountId ?? []),
  );
  let told = 0;
  for (const task of late) {
    const managerId = managerOf(task.accountId);
    const isOwn = managerId === task.ownerId || managerId === '';
    if (!isOwn && !rooms.take(managerId)) continue;
    if (!isOwn) {
      const made = { task: escalationOf(task, managerId, plan), subjects: [] };
      await taskChanges.carryOut(portalId, { ...nothing, create: [made], startOn: today });
      told += 1;
    }
    await taskEdits.escalated(portalId, task.key, now().getTime());
  }
  if (told > 0) log.info({ portalId, tasks: told }, 'managers were told of overdue tasks');
  return told;
}

function escalationOf(task: StepTask, managerId: string, { today, frame }: PlanContext): NewTask {
  const key = `${task.key}:escalation`;
  const { accountId, strategy, version, step, period, weight } = task;
  return {
    ...{ accountId, strategy, version, step, period, weight, key },
    marker: taskMarker(key),
    kind: 'escalation',
    parentKey: task.key,
    ownerId: managerId,
    role: 'manager',
    ownerProblem: null,
    mode: 'task',
    title: task.title,
    dueOn: workingDayFrom(today + 1, frame.calendar),
    createdOn: today,
    urgency: 'high',
  };
}
