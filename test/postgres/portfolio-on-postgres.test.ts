import { describe } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { describePortfolioStore } from '../portfolio/store-contract.ts';
import { aPostgresDatabase } from '../support/postgres.ts';

describe('the portfolio on PostgreSQL', () => {
  describePortfolioStore(async () => {
    const database = await aPostgresDatabase();
    const db = await openDatabase(database.url);
    return {
      db,
      async [Symbol.asyncDispose]() {
        await db.destroy();
        await database[Symbol.asyncDispose]();
      },
    };
  });
});
