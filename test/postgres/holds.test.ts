import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fencedDatabase } from '../../src/database/fenced-database.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Database } from '../../src/database/schema.ts';
import { HoldLostError } from '../../src/errors.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import type { Hold } from '../../src/model/hold.ts';
import { createHoldStore } from '../../src/refresh/hold-store.ts';
import { createDirtyStore } from '../../src/sync/dirty-store.ts';
import { empty } from '../support/database.ts';
import { aPostgresDatabase } from '../support/postgres.ts';
import { aChange, acme, aPortal, globex, noon, sealedTokens } from '../support/records.ts';

let database: Awaited<ReturnType<typeof aPostgresDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await aPostgresDatabase();
  db = await openDatabase(database.url);
});
beforeEach(async () => {
  await empty(db);
  await createPortalStore(db).install(aPortal(), sealedTokens, noon);
});
afterAll(async () => {
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

async function taken(leaseMs = 60_000): Promise<Hold> {
  const hold = await createHoldStore(db).take(acme, leaseMs);
  if (!hold) throw new Error('the portal is held');
  return hold;
}

describe('holds on portals', () => {
  it('are given to one of those who ask at the same time', async () => {
    const store = createHoldStore(db);

    const holds = await Promise.all([1, 2, 3, 4].map(() => store.take(acme, 60_000)));

    expect(holds.filter((hold) => hold !== undefined)).toHaveLength(1);
  });

  it('last until they are released', async () => {
    const store = createHoldStore(db);
    const hold = await taken();

    const during = await store.take(acme, 60_000);
    await store.release(hold, noon.getTime());
    const after = await store.take(acme, 60_000);

    expect([during, after]).toEqual([undefined, { portalId: acme, fence: hold.fence + 1 }]);
  });

  it('end by themselves when they are not extended, and cannot be extended then', async () => {
    const store = createHoldStore(db);
    const first = await taken(50);
    await sleep(80);

    const second = await store.take(acme, 60_000);

    expect(second?.fence).toBe(first.fence + 1);
    expect(await store.extend(first, 60_000)).toBe(false);
    expect(second && (await store.extend(second, 60_000))).toBe(true);
  });

  it('are not released by who lost them', async () => {
    const store = createHoldStore(db);
    const first = await taken(50);
    await sleep(80);
    await taken();

    await store.release(first, noon.getTime());

    expect(await store.take(acme, 60_000)).toBeUndefined();
  });

  it('hand out each portal whose time has come once', async () => {
    const store = createHoldStore(db);
    await createPortalStore(db).install(aPortal(globex), sealedTokens, noon);
    await store.release(await taken(), noon.getTime() + 1_000);

    const due = await Promise.all([1, 2, 3].map(() => store.takeDue(noon, 60_000)));
    const later = await store.takeDue(new Date(noon.getTime() + 1_000), 60_000);

    expect(due.flat()).toEqual([globex]);
    expect(later).toEqual([acme]);
  });

  it('know when the next record is due that was put off, and forget those that lie ready', async () => {
    const store = createHoldStore(db);
    const dirty = createDirtyStore(db);
    await dirty.mark(acme, [aChange({ objectId: '1' }), aChange({ objectId: '2' })], noon);
    const until = noon.getTime() + 5_000;
    const { objectType } = aChange({});
    await dirty.postpone(acme, objectType, ['2'], { until, reason: 'locked' });

    expect(await store.nextRetryAt(acme, noon)).toBe(until);
    expect(await store.nextRetryAt(globex, noon)).toBeUndefined();
    await createPortalStore(db).block(acme, { until: until - 1, reason: 'a limit' });
    expect(await store.nextRetryAt(acme, noon)).toBe(until - 1);
  });
});

describe('a database under a hold', () => {
  const post = { id: 'a', receivedAt: 1, body: '[]' };

  it('reads and writes like any other', async () => {
    const fenced = fencedDatabase(db, await taken());
    const inbox = createInboxStore(fenced);

    await inbox.add(acme, post);
    await createDirtyStore(fenced).mark(acme, [aChange({})], noon);

    expect(await inbox.count(acme)).toBe(1);
    expect(await createDirtyStore(db).count(acme)).toBe(1);
  });

  it('writes nothing more once the portal was taken over, alone or in a transaction', async () => {
    const fenced = fencedDatabase(db, await taken(50));
    await sleep(80);
    await taken();

    const alone = () => createInboxStore(fenced).add(acme, post);
    const together = () => createDirtyStore(fenced).mark(acme, [aChange({})], noon);

    await expect(alone()).rejects.toBeInstanceOf(HoldLostError);
    await expect(together()).rejects.toBeInstanceOf(HoldLostError);
    expect(await createInboxStore(fenced).count(acme)).toBe(0);
    expect(await createDirtyStore(db).count(acme)).toBe(0);
  });

  it('ends a transaction that was begun before the portal may be taken over', async () => {
    const fenced = fencedDatabase(db, await taken(50));
    const order: string[] = [];

    const writing = fenced.transaction().execute(async (transaction) => {
      await createInboxStore(transaction).add(acme, post);
      await sleep(200);
      order.push('written');
    });
    await sleep(100);
    const taking = taken().then(() => order.push('taken'));
    await Promise.all([writing, taking]);

    expect(order).toEqual(['written', 'taken']);
    expect(await createInboxStore(db).count(acme)).toBe(1);
  });

  it('lets others change the row of the portal meanwhile', async () => {
    const fenced = fencedDatabase(db, await taken());

    await fenced.transaction().execute(async (transaction) => {
      await createInboxStore(transaction).add(acme, post);
      await createPortalStore(db).saveLocale(acme, 'zh-CN');
    });

    expect((await createPortalStore(db).find(acme))?.locale).toBe('zh-CN');
  });

  it('passes on what the database refuses, and goes on', async () => {
    const inbox = createInboxStore(fencedDatabase(db, await taken()));
    await inbox.add(acme, post);

    await expect(inbox.add(acme, post)).rejects.toThrow(/duplicate key/);
    await inbox.add(acme, { ...post, id: 'b' });

    expect(await inbox.count(acme)).toBe(2);
  });
});
