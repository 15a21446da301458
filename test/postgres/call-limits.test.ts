import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Database } from '../../src/database/schema.ts';
import { createCallLimitStore } from '../../src/install/call-limit-store.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import type { PortalId } from '../../src/model/ids.ts';
import { createHoldStore } from '../../src/refresh/hold-store.ts';
import { empty } from '../support/database.ts';
import { aPostgresDatabase } from '../support/postgres.ts';
import { acme, aPortal, globex, noon, sealedTokens } from '../support/records.ts';

let database: Awaited<ReturnType<typeof aPostgresDatabase>>;
let db: Database;
beforeAll(async () => {
  database = await aPostgresDatabase();
  db = await openDatabase(database.url);
});
beforeEach(async () => {
  await empty(db);
  await createPortalStore(db).install(aPortal(), sealedTokens, noon);
  await createPortalStore(db).install(aPortal(globex), sealedTokens, noon);
});
afterAll(async () => {
  await db.destroy();
  await database[Symbol.asyncDispose]();
});

/** 5 calls at once, then 100 a second. */
const buckets = { general: { size: 5, perMs: 0.1 }, search: { size: 1, perMs: 0.01 } };
const asked = {
  portalId: acme,
  kind: 'general',
  bucket: buckets.general,
  calls: 10,
  keep: 0,
  fence: undefined,
} as const;

async function takenWithin(ms: number, portalId: PortalId, askers: number): Promise<number> {
  const limits = createCallLimitStore(db);
  const end = performance.now() + ms;
  async function ask(): Promise<number> {
    let calls = 0;
    while (performance.now() < end) {
      const taken = await limits.take({ ...asked, portalId });
      calls += taken?.calls ?? 0;
      await sleep(2);
    }
    return calls;
  }
  const counts = await Promise.all(Array.from({ length: askers }, ask));
  return counts.reduce((sum, count) => sum + count, 0);
}

describe('the calls of a portal', () => {
  it('leave at the pace of the bucket, however many ask', async () => {
    const startedAt = performance.now();
    const calls = await takenWithin(1_000, acme, 8);
    const seconds = (performance.now() - startedAt) / 1_000;

    expect(calls).toBeLessThanOrEqual(5 + 100 * seconds);
    expect(calls).toBeGreaterThan(90);
  });

  it('are counted for each portal and for searches apart', async () => {
    const limits = createCallLimitStore(db);
    await limits.take(asked);

    expect((await limits.take({ ...asked, portalId: globex }))?.calls).toBe(5);
    expect((await limits.take({ ...asked, kind: 'search', bucket: buckets.search }))?.calls).toBe(
      1,
    );
  });

  it('say how long to wait when none may leave', async () => {
    const limits = createCallLimitStore(db);
    await limits.take(asked);

    const none = await limits.take(asked);

    expect(none?.calls).toBe(0);
    expect(none?.waitMs).toBeGreaterThan(0);
    expect(none?.waitMs).toBeLessThanOrEqual(10);
  });

  it('are left in the bucket for people', async () => {
    const limits = createCallLimitStore(db);
    const slow = { ...asked, bucket: { size: 5, perMs: 0.000_1 } };

    const background = await limits.take({ ...slow, keep: 2 });
    const person = await limits.take(slow);

    expect([background?.calls, person?.calls]).toEqual([3, 2]);
  });

  it('leave a small share to the background as well', async () => {
    const limits = createCallLimitStore(db);
    const bucket = { size: 1, perMs: 0.001 };

    const background = await limits.take({ ...asked, bucket, keep: 1 });

    expect(background?.calls).toBe(1);
  });

  it('wait in all processes when HubSpot said that there were too many', async () => {
    const limits = createCallLimitStore(db);

    await limits.close(acme, 'general', 300);
    const during = await limits.take(asked);
    await sleep(350);
    const after = await limits.take(asked);

    expect(during?.calls).toBe(0);
    expect(during?.waitMs).toBeGreaterThan(200);
    expect(after?.calls).toBeGreaterThan(0);
  });

  it('are given only to who holds the portal', async () => {
    const limits = createCallLimitStore(db);
    const hold = await createHoldStore(db).take(acme, 60_000);
    const fence = hold?.fence ?? 0;

    expect(await limits.take({ ...asked, fence: fence - 1 })).toBeUndefined();
    expect((await limits.take({ ...asked, fence }))?.calls).toBe(5);
  });
});
