import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** The settings say how many deals lie in each stage: an admin opens them within seconds, with millions too. */
export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createIndex('deal_by_stage')
    .on('deal')
    .columns(['portal_id', 'stage', 'status'])
    .execute();
}
