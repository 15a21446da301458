import { type Kysely, sql } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, { columns, key }] of Object.entries(tables)) {
    let table = db.schema
      .createTable(name)
      .addColumn('portal_id', 'bigint', (column) => column.notNull());
    for (const [column, type] of columns) {
      table = table.addColumn(column, type.replace('?', '') as 'text', (definition) =>
        type.endsWith('?') ? definition : definition.notNull(),
      );
    }
    await table.addPrimaryKeyConstraint(`key_of_${name}`, ['portal_id', ...key] as never).execute();
  }
  await db.schema.alterTable('portal').addColumn('labels_locale', 'text').execute();
  // Who bought nothing for a year, in the order of the list: a page of them is the index's first entries.
  await db.schema
    .createIndex('portfolio_account_by_silence')
    .on('portfolio_account')
    .columns([
      'portal_id',
      'revenue_at_risk',
      'account_id',
      'revenue_year_before',
      'value_year_ago',
    ])
    .where(sql.ref('silent_days'), '>=', 365)
    .execute();
}

const tables: Record<string, { columns: [name: string, type: string][]; key: string[] }> = {
  setting_change: {
    columns: [
      ['change_id', 'text'],
      ['changed_at', 'bigint'],
      ['author', 'text'],
      ['setting', 'text'],
      ['value_before', 'text'],
      ['value_after', 'text'],
    ],
    key: ['change_id'],
  },
  company_list: {
    columns: [
      ['list_id', 'text'],
      ['name', 'text'],
      ['state', 'text'],
      ['members', 'bigint'],
      ['read_at', 'bigint'],
    ],
    key: ['list_id'],
  },
  list_member: {
    columns: [
      ['list_id', 'text'],
      ['company_id', 'text'],
    ],
    key: ['list_id', 'company_id'],
  },
  policy_preview: {
    columns: [
      ['fingerprint', 'text'],
      ['state', 'text'],
      ['seen_at', 'bigint'],
      ['body', 'text?'],
    ],
    key: [],
  },
  lag_count: {
    columns: [
      ['day', 'bigint'],
      ['up_to_ms', 'bigint'],
      ['accounts', 'bigint'],
    ],
    key: ['day', 'up_to_ms'],
  },
};
