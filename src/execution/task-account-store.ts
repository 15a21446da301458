import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type TaskAccountStore = ReturnType<typeof createTaskAccountStore>;

/** Which accounts tasks are about, by name. */
export function createTaskAccountStore(db: Database) {
  return {
    async namesOf(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, string | null>> {
      const names = new Map<AccountId, string | null>();
      for (const part of parts([...new Set(accountIds)])) {
        const rows = await db
          .selectFrom('company')
          .select(['company_id', 'name'])
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', part)
          .execute();
        for (const row of rows) names.set(accountId(row.company_id), row.name);
      }
      return names;
    },

    /** The accounts that have left merged tasks. */
    async leftOf(portalId: PortalId, keys: readonly string[]): Promise<Map<string, AccountId[]>> {
      const left = new Map<string, AccountId[]>();
      for (const part of parts(keys)) {
        const rows = await db
          .selectFrom('taken_step')
          .select(['task_key', 'account_id'])
          .where('portal_id', '=', portalId)
          .where('task_key', 'in', part)
          .where('is_withdrawn', '=', 1)
          .execute();
        for (const row of rows) {
          left.set(row.task_key, [...(left.get(row.task_key) ?? []), accountId(row.account_id)]);
        }
      }
      return left;
    },

    /** The accounts that merged tasks are about, as far as they are still in them. */
    async subjectsOf(portalId: PortalId, keys: readonly string[]) {
      const subjects: { taskKey: string; accountId: AccountId; name: string | null }[] = [];
      for (const part of parts(keys)) {
        const rows = await db
          .selectFrom('taken_step')
          .leftJoin('company', (join) =>
            join
              .onRef('company.portal_id', '=', 'taken_step.portal_id')
              .onRef('company.company_id', '=', 'taken_step.account_id'),
          )
          .select(['taken_step.task_key', 'taken_step.account_id', 'company.name'])
          .where('taken_step.portal_id', '=', portalId)
          .where('taken_step.task_key', 'in', part)
          .where('taken_step.is_withdrawn', '=', 0)
          .orderBy('taken_step.account_id')
          .execute();
        for (const row of rows) {
          const account = accountId(row.account_id);
          subjects.push({ taskKey: row.task_key, accountId: account, name: row.name });
        }
      }
      return Map.groupBy(subjects, ({ taskKey }) => taskKey);
    },
  };
}
