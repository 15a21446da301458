import type { SituationStore } from '../assessment/situation-store.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { isOpen, type StepDecision, type StepTask } from '../model/step-task.ts';
import { isMeant, snoozedTo } from './decision-rules.ts';
import type { DecisionStore, KeptDecision } from './decision-store.ts';
import type { TaskEditStore } from './task-edit-store.ts';
import type { TaskStore } from './task-store.ts';

export type DecideDeps = {
  decisions: Pick<DecisionStore, 'add' | 'find' | 'listSince'>;
  situations: Pick<SituationStore, 'markDue'>;
  tasks: Pick<TaskStore, 'listOf'>;
  taskEdits: Pick<TaskEditStore, 'assign' | 'dismiss' | 'postpone' | 'retell'>;
};

const latestTasks = 200;
/** A step is put off from where it was first, however often. */
const snoozesDays = 90;

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
  const { accountId, id } = decision;
  const own = await tasks.listOf(portalId, accountId, latestTasks);
  const meant = own.filter((task) => isOpen(task.status) && isMeant(task, decision));
  const before = meant[0] ? { dueOn: meant[0].plannedOn, ownerId: meant[0].ownerId } : null;
  await decisions.add(portalId, decision, before);
  const kept = await decisions.find(portalId, accountId, id);
  // Undone meanwhile: a request that comes late a second time changes nothing.
  if (!kept) return;
  for (const task of meant) await carryOut(deps, portalId, task, kept);
  await situations.markDue(portalId, [accountId]);
}

async function carryOut(
  deps: DecideDeps,
  portalId: PortalId,
  task: StepTask,
  decision: KeptDecision,
): Promise<void> {
  const { taskEdits } = deps;
  const { kind, untilOn } = decision;
  if (kind === 'dismiss') await taskEdits.dismiss(portalId, task.key);
  if (kind === 'adjust') await adjust(taskEdits, portalId, task, decision);
  if (kind !== 'snooze' || untilOn === null) return;
  const from = await firstPlannedOn(deps, portalId, task, decision);
  await taskEdits.postpone(portalId, task.key, snoozedTo(from, untilOn));
}

async function adjust(
  taskEdits: DecideDeps['taskEdits'],
  portalId: PortalId,
  { key }: StepTask,
  { untilOn, ownerId, note }: KeptDecision,
): Promise<void> {
  if (untilOn !== null) await taskEdits.postpone(portalId, key, untilOn);
  if (ownerId !== null) await taskEdits.assign(portalId, key, ownerId);
  if (note !== null) await taskEdits.retell(portalId, key);
}

/** The date a task had before anybody put it off. */
async function firstPlannedOn(
  { decisions }: DecideDeps,
  portalId: PortalId,
  task: StepTask,
  { accountId, decidedOn }: KeptDecision,
): Promise<Day> {
  const made = await decisions.listSince(portalId, [accountId], decidedOn - snoozesDays);
  const first = made
    .get(accountId)
    ?.find(({ kind, stepKey }) => kind === 'snooze' && stepKey === task.key);
  return first?.before?.dueOn ?? task.plannedOn;
}
