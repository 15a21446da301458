import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('imported_execution')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('execution_key', 'text', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('owner_id', 'text')
    .addColumn('owner_name', 'text')
    .addColumn('planned_day', 'bigint', (column) => column.notNull())
    .addColumn('done_day', 'bigint')
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('feedback', 'text')
    .addColumn('problem', 'text')
    .addColumn('next_action', 'text')
    .addPrimaryKeyConstraint('key_of_imported_execution', [
      'portal_id',
      'account_id',
      'execution_key',
    ])
    .execute();
  await db.schema
    .createIndex('imported_execution_by_day')
    .on('imported_execution')
    .columns(['portal_id', 'planned_day'])
    .execute();
}
