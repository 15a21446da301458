import type { TaskApi } from '../hubspot/task-api.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { StepTask } from '../model/step-task.ts';
import type { TaskAccountStore } from './task-account-store.ts';

export type AssociateDeps = {
  taskAccounts: Pick<TaskAccountStore, 'leftOf'>;
  taskApi: Pick<TaskApi, 'readCompaniesOfTasks' | 'associateTasks' | 'dissociateTasks'>;
};

/**
 * Shows merged tasks on the companies they are about now, and no longer on those that left them; what
 * people associated stays. Safe to run twice.
 */
export async function associateTasks(
  { taskAccounts, taskApi }: AssociateDeps,
  portalId: PortalId,
  tasks: readonly StepTask[],
  accountsOf: (task: StepTask) => readonly AccountId[],
): Promise<void> {
  if (tasks.length === 0) return;
  const hubspotIds = tasks.flatMap(({ hubspotId }) => hubspotId ?? []);
  const linked = await taskApi.readCompaniesOfTasks(portalId, hubspotIds);
  const left = await taskAccounts.leftOf(
    portalId,
    tasks.map(({ key }) => key),
  );
  const pairsOf = (task: StepTask, accountIds: readonly AccountId[]) =>
    accountIds.map((accountId) => ({ hubspotId: task.hubspotId ?? '', accountId }));
  const isLinked = (task: StepTask, id: AccountId) => linked.get(task.hubspotId ?? '')?.has(id);
  await taskApi.associateTasks(
    portalId,
    tasks.flatMap((task) =>
      pairsOf(
        task,
        accountsOf(task).filter((id) => !isLinked(task, id)),
      ),
    ),
  );
  await taskApi.dissociateTasks(
    portalId,
    tasks.flatMap((task) =>
      pairsOf(
        task,
        (left.get(task.key) ?? []).filter((id) => isLinked(task, id)),
      ),
    ),
  );
}
