import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** How far HubSpot's journal is read. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('journal')
    .addColumn('app_id', 'text', (column) => column.primaryKey())
    .addColumn('last_offset', 'text', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addColumn('events', 'bigint', (column) => column.notNull())
    .execute();
}
