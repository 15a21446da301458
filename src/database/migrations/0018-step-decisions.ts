import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** Decisions that change a task's date or owner, and can be undone; the ledger of all accounts in its order. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, type] of added) {
    await db.schema.alterTable('step_decision').addColumn(name, type).execute();
  }
  await db.schema
    .createIndex('step_task_by_plan')
    .on('step_task')
    .columns(['portal_id', 'planned_day', 'task_key'])
    .execute();
  await db.schema
    .createIndex('step_task_by_completion')
    .on('step_task')
    .columns(['portal_id', 'completed_at'])
    .execute();
  await db.schema
    .createIndex('step_decision_by_day')
    .on('step_decision')
    .columns(['portal_id', 'decided_day'])
    .execute();
}

const added = [
  ['owner_id', 'text'],
  ['from_day', 'bigint'],
  ['from_owner_id', 'text'],
  ['undone_at', 'bigint'],
  ['undone_by', 'bigint'],
] as const;
