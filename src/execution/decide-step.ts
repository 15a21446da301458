import type { SituationStore } from '../assessment/situation-store.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { isOpen, type StepDecision, type StepTask } from '../model/step-task.ts';
import { longestSnoozeDays } from '../strategy/plan.ts';
import type { DecisionStore } from './decision-store.ts';
import type { TaskChangeStore } from './task-change-store.ts';
import type { TaskStore } from './task-store.ts';

export type DecideDeps = {
  decisions: Pick<DecisionStore, 'add'>;
  situations: Pick<SituationStore, 'markDue'>;
  tasks: Pick<TaskStore, 'listOf'>;
  taskChanges: Pick<TaskChangeStore, 'dismiss' | 'postpone' | 'retell'>;
};

const latestTasks = 200;

/**
 * Keeps what somebody decided of a step and carries it out on the task there is; what is not yet a
 * task follows the decision when it is planned. Safe to run twice.
 */
export async function decideStep(
  deps: DecideDeps,
  portalId: PortalId,
  decision: StepDecision,
): Promise<void> {
  const { decisions, situations, tasks } = deps;
  const own = await tasks.listOf(portalId, decision.accountId, latestTasks);
  const meant = own.filter((task) => isMeant(task, decision));
  await decisions.add(portalId, decision);
  for (const task of meant) await carryOut(deps, portalId, task, decision);
  await situations.markDue(portalId, [decision.accountId]);
}

/** A merged task is not one account's to decide. */
function isMeant(task: StepTask, { step, stepKey }: StepDecision): boolean {
  if (task.kind !== 'step' || task.accountId === null || !isOpen(task.status)) return false;
  return stepKey === null ? task.step === step : task.key === stepKey;
}

async function carryOut(
  { taskChanges }: DecideDeps,
  portalId: PortalId,
  task: StepTask,
  { kind, untilOn }: StepDecision,
): Promise<void> {
  if (kind === 'dismiss') await taskChanges.dismiss(portalId, task.key);
  if (kind === 'adjust') await taskChanges.retell(portalId, task.key);
  if (kind !== 'snooze' || untilOn === null) return;
  await taskChanges.postpone(portalId, task.key, snoozedTo(task, untilOn));
}

/** Never earlier than planned, and no more than 30 days later. */
function snoozedTo({ plannedOn }: StepTask, untilOn: Day): Day {
  return Math.min(Math.max(untilOn, plannedOn), plannedOn + longestSnoozeDays);
}
