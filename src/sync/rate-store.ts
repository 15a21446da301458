import type { Database } from '../database/schema.ts';
import type { ExchangeRate } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';

export type RateStore = ReturnType<typeof createRateStore>;

/** What foreign currencies are worth in the portal's own. */
export function createRateStore(db: Database) {
  return {
    /** Puts the portal's rates in place of the earlier ones: a currency it dropped has none. */
    async replace(portalId: PortalId, rates: readonly ExchangeRate[]): Promise<void> {
      const byCurrency = new Map(rates.map((rate) => [rate.currency, rate]));
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('exchange_rate').where('portal_id', '=', portalId).execute();
        if (byCurrency.size === 0) return;
        const rows = [...byCurrency.values()].map(({ currency, rate, effectiveAt }) => ({
          portal_id: portalId,
          currency,
          rate,
          effective_at: effectiveAt,
        }));
        await transaction.insertInto('exchange_rate').values(rows).execute();
      });
    },

    async list(portalId: PortalId): Promise<ExchangeRate[]> {
      const rows = await db
        .selectFrom('exchange_rate')
        .selectAll()
        .where('portal_id', '=', portalId)
        .execute();
      return rows.map(({ currency, rate, effective_at }) => ({
        currency,
        rate,
        effectiveAt: effective_at,
      }));
    },

    /** Whether any deal has an amount that neither HubSpot has converted nor is in the portal's currency. */
    async isNeeded(portalId: PortalId, currency: string): Promise<boolean> {
      const row = await db
        .selectFrom('deal')
        .select('deal_id')
        .where('portal_id', '=', portalId)
        .where('amount_in_portal_currency', 'is', null)
        .where('amount', 'is not', null)
        .where('currency', '<>', currency)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
