import pg from 'pg';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { describeAnnounceStores } from '../database/announce-store-contract.ts';
import { describeEvidenceStores } from '../database/evidence-store-contract.ts';
import { describeHealthStores } from '../database/health-store-contract.ts';
import { describeLedgerStore } from '../database/ledger-store-contract.ts';
import { describeStores } from '../database/store-contract.ts';
import { describeStrategyStores } from '../database/strategy-store-contract.ts';
import { describeTaskStores } from '../database/task-store-contract.ts';
import { describeWorkflowStores } from '../database/workflow-store-contract.ts';
import { aPostgresDatabase } from '../support/postgres.ts';
import { acme } from '../support/records.ts';

async function aStoreDatabase() {
  const database = await aPostgresDatabase();
  const db = await openDatabase(database.url);
  return {
    db,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await database[Symbol.asyncDispose]();
    },
  };
}

describe('stores of workflows on PostgreSQL', () => describeWorkflowStores(aStoreDatabase));
describe('stores of strategies on PostgreSQL', () => describeStrategyStores(aStoreDatabase));
describe('stores of evidence on PostgreSQL', () => describeEvidenceStores(aStoreDatabase));
describe('stores of announcements on PostgreSQL', () => describeAnnounceStores(aStoreDatabase));
describe('the health of a connection on PostgreSQL', () => describeHealthStores(aStoreDatabase));
describe('the ledger on PostgreSQL', () => describeLedgerStore(aStoreDatabase));
describe('stores of tasks on PostgreSQL', () => describeTaskStores(aStoreDatabase));

describe('stores on PostgreSQL', () => {
  describeStores(aStoreDatabase);

  it('makes its tables once when several services start at the same time', async () => {
    await using database = await aPostgresDatabase();

    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(database.url)));

    const [first] = opened;
    expect(first && (await createInboxStore(first).count(acme))).toBe(0);
    await Promise.all(opened.map((db) => db.destroy()));
  });

  it('goes on after the server dropped its connections', async () => {
    await using database = await aPostgresDatabase();
    const db = await openDatabase(database.url);
    const inbox = createInboxStore(db);
    await inbox.add(acme, { id: 'a', receivedAt: 1, body: '[]' });

    const admin = new pg.Client(database.url);
    await admin.connect();
    await admin.query(
      'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
    );
    await admin.end();
    const outcomes = [];
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const row = { id: `b${attempt}`, receivedAt: 1, body: '[]' };
      outcomes.push(
        await inbox.add(acme, row).then(
          () => 'stored',
          () => 'failed',
        ),
      );
    }

    expect(outcomes.at(-1)).toBe('stored');
    await db.destroy();
  });
});
