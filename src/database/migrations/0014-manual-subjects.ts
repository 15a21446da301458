import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  const added = [
    ['subject', 'text'],
    ['masked_name', 'text'],
    ['job_title', 'text'],
  ] as const;
  for (const [name, type] of added) {
    await db.schema.alterTable('manual_input').addColumn(name, type).execute();
  }
}
