import { type Kysely, sql } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** Who goes first, and where work that gives way to it goes on. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [table, later] of waiting) {
    await db.schema.dropIndex(`${table}_by_reason`).execute();
    await db.schema
      .alterTable(table)
      .addColumn('rank', 'integer', (column) => column.notNull().defaultTo(2))
      .execute();
    await sql`update ${sql.table(table)} set rank = case reason when 'webhook' then 1 else 0 end
      where reason in ('webhook', 'manual', 'override')`.execute(db);
    await db.schema
      .createIndex(`${table}_by_rank`)
      .on(table)
      .columns(['portal_id', 'rank', later])
      .execute();
  }
  await db.schema.alterTable('reconciliation').addColumn('sweep_from', 'bigint').execute();
  await db.schema.alterTable('company_list').addColumn('cursor', 'text').execute();
  await db.schema.alterTable('company_list').addColumn('began_at', 'bigint').execute();
  await db.schema
    .alterTable('list_member')
    .addColumn('seen_at', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
}

const waiting = [
  ['dirty_account', 'account_id'],
  ['outbox', 'due_at'],
] as const;
