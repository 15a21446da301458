import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('manual_input')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('input_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('value', 'text')
    .addColumn('note', 'text')
    .addColumn('author_id', 'bigint', (column) => column.notNull())
    .addColumn('entered_at', 'bigint', (column) => column.notNull())
    .addColumn('entered_day', 'bigint', (column) => column.notNull())
    .addColumn('expires_day', 'bigint')
    .addPrimaryKeyConstraint('key_of_manual_input', ['portal_id', 'account_id', 'input_id'])
    .execute();
}
