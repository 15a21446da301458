import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** Decisions that change a task's date or owner, and can be undone; the ledger of all accounts in its order. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, type] of added) {
    await db.schema.alterTable('step_decision').addColumn(name, type).execute();
  }
  for (const [table, name, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${name}`)
      .on(table)
      .columns(['portal_id', ...columns])
      .execute();
  }
}

const added = [
  ['owner_id', 'text'],
  ['from_day', 'bigint'],
  ['from_owner_id', 'text'],
  ['undone_at', 'bigint'],
  ['undone_by', 'bigint'],
] as const;

const indexes: readonly (readonly [table: string, name: string, columns: string[]])[] = [
  ['step_task', 'plan', ['planned_day', 'task_key']],
  ['step_task', 'owner', ['owner_id', 'planned_day', 'task_key']],
  ['step_task', 'strategy', ['strategy', 'planned_day', 'task_key']],
  ['step_task', 'completion', ['completed_at']],
  ['step_decision', 'day', ['decided_day']],
];
