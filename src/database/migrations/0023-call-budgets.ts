import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** How many calls an admin allows for their portal; null: as many as the installation does. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const column of ['calls_per_ten_seconds', 'calls_per_day']) {
    await db.schema.alterTable('portal').addColumn(column, 'bigint').execute();
  }
}
