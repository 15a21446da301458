import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { describeEvidenceStores } from '../database/evidence-store-contract.ts';
import { describeStores } from '../database/store-contract.ts';
import { describePortfolioStore } from '../portfolio/store-contract.ts';
import { partitionTables } from '../support/partitioned.ts';
import { aPostgresDatabase } from '../support/postgres.ts';

async function aPartitionedDatabase() {
  const database = await aPostgresDatabase();
  const db = await openDatabase(database.url);
  const tables = await partitionTables(db, 2);
  return {
    db,
    tables,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe('stores on tables partitioned by portal', () => {
  describeStores(aPartitionedDatabase);
  describeEvidenceStores(aPartitionedDatabase);
  describePortfolioStore(aPartitionedDatabase);

  it('have every table with a portal in partitions, and its portal in every unique key', async () => {
    await using database = await aPartitionedDatabase();

    const { rows } = await sql<{ name: string }>`
      select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
      where nspname = 'public' and relkind = 'p' order by relname`.execute(database.db);

    expect(rows.map(({ name }) => name)).toEqual([...database.tables].sort());
    expect(rows.length).toBeGreaterThan(30);
  });
});
