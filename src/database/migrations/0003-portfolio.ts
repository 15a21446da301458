import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** A narrow copy of what the portfolio filters and sorts by: rows of `assessment` are too wide to scan. */
export async function up(db: AnyDatabase): Promise<void> {
  let table = db.schema
    .createTable('portfolio_account')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull());
  for (const [name, type] of columns) {
    table = table.addColumn(name, type.replace('?', '') as 'text', (column) =>
      type.endsWith('?') ? column : column.notNull(),
    );
  }
  await table
    .addPrimaryKeyConstraint('key_of_portfolio_account', ['portal_id', 'account_id'] as never)
    .execute();
  for (const [name, indexed] of indexes) {
    await db.schema
      .createIndex(`portfolio_account_by_${name}`)
      .on('portfolio_account')
      .columns(['portal_id', ...indexed])
      .execute();
  }
  await copyScored(db);
}

const columns: [name: string, type: string][] = [
  ['name', 'text?'],
  ['name_key', 'text'],
  ['owner_id', 'text?'],
  ['industry', 'text?'],
  ['lifecycle', 'text'],
  ['value_tier', 'text?'],
  ['nine_box', 'text?'],
  ['matrix', 'text?'],
  ['health_band', 'text?'],
  ['health_order', 'bigint'],
  ['risk_level', 'text?'],
  ['revenue_ttm', 'double precision'],
  ['revenue_at_risk', 'double precision'],
  ['silent_days', 'bigint?'],
  ['revenue_year_before', 'double precision?'],
  ['value_year_ago', 'double precision?'],
];

/** The first two carry the usual filters with them, so that a walk in their order reads no rows in vain. */
const filtered = ['owner_id', 'industry', 'value_tier', 'health_band', 'lifecycle'];
const indexes: [name: string, columns: string[]][] = [
  ['risk', ['revenue_at_risk', 'account_id', 'nine_box', ...filtered]],
  ['box', ['nine_box', 'revenue_at_risk', 'account_id', ...filtered]],
  ['revenue', ['revenue_ttm', 'account_id']],
  ['health', ['health_order', 'account_id']],
  ['name', ['name_key', 'account_id']],
  ['year_ago', ['value_year_ago']],
];

/** What was scored before is there at once; the rest of its columns come with the next renewal. */
async function copyScored(db: AnyDatabase): Promise<void> {
  await db
    .insertInto('portfolio_account')
    .columns([
      'portal_id',
      'account_id',
      'name',
      'name_key',
      'owner_id',
      'industry',
      'lifecycle',
      'value_tier',
      'nine_box',
      'health_band',
      'health_order',
      'risk_level',
      'revenue_ttm',
      'revenue_at_risk',
    ])
    .expression((scope) =>
      scope
        .selectFrom('assessment as a')
        .innerJoin('company as c', (join) =>
          join.onRef('c.portal_id', '=', 'a.portal_id').onRef('c.company_id', '=', 'a.account_id'),
        )
        .select(({ fn, ref, val }) => [
          'a.portal_id',
          'a.account_id',
          'c.name',
          fn('lower', [fn.coalesce(ref('c.name'), val(''))]).as('name_key'),
          'c.owner_id',
          'c.industry',
          'a.lifecycle',
          'a.value_tier',
          'a.nine_box',
          'a.health_band',
          fn.coalesce(ref('a.health_score'), val(101)).as('health_order'),
          'a.risk_level',
          fn.coalesce(ref('a.revenue_ttm'), val(0)).as('revenue_ttm'),
          fn.coalesce(ref('a.revenue_at_risk'), val(0)).as('revenue_at_risk'),
        ]),
    )
    .execute();
}
