import { sql } from 'kysely';
import type { Database } from '../../src/database/schema.ts';

/**
 * Makes every table of an empty PostgreSQL database one that is partitioned by portal, with the columns,
 * keys and indexes it has.
 */
export async function partitionTables(db: Database, partitions: number): Promise<string[]> {
  const tables = (await db.introspection.getTables())
    .filter(({ columns }) => columns.some(({ name }) => name === 'portal_id'))
    .map(({ name }) => name);
  for (const table of tables) {
    const whole = `${table}_whole`;
    await sql`alter table ${sql.table(table)} rename to ${sql.table(whole)}`.execute(db);
    await sql`create table ${sql.table(table)} (like ${sql.table(whole)} including all)
      partition by hash (portal_id)`.execute(db);
    await sql`drop table ${sql.table(whole)}`.execute(db);
    for (let part = 0; part < partitions; part += 1) {
      await sql`create table ${sql.table(`${table}_${part}`)} partition of ${sql.table(table)}
        for values with (modulus ${sql.lit(partitions)}, remainder ${sql.lit(part)})`.execute(db);
    }
  }
  return tables;
}
