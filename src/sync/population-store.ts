import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { PortalSettings } from '../model/settings.ts';

export type PopulationStore = ReturnType<typeof createPopulationStore>;

type Membership = Pick<PortalSettings, 'population' | 'wonStages'>;

/** Which companies are scored. One condition for counting and for scoring, so that the count holds. */
export function createPopulationStore(db: Database) {
  return {
    async count(portalId: PortalId, membership: Membership): Promise<number> {
      const { rows } = await members(db, portalId, membership)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      return Number(rows);
    },

    /** In the order of their ids as text. */
    async listIds(
      portalId: PortalId,
      membership: Membership,
      after: AccountId | null,
      limit: number,
    ): Promise<AccountId[]> {
      const rows = await members(db, portalId, membership)
        .select('company.company_id')
        .$if(after !== null, (query) => query.where('company.company_id', '>', after))
        .orderBy('company.company_id')
        .limit(limit)
        .execute();
      return rows.map((row) => accountId(row.company_id));
    },

    /** Those of the accounts that are scored. */
    async within(
      portalId: PortalId,
      membership: Membership,
      accountIds: readonly AccountId[],
    ): Promise<Set<AccountId>> {
      if (accountIds.length === 0) return new Set();
      const rows = await members(db, portalId, membership)
        .select('company.company_id')
        .where('company.company_id', 'in', accountIds)
        .execute();
      return new Set(rows.map((row) => accountId(row.company_id)));
    },

    /** How many companies there are of each life-cycle stage; null: without one. */
    async lifecycleStages(portalId: PortalId): Promise<{ stage: string | null; count: number }[]> {
      const rows = await db
        .selectFrom('company')
        .select(({ fn }) => ['lifecycle_stage', fn.countAll<number>().as('rows')])
        .where('portal_id', '=', portalId)
        .groupBy('lifecycle_stage')
        .orderBy('rows', 'desc')
        .execute();
      return rows.map((row) => ({ stage: row.lifecycle_stage, count: Number(row.rows) }));
    },

    /** How many deals there are of each stage, and how many of them HubSpot calls won. */
    async dealStages(
      portalId: PortalId,
    ): Promise<{ stage: string | null; deals: number; won: number }[]> {
      const rows = await db
        .selectFrom('deal')
        .select(({ fn, eb }) => [
          'stage',
          fn.countAll<number>().as('deals'),
          fn.sum<number>(eb.case().when('status', '=', 'won').then(1).else(0).end()).as('won'),
        ])
        .where('portal_id', '=', portalId)
        .groupBy('stage')
        .orderBy('deals', 'desc')
        .execute();
      return rows.map(({ stage, deals, won }) => ({
        stage,
        deals: Number(deals),
        won: Number(won),
      }));
    },

    /** How many tickets carry each category. */
    async ticketCategories(portalId: PortalId): Promise<{ category: string; tickets: number }[]> {
      const rows = await db
        .selectFrom('ticket')
        .select(({ fn }) => ['categories', fn.countAll<number>().as('rows')])
        .where('portal_id', '=', portalId)
        .groupBy('categories')
        .execute();
      const counts = new Map<string, number>();
      for (const { categories, rows: tickets } of rows) {
        for (const category of JSON.parse(categories) as string[]) {
          counts.set(category, (counts.get(category) ?? 0) + Number(tickets));
        }
      }
      return [...counts]
        .map(([category, tickets]) => ({ category, tickets }))
        .sort((one, other) => other.tickets - one.tickets);
    },
  };
}

function members(db: Database, portalId: PortalId, { population, wonStages }: Membership) {
  const { lifecycleStages, wonDealOnly, listId } = population;
  return db
    .selectFrom('company')
    .where('company.portal_id', '=', portalId)
    .$if(lifecycleStages !== null, (query) =>
      query.where('company.lifecycle_stage', 'in', [...(lifecycleStages ?? []), '']),
    )
    .$if(listId !== null, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('list_member')
            .select('list_member.company_id')
            .whereRef('list_member.portal_id', '=', 'company.portal_id')
            .whereRef('list_member.company_id', '=', 'company.company_id')
            .where('list_member.list_id', '=', listId ?? ''),
        ),
      ),
    )
    .$if(wonDealOnly, (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('deal')
            .select('deal.deal_id')
            .whereRef('deal.portal_id', '=', 'company.portal_id')
            .whereRef('deal.company_id', '=', 'company.company_id')
            .where(({ eb, and, or }) =>
              wonStages === null
                ? eb('deal.status', '=', 'won')
                : or([
                    eb('deal.stage', 'in', [...wonStages, '']),
                    and([eb('deal.stage', 'is', null), eb('deal.status', '=', 'won')]),
                  ]),
            ),
        ),
      ),
    );
}
