import type { Logger } from '../log.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { NewTask } from '../model/step-task.ts';
import type { Strategy } from '../model/strategy.ts';
import { workingDayFrom } from '../strategy/calendar.ts';
import type { ComplaintStore } from './complaint-store.ts';
import { findManagers } from './find-managers.ts';
import { roomsOf } from './ledger-rules.ts';
import type { PlanStore } from './plan-store.ts';
import { type ContextDeps, type PlanContext, readPlanContext } from './read-plan-context.ts';
import type { TaskChangeStore } from './task-change-store.ts';
import { taskMarker } from './task-marker.ts';
import type { TaskStore } from './task-store.ts';

export type EscalateBreachesDeps = ContextDeps & {
  complaints: Pick<ComplaintStore, 'listUntold' | 'escalated'>;
  plans: Pick<PlanStore, 'findAccounts'>;
  tasks: Pick<TaskStore, 'listKnown'>;
  taskChanges: Pick<TaskChangeStore, 'carryOut'>;
  log: Logger;
};

type Untold = { ticketId: string; accountId: AccountId; isAnswered: boolean };

const nothing = { extend: [], withdraw: [], reopen: [] };
const clockStep = 'cp.ack';

/**
 * Gives the manager a task for each complaint whose time to answer is over, while the strategy for
 * complaints is at work; on days on which the manager has enough to do, as soon as there is room. Safe to
 * run twice.
 */
export async function escalateBreaches(
  deps: EscalateBreachesDeps,
  portalId: PortalId,
): Promise<void> {
  const { complaints, tasks, taskChanges, log } = deps;
  const untold = await complaints.listUntold(portalId);
  if (untold.length === 0) return;
  const plan = await readPlanContext(deps, portalId);
  const strategy = plan?.frame.library.find(({ code }) => code === 'complaint');
  const told = new Set(untold.map(({ ticketId }) => ticketId));
  if (plan && strategy) {
    const { today, settings } = plan;
    const meant = await withinScope(deps, plan, untold);
    const ids = meant.map(({ accountId }) => accountId);
    const managerOf = await findManagers(deps, plan, ids);
    const rooms = roomsOf(await tasks.listKnown(portalId, today, today), today, settings.limits);
    for (const breach of meant) {
      const managerId = managerOf(breach.accountId);
      if (managerId === '') continue;
      if (!rooms.take(managerId)) {
        told.delete(breach.ticketId);
        continue;
      }
      const made = { task: taskOf(breach, managerId, { ...plan, strategy }), subjects: [] };
      await taskChanges.carryOut(portalId, { ...nothing, create: [made], startOn: today });
      log.info({ portalId, ticket: breach.ticketId }, 'the manager is told of a late complaint');
    }
  }
  await complaints.escalated(portalId, [...told]);
}

/** What was answered meanwhile, and what a pilot is not for, is nobody's task. */
async function withinScope(
  { plans }: EscalateBreachesDeps,
  { portalId, scope }: PlanContext,
  untold: readonly Untold[],
): Promise<Untold[]> {
  const open = untold.filter(({ isAnswered }) => !isAnswered);
  const ids = [...new Set(open.map(({ accountId }) => accountId))];
  const accounts = await plans.findAccounts(portalId, scope, ids);
  const within = new Set(accounts.map(({ situation }) => situation.accountId));
  return open.filter(({ accountId }) => within.has(accountId));
}

/** The ticket says which task is meant, whatever version of the strategy is in force. */
function taskOf(
  { ticketId, accountId }: Untold,
  ownerId: string,
  { portalId, today, frame, strategy }: PlanContext & { strategy: Strategy },
): NewTask {
  const period = `ticket-${ticketId}`;
  const key = `${portalId}:${accountId}:complaint:${period}:escalation`;
  return {
    key,
    marker: taskMarker(key),
    kind: 'escalation',
    parentKey: null,
    accountId,
    ownerId,
    role: 'manager',
    ownerProblem: null,
    strategy: strategy.code,
    version: strategy.version,
    step: clockStep,
    period,
    mode: 'task',
    title: null,
    dueOn: workingDayFrom(today, frame.calendar),
    createdOn: today,
    weight: 0,
    urgency: 'high',
  };
}
