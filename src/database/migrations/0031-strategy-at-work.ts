import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** Which strategy leads at an account, as it was planned last. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema.alterTable('account_situation').addColumn('strategy', 'text').execute();
}
