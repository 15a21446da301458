import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('workflow_execution')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('execution_id', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('subject', 'text')
    .addColumn('outputs', 'text')
    .addColumn('is_open', 'bigint', (column) => column.notNull())
    .addColumn('received_at', 'bigint', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('attempts', 'bigint', (column) => column.notNull())
    .addColumn('last_error', 'text')
    .addPrimaryKeyConstraint('key_of_workflow_execution', ['portal_id', 'execution_id'])
    .execute();
  await db.schema
    .createIndex('workflow_execution_by_due')
    .on('workflow_execution')
    .columns(['portal_id', 'is_open', 'due_at'])
    .execute();
  await db.schema
    .createIndex('workflow_execution_by_time')
    .on('workflow_execution')
    .columns(['received_at'])
    .execute();
  await db.schema
    .alterTable('strategy_run')
    .addColumn('is_asked', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
}
