import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';
import Sqlite from 'better-sqlite3';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Database } from '../../src/database/schema.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { aDatabase, aFolder } from '../support/database.ts';
import { everyMigration, makeOlderDatabase, openedByMany, whatIsIn } from '../support/migrating.ts';
import { acme } from '../support/records.ts';

const support = path.join(import.meta.dirname, '../support');

describe('SQLite behind two threads', () => {
  it('fails the one bad statement among many that are committed together', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);
    const ids = Array.from({ length: 200 }, (_, number) => `p${number}`);

    const outcomes = await Promise.allSettled([
      ...ids.slice(0, 100).map((id) => add(inbox, id)),
      add(inbox, 'p7'),
      ...ids.slice(100).map((id) => add(inbox, id)),
    ]);

    expect(outcomes.filter(({ status }) => status === 'rejected')).toHaveLength(1);
    expect(outcomes[100]?.status).toBe('rejected');
    expect(await inbox.count(acme)).toBe(200);
  });

  it('reads what was written by the statement before', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);

    for (let number = 1; number <= 50; number += 1) {
      await add(inbox, `p${number}`);
      expect(await inbox.count(acme)).toBe(number);
    }
  });

  it('finds what is in a long list, and what is not, whatever the texts hold', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);
    const odd = ["o'clock", '"quoted"', 'back\\slash', 'line\nbreak', '客户', '😀', '', '007', '7'];
    const ids = [...odd, ...Array.from({ length: 300 }, (_, number) => `p${number}`)];
    for (const id of [...odd, 'p1', 'p299', 'elsewhere']) await add(inbox, id);

    const all = opened.db.selectFrom('inbox').select('inbox_id').orderBy('inbox_id');
    const within = await all.where('inbox_id', 'in', ids).execute();
    const outside = await all.where('inbox_id', 'not in', ids).execute();

    expect(within.map((row) => row.inbox_id)).toEqual([...odd, 'p1', 'p299'].sort());
    expect(outside).toEqual([{ inbox_id: 'elsewhere' }]);
  });

  it('shows a transaction to nobody before it is committed', async () => {
    await using opened = await aDatabase();
    const { db } = opened;
    const seen: number[] = [];

    await db.transaction().execute(async (transaction) => {
      await add(createInboxStore(transaction), 'p1');
      seen.push(await createInboxStore(db).count(acme));
      seen.push(await createInboxStore(transaction).count(acme));
    });
    seen.push(await createInboxStore(db).count(acme));

    expect(seen).toEqual([0, 1, 1]);
  });

  it('takes a transaction back whole when it fails', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);
    await add(inbox, 'p1');

    const failing = opened.db.transaction().execute(async (transaction) => {
      await add(createInboxStore(transaction), 'p2');
      await add(createInboxStore(transaction), 'p1');
    });

    await expect(failing).rejects.toThrow(/UNIQUE/);
    expect((await inbox.list(acme, 9)).map(({ id }) => id)).toEqual(['p1']);
  });

  it('keeps single statements out of a transaction that is under way', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);
    let single: Promise<void> | undefined;

    const failing = opened.db.transaction().execute(async (transaction) => {
      single = add(inbox, 'single');
      await add(createInboxStore(transaction), 'taken-back');
      throw new Error('no');
    });

    await expect(failing).rejects.toThrow('no');
    await single;
    expect((await inbox.list(acme, 9)).map(({ id }) => id)).toEqual(['single']);
  });

  it('runs transactions and single statements side by side without losing one', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);

    await Promise.all(
      Array.from({ length: 60 }, (_, number) =>
        number % 3 === 0
          ? opened.db
              .transaction()
              .execute((transaction) => add(createInboxStore(transaction), `p${number}`))
          : add(inbox, `p${number}`),
      ),
    );

    expect(await inbox.count(acme)).toBe(60);
  });

  it('goes on after another process kept the file locked for too long', async () => {
    await using opened = await aDatabase();
    const inbox = createInboxStore(opened.db);
    await sql`pragma busy_timeout = 1`.execute(opened.db);
    const other = new Sqlite(opened.url.replace('file:', ''));
    other.exec('begin immediate');

    const locked = await Promise.allSettled([
      opened.db.transaction().execute((transaction) => add(createInboxStore(transaction), 'p1')),
      add(inbox, 'p2'),
    ]);
    other.exec('rollback');
    other.close();
    await add(inbox, 'p3');
    await opened.db
      .transaction()
      .execute((transaction) => add(createInboxStore(transaction), 'p4'));

    expect(locked.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect((await inbox.list(acme, 9)).map(({ id }) => id)).toEqual(['p3', 'p4']);
  });

  it('leaves nothing behind of a transaction that cannot be committed', async () => {
    await using opened = await aDatabase();
    const { db } = opened;
    await sql`pragma foreign_keys = on`.execute(db);
    await sql`create table parent (id integer primary key)`.execute(db);
    await sql`create table child (id integer references parent deferrable initially deferred)`.execute(
      db,
    );
    let single: Promise<void> | undefined;

    const failing = db.transaction().execute(async (transaction) => {
      await sql`insert into child values (1)`.execute(transaction);
      single = add(createInboxStore(db), 'single');
    });

    await expect(failing).rejects.toThrow(/FOREIGN KEY/);
    await single;
    expect(await countOf(db, 'child')).toBe(0);
    expect(await createInboxStore(db).count(acme)).toBe(1);
  });

  it('says why a file cannot be opened instead of waiting for it', async () => {
    await using folder = await aFolder();

    await expect(openDatabase(`file:${folder.path}`)).rejects.toThrow(/unable to open/);
  });

  it('finds everything again after it was closed', async () => {
    await using folder = await aFolder();
    const first = await openDatabase(folder.databaseUrl);
    await add(createInboxStore(first), 'p1');
    await first.destroy();

    const second = await openDatabase(folder.databaseUrl);

    expect(await createInboxStore(second).count(acme)).toBe(1);
    await second.destroy();
  });
});

describe('SQLite and processes', () => {
  it('makes its tables once when several processes open a new file at the same time', async () => {
    await using folder = await aFolder();

    const said = await openedByMany(folder.databaseUrl, 4);

    expect(said).toEqual(['open\n', 'open\n', 'open\n', 'open\n']);
    const migrations = await everyMigration();
    expect(await whatIsIn(folder.databaseUrl)).toEqual({ migrations, posts: 0 });
  });

  it('is brought up to date once, whoever of several processes is first', async () => {
    await using folder = await aFolder();
    await makeOlderDatabase(folder.databaseUrl, '0012-workflow-executions');

    const said = await openedByMany(folder.databaseUrl, 4);

    expect(said).toEqual(['open\n', 'open\n', 'open\n', 'open\n']);
    const migrations = await everyMigration();
    expect(await whatIsIn(folder.databaseUrl)).toEqual({ migrations, posts: 1 });
  });

  it('makes all tables of a migration or none', async () => {
    await using folder = await aFolder();
    const file = folder.databaseUrl.replace('file:', '');
    const before = new Sqlite(file);
    before.exec('create table ticket (id integer)');
    before.close();

    await expect(openDatabase(folder.databaseUrl)).rejects.toThrow(/already exists/);

    const after = new Sqlite(file);
    const made = after.prepare("select name from sqlite_master where name in ('portal', 'deal')");
    expect(made.all()).toEqual([]);
    after.close();
  });

  it('loses nothing it acknowledged when it is killed while it writes', async () => {
    await using folder = await aFolder();
    const child = spawn(process.execPath, [
      path.join(support, 'keeps-posts.ts'),
      folder.databaseUrl,
    ]);
    const acknowledged: string[] = [];
    for await (const line of createInterface(child.stdout)) {
      acknowledged.push(line);
      if (acknowledged.length === 300) child.kill('SIGKILL');
    }
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');

    const db = await openDatabase(folder.databaseUrl);
    const kept = new Set((await createInboxStore(db).list(acmeOfChild, 100_000)).map(idOf));
    await db.destroy();

    expect(acknowledged.length).toBeGreaterThanOrEqual(300);
    expect(acknowledged.filter((id) => !kept.has(id))).toEqual([]);
  });
});

const acmeOfChild = 1 as typeof acme;
const idOf = ({ id }: { id: string }) => id;

function add(inbox: ReturnType<typeof createInboxStore>, id: string): Promise<void> {
  return inbox.add(acme, { id, receivedAt: 0, body: '[]' });
}

async function countOf(db: Database, table: string): Promise<number> {
  const { rows } = await sql<{
    rows: number;
  }>`select count(*) as rows from ${sql.table(table)}`.execute(db);
  return Number(rows[0]?.rows);
}
