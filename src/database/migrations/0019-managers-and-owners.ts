import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/**
 * Whether the manager was told of a late complaint, those noticed before left alone; and to whom a plan
 * gave a task, which tells whom a person gave it to.
 */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .alterTable('complaint_breach')
    .addColumn('is_escalated', 'bigint', (column) => column.notNull().defaultTo(1))
    .execute();
  await db.schema.alterTable('step_task').addColumn('planned_owner_id', 'text').execute();
  await db
    .updateTable('step_task')
    .set(({ ref }) => ({ planned_owner_id: ref('owner_id') }))
    .execute();
}
