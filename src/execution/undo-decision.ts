import type { SituationStore } from '../assessment/situation-store.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { StepTask } from '../model/step-task.ts';
import { isMeant } from './decision-rules.ts';
import type { DecisionStore, KeptDecision } from './decision-store.ts';
import type { TaskEditStore } from './task-edit-store.ts';
import type { TaskStore } from './task-store.ts';

export type UndoDeps = {
  decisions: Pick<DecisionStore, 'find' | 'undo'>;
  situations: Pick<SituationStore, 'markDue'>;
  tasks: Pick<TaskStore, 'listOf'>;
  taskEdits: Pick<TaskEditStore, 'assign' | 'postpone' | 'resume' | 'retell'>;
  now: () => Date;
};

const latestTasks = 200;

/** Takes a decision back, and what it changed of tasks that are still open. Safe to run twice. */
export async function undoDecision(
  deps: UndoDeps,
  portalId: PortalId,
  { accountId, id, authorId }: { accountId: AccountId; id: string; authorId: number },
): Promise<void> {
  const { decisions, situations, tasks, now } = deps;
  const decision = await decisions.find(portalId, accountId, id);
  if (!decision) return;
  const own = await tasks.listOf(portalId, accountId, latestTasks);
  for (const task of own.filter((each) => isMeant(each, decision))) {
    await takeBack(deps, portalId, task, decision);
  }
  await decisions.undo(portalId, decision, { authorId, at: now().getTime() });
  await situations.markDue(portalId, [accountId]);
}

async function takeBack(
  { taskEdits }: UndoDeps,
  portalId: PortalId,
  { key }: StepTask,
  { kind, untilOn, ownerId, note, before }: KeptDecision,
): Promise<void> {
  if (kind === 'dismiss') await taskEdits.resume(portalId, key);
  if (before && untilOn !== null) await taskEdits.postpone(portalId, key, before.dueOn);
  if (before && ownerId !== null) await taskEdits.assign(portalId, key, before.ownerId);
  if (kind === 'adjust' && note !== null) await taskEdits.retell(portalId, key);
}
