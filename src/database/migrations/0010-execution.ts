import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

type Columns = readonly (readonly [name: string, type: string])[];

export async function up(db: AnyDatabase): Promise<void> {
  for (const { name, columns, key } of tables) {
    let table = db.schema
      .createTable(name)
      .addColumn('portal_id', 'bigint', (column) => column.notNull());
    for (const [column, type] of columns) {
      table = table.addColumn(column, type.replace('?', '') as 'text', (definition) =>
        type.endsWith('?') ? definition : definition.notNull(),
      );
    }
    await table.addPrimaryKeyConstraint(`key_of_${name}`, ['portal_id', ...key] as never).execute();
  }
  for (const [table, name, columns] of indexes) {
    await db.schema
      .createIndex(`${table}_by_${name}`)
      .on(table)
      .columns(['portal_id', ...columns])
      .execute();
  }
}

const situation: Columns = [
  ['account_id', 'text'],
  ['nine_box', 'text?'],
  ['risk_level', 'text?'],
  ['value_tier', 'text?'],
  ['is_lost', 'bigint'],
  ['last_order_day', 'bigint?'],
  ['next_expected_day', 'bigint?'],
  ['priority', 'bigint'],
  ['revenue_at_risk', 'double precision'],
  ['next_action_day', 'bigint?'],
];

const run: Columns = [
  ['account_id', 'text'],
  ['strategy', 'text'],
  ['started_day', 'bigint'],
  ['ended_day', 'bigint?'],
  ['outcome', 'text?'],
];

const task: Columns = [
  ['task_key', 'text'],
  ['marker', 'text'],
  ['kind', 'text'],
  ['parent_key', 'text?'],
  ['account_id', 'text?'],
  ['owner_id', 'text'],
  ['role', 'text'],
  ['moved_from', 'text?'],
  ['owner_problem', 'text?'],
  ['strategy', 'text'],
  ['version', 'bigint'],
  ['step', 'text'],
  ['period', 'text'],
  ['mode', 'text'],
  ['title', 'text?'],
  ['planned_day', 'bigint'],
  ['due_day', 'bigint'],
  ['created_day', 'bigint'],
  ['weight', 'double precision'],
  ['urgency', 'text'],
  ['status', 'text'],
  ['why_ended', 'text?'],
  ['sync', 'text'],
  ['changes', 'text'],
  ['seq', 'bigint'],
  ['sending_since', 'bigint?'],
  ['hubspot_id', 'text?'],
  ['modified_at', 'bigint?'],
  ['started_at', 'bigint?'],
  ['completed_at', 'bigint?'],
  ['feedback', 'text?'],
  ['problem', 'text?'],
  ['logged_by', 'bigint?'],
  ['logged_at', 'bigint?'],
  ['escalated_at', 'bigint?'],
  ['look_at', 'bigint'],
  ['attempts', 'bigint'],
  ['due_at', 'bigint'],
  ['last_error', 'text?'],
];

const taken: Columns = [
  ['account_id', 'text'],
  ['step', 'text'],
  ['period', 'text'],
  ['step_key', 'text'],
  ['task_key', 'text'],
  ['strategy', 'text'],
  ['is_withdrawn', 'bigint'],
];

const decision: Columns = [
  ['account_id', 'text'],
  ['decision_id', 'text'],
  ['kind', 'text'],
  ['strategy', 'text'],
  ['step', 'text'],
  ['step_key', 'text?'],
  ['until_day', 'bigint?'],
  ['note', 'text?'],
  ['author_id', 'bigint'],
  ['decided_at', 'bigint'],
  ['decided_day', 'bigint'],
];

const tables: readonly { name: string; columns: Columns; key: readonly string[] }[] = [
  { name: 'account_situation', columns: situation, key: ['account_id'] },
  { name: 'strategy_run', columns: run, key: ['account_id', 'strategy', 'started_day'] },
  { name: 'step_task', columns: task, key: ['task_key'] },
  { name: 'taken_step', columns: taken, key: ['account_id', 'step', 'period'] },
  { name: 'step_decision', columns: decision, key: ['account_id', 'decision_id'] },
  {
    name: 'plan_due',
    columns: [
      ['account_id', 'text'],
      ['seq', 'bigint'],
    ],
    key: ['account_id'],
  },
  {
    name: 'task_plan',
    columns: [
      ['planned_day', 'bigint'],
      ['revision', 'text'],
    ],
    key: [],
  },
];

const indexes: readonly (readonly [table: string, name: string, columns: string[]])[] = [
  ['strategy_run', 'end', ['ended_day']],
  ['step_task', 'sync', ['sync', 'due_at']],
  ['step_task', 'look', ['sync', 'look_at']],
  ['step_task', 'status', ['status', 'owner_id']],
  ['step_task', 'creation', ['created_day']],
  ['step_task', 'hubspot_id', ['hubspot_id']],
  ['step_task', 'parent', ['parent_key']],
  ['step_task', 'account', ['account_id', 'due_day']],
  ['taken_step', 'task', ['task_key']],
];
