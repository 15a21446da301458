import { type Kysely, sql } from 'kysely';

// biome-ignore lint/suspicious/noExplicitAny: a migration outlives the table types it was written against
type AnyDatabase = Kysely<any>;

/** What processes that share a database agree on in the portal's row. */
export async function up(db: AnyDatabase): Promise<void> {
  for (const [name, type] of columns) {
    await db.schema
      .alterTable('portal')
      .addColumn(name, type, (column) => column.notNull().defaultTo(0))
      .execute();
  }
  await sql`create index portal_by_wake_at on portal (wake_at)`.execute(db);
}

const columns: [name: string, type: 'bigint' | 'double precision'][] = [
  ['fence', 'bigint'],
  ['lease_until', 'bigint'],
  ['wake_at', 'bigint'],
  ['tokens', 'double precision'],
  ['tokens_at', 'double precision'],
  ['search_tokens', 'double precision'],
  ['search_tokens_at', 'double precision'],
];
