import type { Kysely } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

export async function up(db: AnyDatabase): Promise<void> {
  await db.schema
    .createTable('deal_products')
    .addColumn('portal_id', 'bigint', (column) => column.notNull())
    .addColumn('deal_id', 'text', (column) => column.notNull())
    .addColumn('families', 'text', (column) => column.notNull())
    .addColumn('read_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('key_of_deal_products', ['portal_id', 'deal_id'])
    .execute();
  await db.schema.alterTable('evidence_source').addColumn('mapped', 'text').execute();
  await db.schema
    .alterTable('evidence_source')
    .addColumn('is_learned', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema.alterTable('backfill').addColumn('mapped', 'text').execute();
}
