import type { SelectQueryBuilder } from 'kysely';
import { sql } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Assessment } from '../model/assessment.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type {
  PortfolioAccount,
  PortfolioCell,
  PortfolioFilter,
  PortfolioSort,
} from '../model/portfolio.ts';

export type PortfolioStore = ReturnType<typeof createPortfolioStore>;

/** A line of the list; `assessment` is what its reasons are said from. */
export type PortfolioLine = {
  accountId: AccountId;
  name: string | null;
  ownerId: string | null;
  industry: string | null;
  nineBox: string | null;
  lifecycle: string;
  healthBand: string | null;
  healthScore: number | null;
  revenueTtm: number;
  revenueAtRisk: number;
  assessment: Assessment;
};

export type PageRequest = {
  filter: PortfolioFilter;
  /** Part of a name; null for all. */
  search: string | null;
  sort: PortfolioSort;
  offset: number;
  limit: number;
  /** Of these owners alone; null: of all, and of none. */
  ownerIds: readonly string[] | null;
  /** Least `valueYearAgo` of the key accounts of a year ago; only the group `key_lost` asks for it. */
  keyAccountFrom: number | null;
};

const accountsAtOnce = 5_000;
/** So many accounts of a rarer name are picked one by one; those of a commoner one are met soon in any order. */
const mostNamesakes = 5_000;
const noScore = 101;
const yearDays = 365;

/** The accounts of a portal as the portfolio page counts, sums and lists them. */
export function createPortfolioStore(db: Database) {
  return {
    /** Saves what the page shows of accounts that were just scored. Safe to run twice. */
    async save(portalId: PortalId, accounts: readonly PortfolioAccount[]): Promise<void> {
      if (accounts.length === 0) return;
      const rows = accounts.map((account) => ({ portal_id: portalId, ...toRow(account) }));
      await db
        .insertInto('portfolio_account')
        .values(rows)
        .onConflict((conflict) =>
          conflict
            .columns(['portal_id', 'account_id'])
            .doUpdateSet(({ ref }) =>
              Object.fromEntries(
                updatedColumns.map((column) => [column, ref(`excluded.${column}`)]),
              ),
            ),
        )
        .execute();
    },

    /**
     * One slice of the portal's accounts, counted and summed; slices keep other questions from waiting
     * behind a scan of a million accounts. Ask again from `next` until it is null.
     */
    async readCells(portalId: PortalId, keyAccountFrom: number | null, after: AccountId | null) {
      const last = await db
        .selectFrom('portfolio_account')
        .select('account_id')
        .where('portal_id', '=', portalId)
        .$if(after !== null, (query) => query.where('account_id', '>', after))
        .orderBy('account_id')
        .offset(accountsAtOnce - 1)
        .limit(1)
        .executeTakeFirst();
      const rows = await cellQuery(db, portalId, keyAccountFrom)
        .$if(after !== null, (query) => query.where('account_id', '>', after))
        .$if(last !== undefined, (query) => query.where('account_id', '<=', last?.account_id ?? ''))
        .execute();
      return { cells: rows.map(toCell), next: last ? accountId(last.account_id) : null };
    },

    /** The value that `share` of the accounts that were customers a year ago reached then; null without any. */
    async valueReachedBy(portalId: PortalId, share: number): Promise<number | null> {
      const ranked = db
        .selectFrom('portfolio_account')
        .where('portal_id', '=', portalId)
        .where('value_year_ago', 'is not', null);
      const { rows } = await ranked
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      const reaching = Math.round(share * Number(rows));
      if (reaching === 0) return null;
      const row = await ranked
        .select('value_year_ago')
        .orderBy('value_year_ago', 'desc')
        .offset(reaching - 1)
        .limit(1)
        .executeTakeFirst();
      return row?.value_year_ago ?? null;
    },

    async listPage(portalId: PortalId, request: PageRequest): Promise<PortfolioLine[]> {
      const named = await findNamed(db, portalId, request.search);
      const rows = await pageQuery(db, portalId, request, named)
        .select('account_id')
        .$call((query) => sorted(query, request.sort))
        .offset(request.offset)
        .limit(request.limit)
        .execute();
      return await linesOf(
        db,
        portalId,
        rows.map(({ account_id }) => account_id),
      );
    },

    async hasMoreThan(portalId: PortalId, accounts: number): Promise<boolean> {
      const row = await db
        .selectFrom('portfolio_account')
        .select('account_id')
        .where('portal_id', '=', portalId)
        .orderBy('account_id')
        .offset(accounts)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** How many accounts a page request finds, at most `atMost`. */
    async count(portalId: PortalId, request: PageRequest, atMost: number): Promise<number> {
      const named = await findNamed(db, portalId, request.search);
      const found = pageQuery(db, portalId, request, named).select('account_id').limit(atMost);
      const { rows } = await db
        .selectFrom(found.as('found'))
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      return Number(rows);
    },
  };
}

type Row = Omit<Tables['portfolio_account'], 'portal_id'>;

function toRow(account: PortfolioAccount): Row {
  return {
    account_id: account.accountId,
    name: account.name,
    name_key: (account.name ?? '').toLowerCase(),
    owner_id: account.ownerId,
    industry: account.industry,
    lifecycle: account.lifecycle,
    value_tier: account.valueTier,
    nine_box: account.nineBox,
    matrix: account.matrix,
    health_band: account.healthBand,
    health_order: account.healthScore ?? noScore,
    risk_level: account.riskLevel,
    revenue_ttm: account.revenueTtm,
    revenue_at_risk: account.revenueAtRisk,
    silent_days: account.silentDays,
    revenue_year_before: account.revenueYearBefore,
    value_year_ago: account.valueYearAgo,
  };
}

const updatedColumns = [
  'name',
  'name_key',
  'owner_id',
  'industry',
  'lifecycle',
  'value_tier',
  'nine_box',
  'matrix',
  'health_band',
  'health_order',
  'risk_level',
  'revenue_ttm',
  'revenue_at_risk',
  'silent_days',
  'revenue_year_before',
  'value_year_ago',
] as const satisfies readonly (keyof Row)[];

const cellColumns = [
  'owner_id',
  'industry',
  'lifecycle',
  'value_tier',
  'nine_box',
  'matrix',
  'health_band',
  'risk_level',
] as const;

function cellQuery(db: Database, portalId: PortalId, keyAccountFrom: number | null) {
  const wasCustomer = sql<number>`case when revenue_year_before is null then 0 else 1 end`;
  const wasKeyAccount =
    keyAccountFrom === null
      ? sql<number>`0`
      : sql<number>`case when value_year_ago >= ${sql.lit(keyAccountFrom)} then 1 else 0 end`;
  const isSilent = sql<number>`case when silent_days >= ${sql.lit(yearDays)} then 1 else 0 end`;
  return db
    .selectFrom('portfolio_account')
    .select([
      ...cellColumns,
      wasCustomer.as('was_customer'),
      wasKeyAccount.as('was_key_account'),
      isSilent.as('is_silent'),
    ])
    .select(({ fn }) => [
      fn.countAll<number>().as('accounts'),
      fn.sum<number>('revenue_ttm').as('revenue_ttm'),
      fn.sum<number>('revenue_at_risk').as('revenue_at_risk'),
      sql<number>`sum(coalesce(revenue_year_before, 0))`.as('revenue_year_before'),
      sql<number>`sum(revenue_ttm * revenue_ttm)`.as('revenue_squares'),
      sql<number>`sum(case when health_band is null then 0 else health_order end)`.as('health_sum'),
    ])
    .where('portal_id', '=', portalId)
    .groupBy([...cellColumns, 'was_customer', 'was_key_account', 'is_silent']);
}

type CellRow = Awaited<ReturnType<ReturnType<typeof cellQuery>['execute']>>[number];

function toCell(row: CellRow): PortfolioCell {
  return {
    ownerId: row.owner_id,
    industry: row.industry,
    lifecycle: row.lifecycle as PortfolioCell['lifecycle'],
    valueTier: row.value_tier as PortfolioCell['valueTier'],
    nineBox: row.nine_box as PortfolioCell['nineBox'],
    matrix: row.matrix as PortfolioCell['matrix'],
    healthBand: row.health_band as PortfolioCell['healthBand'],
    riskLevel: row.risk_level as PortfolioCell['riskLevel'],
    wasCustomer: row.was_customer === 1,
    wasKeyAccount: row.was_key_account === 1,
    isSilentForAYear: row.is_silent === 1,
    accounts: Number(row.accounts),
    revenueTtm: Number(row.revenue_ttm),
    revenueAtRisk: Number(row.revenue_at_risk),
    revenueYearBefore: Number(row.revenue_year_before),
    revenueSquares: Number(row.revenue_squares),
    healthSum: Number(row.health_sum),
  };
}

type AccountQuery<Output> = SelectQueryBuilder<Tables, 'portfolio_account', Output>;

/** Who bears the name searched for: all, these accounts, or so many that each row tells for itself. */
type Named = { who: 'all' } | { who: 'these'; ids: string[] } | { who: 'many'; search: string };

/** By the index of names alone: a rare name is found without a look at every row. */
async function findNamed(db: Database, portalId: PortalId, search: string | null): Promise<Named> {
  if (search === null) return { who: 'all' };
  const rows = await db
    .selectFrom('portfolio_account')
    .select('account_id')
    .where('portal_id', '=', portalId)
    .where(nameHas(search))
    .limit(mostNamesakes + 1)
    .execute();
  if (rows.length > mostNamesakes) return { who: 'many', search };
  return { who: 'these', ids: rows.map(({ account_id }) => account_id) };
}

function pageQuery(db: Database, portalId: PortalId, request: PageRequest, named: Named) {
  const { filter, keyAccountFrom, ownerIds } = request;
  let query = db.selectFrom('portfolio_account').where('portal_id', '=', portalId);
  if (ownerIds !== null) query = query.where('owner_id', 'in', [...ownerIds, '']);
  const wanted = [
    ['owner_id', filter.ownerId],
    ['industry', filter.industry],
    ['value_tier', filter.valueTier],
    ['nine_box', filter.nineBox],
    ['matrix', filter.matrix],
    ['health_band', filter.healthBand],
    ['risk_level', filter.riskLevel],
    ['lifecycle', filter.lifecycle],
  ] as const;
  for (const [column, value] of wanted) {
    if (value === undefined) continue;
    query = value === 'none' ? query.where(column, 'is', null) : query.where(column, '=', value);
  }
  // Said literally, for only so does the index of who is silent that long answer.
  if (filter.past !== undefined) query = query.where(sql`silent_days`, '>=', sql.lit(yearDays));
  if (filter.past === 'lapsed') query = query.where('revenue_year_before', 'is not', null);
  if (filter.past === 'key_lost') {
    // The sign keeps the index of values out: it has every key account there was, in another order.
    const from = keyAccountFrom ?? Number.MAX_VALUE;
    query = query.where(sql<boolean>`+value_year_ago >= ${from}`);
  }
  // PostgreSQL knows no empty list; no account has an empty id.
  if (named.who === 'these') query = query.where('account_id', 'in', [...named.ids, '']);
  if (named.who === 'many') query = query.where(nameHas(named.search));
  return query;
}

/** Signs that `like` reads as patterns are meant as themselves. */
function nameHas(search: string) {
  const pattern = `%${search.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`;
  return sql<boolean>`name_key like ${pattern} escape '\\'`;
}

function sorted<Output>(query: AccountQuery<Output>, sort: PortfolioSort): AccountQuery<Output> {
  switch (sort) {
    case 'at_risk':
      return query.orderBy('revenue_at_risk', 'desc').orderBy('account_id', 'desc');
    case 'revenue':
      return query.orderBy('revenue_ttm', 'desc').orderBy('account_id', 'desc');
    case 'health':
      return query.orderBy('health_order').orderBy('account_id');
    case 'name':
      return query.orderBy('name_key').orderBy('account_id');
  }
}

/** In the order asked for. */
async function linesOf(
  db: Database,
  portalId: PortalId,
  ids: readonly string[],
): Promise<PortfolioLine[]> {
  if (ids.length === 0) return [];
  const rows = await db
    .selectFrom('portfolio_account as p')
    .innerJoin('assessment as a', (join) =>
      join.onRef('a.portal_id', '=', 'p.portal_id').onRef('a.account_id', '=', 'p.account_id'),
    )
    .select([
      'p.account_id',
      'p.name',
      'p.owner_id',
      'p.industry',
      'p.nine_box',
      'p.lifecycle',
      'p.health_band',
      'p.health_order',
      'p.revenue_ttm',
      'p.revenue_at_risk',
      'a.body',
    ])
    .where('p.portal_id', '=', portalId)
    .where('p.account_id', 'in', ids)
    .execute();
  const byId = new Map(rows.map((row) => [row.account_id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row === undefined
      ? []
      : [
          {
            accountId: accountId(row.account_id),
            name: row.name,
            ownerId: row.owner_id,
            industry: row.industry,
            nineBox: row.nine_box,
            lifecycle: row.lifecycle,
            healthBand: row.health_band,
            healthScore: row.health_order === noScore ? null : row.health_order,
            revenueTtm: row.revenue_ttm,
            revenueAtRisk: row.revenue_at_risk,
            assessment: JSON.parse(row.body) as Assessment,
          },
        ];
  });
}
