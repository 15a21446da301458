import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** What waits remembers which posts of HubSpot's it waits because of. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const table of ['dirty_record', 'dirty_account', 'outbox']) {
    await db.schema.alterTable(table).addColumn('posts', 'text').execute();
  }
}
