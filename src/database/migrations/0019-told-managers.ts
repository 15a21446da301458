import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** Whether the manager was told of a late complaint; those that were noticed before are left alone. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .alterTable('complaint_breach')
    .addColumn('is_escalated', 'bigint', (column) => column.notNull().defaultTo(1))
    .execute();
}
