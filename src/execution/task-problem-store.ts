import type { Database } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { openStatuses } from '../model/step-task.ts';

export type TaskProblemStore = ReturnType<typeof createTaskProblemStore>;

/** A task that did not go as it should: the fallback has it, somebody left it, or HubSpot refuses it. */
export type TaskProblem = {
  taskKey: string;
  step: string;
  /** What somebody wrote; null: the step says it. */
  title: string | null;
  /** null: a merged task. */
  accountId: AccountId | null;
  accountName: string | null;
  dueOn: Day;
  ownerId: string;
  movedFrom: string | null;
  /** Why a role had nobody, as JSON of the role's problems. */
  ownerProblem: string | null;
  refusal: string | null;
};

/** What an admin should know of the tasks that are open. */
export function createTaskProblemStore(db: Database) {
  return {
    /** The nearest date first. */
    async list(portalId: PortalId, limit: number): Promise<TaskProblem[]> {
      const rows = await db
        .selectFrom('step_task')
        .leftJoin('company', (join) =>
          join
            .onRef('company.portal_id', '=', 'step_task.portal_id')
            .onRef('company.company_id', '=', 'step_task.account_id'),
        )
        .select(['task_key', 'step', 'title', 'account_id', 'company.name', 'due_day'])
        .select(['step_task.owner_id', 'moved_from', 'owner_problem', 'last_error'])
        .where('step_task.portal_id', '=', portalId)
        .where('status', 'in', openStatuses)
        .where(({ eb, or }) =>
          or([
            eb('moved_from', 'is not', null),
            eb('owner_problem', 'is not', null),
            eb('last_error', 'is not', null),
          ]),
        )
        .orderBy('due_day')
        .orderBy('task_key')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        taskKey: row.task_key,
        step: row.step,
        title: row.title,
        accountId: row.account_id === null ? null : accountId(row.account_id),
        accountName: row.name,
        dueOn: row.due_day,
        ownerId: row.owner_id,
        movedFrom: row.moved_from,
        ownerProblem: row.owner_problem,
        refusal: row.last_error,
      }));
    },
  };
}
