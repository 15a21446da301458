import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** What just happened is found without looking through the night's work. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createIndex('dirty_account_by_reason')
    .on('dirty_account')
    .columns(['portal_id', 'reason', 'account_id'])
    .execute();
  await db.schema
    .createIndex('outbox_by_reason')
    .on('outbox')
    .columns(['portal_id', 'reason', 'due_at'])
    .execute();
}
