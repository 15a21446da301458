import type { Database } from '../database/schema.ts';
import type { SetBudget } from '../model/call-budget.ts';
import type { PortalId } from '../model/ids.ts';

export type CallBudgetStore = ReturnType<typeof createCallBudgetStore>;

const nothing: SetBudget = { callsPerTenSeconds: null, callsPerDay: null };

/** What admins set of the calls that their portal may be asked. */
export function createCallBudgetStore(db: Database) {
  return {
    async find(portalId: PortalId): Promise<SetBudget> {
      const row = await db
        .selectFrom('portal')
        .select(['calls_per_ten_seconds', 'calls_per_day'])
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      if (!row) return nothing;
      return { callsPerTenSeconds: row.calls_per_ten_seconds, callsPerDay: row.calls_per_day };
    },

    async save(portalId: PortalId, budget: SetBudget): Promise<void> {
      await db
        .updateTable('portal')
        .set({
          calls_per_ten_seconds: budget.callsPerTenSeconds,
          calls_per_day: budget.callsPerDay,
        })
        .where('portal_id', '=', portalId)
        .execute();
    },
  };
}
