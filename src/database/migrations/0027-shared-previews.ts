import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** Previews that several processes know of: which run of one it is, and those of tasks as well. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .alterTable('policy_preview')
    .addColumn('run', 'text', (column) => column.notNull().defaultTo(''))
    .execute();
  await db.schema
    .createTable('task_preview')
    .addColumn('portal_id', 'bigint', (column) => column.notNull().primaryKey())
    .addColumn('fingerprint', 'text', (column) => column.notNull())
    .addColumn('run', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text')
    .execute();
}
