import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

export type QualityStore = ReturnType<typeof createQualityStore>;

/** What a portal's sales and scored accounts lack; each number is a part of `sales` or of `accounts`. */
export type DataQuality = {
  sales: number;
  withoutCompany: number;
  withoutAmount: number;
  withoutCloseDate: number;
  withoutRate: number;
  accounts: number;
  withoutOwner: number;
  withoutIndustry: number;
};

type Reading = { currency: string; wonStages: readonly string[] | null };

/** How complete the records are that scores are made from. */
export function createQualityStore(db: Database) {
  return {
    async count(portalId: PortalId, reading: Reading): Promise<DataQuality> {
      const sales = await saleCounts(db, portalId, reading).executeTakeFirstOrThrow();
      const accounts = await accountCounts(db, portalId).executeTakeFirstOrThrow();
      const counts = Object.entries({ ...sales, ...accounts });
      return Object.fromEntries(
        counts.map(([name, count]) => [name, Number(count ?? 0)]),
      ) as DataQuality;
    },
  };
}

function saleCounts(db: Database, portalId: PortalId, { currency, wonStages }: Reading) {
  return db
    .selectFrom('deal')
    .leftJoin('exchange_rate', (join) =>
      join
        .onRef('exchange_rate.portal_id', '=', 'deal.portal_id')
        .onRef('exchange_rate.currency', '=', 'deal.currency'),
    )
    .select(({ fn }) => [
      fn.countAll<number>().as('sales'),
      sql<number>`sum(case when company_id is null then 1 else 0 end)`.as('withoutCompany'),
      sql<number>`sum(case when amount is null and amount_in_portal_currency is null then 1 else 0 end)`.as(
        'withoutAmount',
      ),
      sql<number>`sum(case when closed_at is null then 1 else 0 end)`.as('withoutCloseDate'),
      sql<number>`sum(case when amount is not null and amount_in_portal_currency is null
        and deal.currency <> ${currency} and rate is null then 1 else 0 end)`.as('withoutRate'),
    ])
    .where('deal.portal_id', '=', portalId)
    .where(({ eb, and, or }) =>
      wonStages === null
        ? eb('status', '=', 'won')
        : or([
            eb('stage', 'in', [...wonStages, '']),
            and([eb('stage', 'is', null), eb('status', '=', 'won')]),
          ]),
    );
}

/** As scored: with the owner and the industry that an admin mapped. */
function accountCounts(db: Database, portalId: PortalId) {
  return db
    .selectFrom('portfolio_account')
    .select(({ fn }) => [
      fn.countAll<number>().as('accounts'),
      sql<number>`sum(case when owner_id is null then 1 else 0 end)`.as('withoutOwner'),
      sql<number>`sum(case when industry is null then 1 else 0 end)`.as('withoutIndustry'),
    ])
    .where('portal_id', '=', portalId);
}
