import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { DealProducts } from '../model/evidence-record.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type ProductStore = ReturnType<typeof createProductStore>;

/** Which product families deals sold. */
export function createProductStore(db: Database) {
  return {
    /** An older read never overwrites a newer one. */
    async save(portalId: PortalId, deals: readonly DealProducts[], readAt: number): Promise<void> {
      const without = deals.filter(({ families }) => families.length === 0);
      for (const part of parts(without)) {
        await db
          .deleteFrom('deal_products')
          .where('portal_id', '=', portalId)
          .where(
            'deal_id',
            'in',
            part.map(({ dealId }) => dealId),
          )
          .where('read_at', '<=', readAt)
          .execute();
      }
      for (const part of parts(deals.filter(({ families }) => families.length > 0))) {
        const rows = part.map(({ dealId, families }) => ({
          portal_id: portalId,
          deal_id: dealId,
          families: JSON.stringify(families),
          read_at: readAt,
        }));
        await db
          .insertInto('deal_products')
          .values(rows)
          .onConflict((conflict) =>
            conflict
              .columns(['portal_id', 'deal_id'])
              .doUpdateSet(({ ref }) => ({
                families: ref('excluded.families'),
                read_at: ref('excluded.read_at'),
              }))
              .whereRef('excluded.read_at', '>=', 'deal_products.read_at'),
          )
          .execute();
      }
    },

    /** The deals of which something else is kept than that they sold these families. */
    async differing(portalId: PortalId, deals: readonly DealProducts[]): Promise<string[]> {
      const kept = new Map<string, string>();
      for (const part of parts(deals.map(({ dealId }) => dealId))) {
        const rows = await db
          .selectFrom('deal_products')
          .select(['deal_id', 'families'])
          .where('portal_id', '=', portalId)
          .where('deal_id', 'in', part)
          .execute();
        for (const { deal_id, families } of rows) kept.set(deal_id, families);
      }
      const none = JSON.stringify([]);
      return deals
        .filter(({ dealId, families }) => (kept.get(dealId) ?? none) !== JSON.stringify(families))
        .map(({ dealId }) => dealId);
    },

    /** The families of each deal of these accounts that has any. */
    async listOf(portalId: PortalId, accountIds: readonly AccountId[]): Promise<DealProducts[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('deal_products')
        .innerJoin('deal', (join) =>
          join
            .onRef('deal.portal_id', '=', 'deal_products.portal_id')
            .onRef('deal.deal_id', '=', 'deal_products.deal_id'),
        )
        .select(['deal_products.deal_id', 'deal_products.families'])
        .where('deal.portal_id', '=', portalId)
        .where('deal.company_id', 'in', accountIds)
        .execute();
      return rows.map(({ deal_id, families }) => ({
        dealId: deal_id,
        families: JSON.parse(families) as string[],
      }));
    },

    /** The accounts whose won deals these are. */
    async accountsOf(portalId: PortalId, dealIds: readonly string[]): Promise<AccountId[]> {
      const found = new Set<AccountId>();
      for (const part of parts(dealIds)) {
        const rows = await db
          .selectFrom('deal')
          .select('company_id')
          .where('portal_id', '=', portalId)
          .where('deal_id', 'in', part)
          .where('company_id', 'is not', null)
          .execute();
        for (const { company_id } of rows) found.add(accountId(company_id ?? ''));
      }
      return [...found];
    },

    /** Ids of won deals in the order of their numbers, behind one; `wonStages` as in the settings. */
    async listWonDeals(
      portalId: PortalId,
      wonStages: readonly string[] | null,
      { after, limit }: { after: string | null; limit: number },
    ): Promise<string[]> {
      const number = sql<number>`cast(deal_id as bigint)`;
      const rows = await won(db, portalId, wonStages)
        .$if(after !== null, (query) => query.where(number, '>', Number(after)))
        .orderBy(number)
        .limit(limit)
        .execute();
      return rows.map(({ deal_id }) => deal_id);
    },

    /** Which of these deals are won. */
    async wonAmong(
      portalId: PortalId,
      wonStages: readonly string[] | null,
      dealIds: readonly string[],
    ): Promise<string[]> {
      const found: string[] = [];
      for (const part of parts(dealIds)) {
        const rows = await won(db, portalId, wonStages).where('deal_id', 'in', part).execute();
        found.push(...rows.map(({ deal_id }) => deal_id));
      }
      return found;
    },

    /** Whether the portal uses line items at all. */
    async hasAny(portalId: PortalId): Promise<boolean> {
      const row = await db
        .selectFrom('deal_products')
        .select('deal_id')
        .where('portal_id', '=', portalId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

function won(db: Database, portalId: PortalId, wonStages: readonly string[] | null) {
  return db
    .selectFrom('deal')
    .select('deal_id')
    .where('portal_id', '=', portalId)
    .where(({ eb, and, or }) =>
      wonStages === null
        ? eb('status', '=', 'won')
        : or([
            eb('stage', 'in', [...wonStages, '']),
            and([eb('stage', 'is', null), eb('status', '=', 'won')]),
          ]),
    );
}
