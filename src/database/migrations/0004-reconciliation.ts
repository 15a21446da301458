import { type Kysely, sql } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('reconciliation')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('object_type', 'text', (column) => column.notNull())
    .addColumn('watermark', 'bigint', (column) => column.notNull())
    .addColumn('swept_at', 'bigint', (column) => column.notNull())
    .addColumn('compared_at', 'bigint', (column) => column.notNull())
    .addColumn('cursor', 'text')
    .addColumn('is_comparing', 'bigint', (column) => column.notNull())
    .addColumn('missed_records', 'bigint', (column) => column.notNull())
    .addColumn('repaired_accounts', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_reconciliation', ['portal_id', 'object_type'])
    .execute();
  // HubSpot lists records by the number that their id is, not by its digits.
  for (const table of ['company', 'deal', 'ticket']) {
    const id = sql.ref(`${table}_id`);
    await sql`create index ${sql.id(`${table}_by_number`)} on ${sql.table(table)}
      (portal_id, (cast(${id} as bigint)))`.execute(db);
  }
}
