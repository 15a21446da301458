import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { LagCount } from '../model/lag.ts';

export type LagStore = ReturnType<typeof createLagStore>;

/** How long changes took until they were written; by UTC day. */
export function createLagStore(db: Database) {
  return {
    async add(portalId: PortalId, day: number, counts: readonly LagCount[]): Promise<void> {
      if (counts.length === 0) return;
      await db
        .insertInto('lag_count')
        .values(
          counts.map(({ upToMs, accounts }) => ({
            portal_id: portalId,
            day,
            up_to_ms: upToMs,
            accounts,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'day', 'up_to_ms']).doUpdateSet(({ eb, ref }) => ({
            accounts: eb('lag_count.accounts', '+', ref('excluded.accounts')),
          })),
        )
        .execute();
    },

    async since(portalId: PortalId, day: number): Promise<LagCount[]> {
      const rows = await db
        .selectFrom('lag_count')
        .select(({ fn }) => ['up_to_ms', fn.sum<number>('accounts').as('accounts')])
        .where('portal_id', '=', portalId)
        .where('day', '>=', day)
        .groupBy('up_to_ms')
        .execute();
      return rows.map((row) => ({ upToMs: row.up_to_ms, accounts: Number(row.accounts) }));
    },
  };
}
