import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { askAsAdmin } from '../../demo/signed-request.ts';
import { aMachinePark } from '../support/machine-park.ts';
import { aPostgresDatabase } from '../support/postgres.ts';

type Park = Awaited<ReturnType<typeof aMachinePark>>;

const portal = 1_001;
const patienceMs = 60_000;
/** What was let through before leaves meanwhile, and the budget is known anew. */
const followsMs = 2_000;
const watchedMs = 8_000;

async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`still not ${what}`);
    await sleep(50);
  }
}

function callsOf(park: Park): number {
  return Object.entries(park.sandbox.state().apiCallsByEndpoint)
    .filter(([endpoint]) => !endpoint.endsWith('/search'))
    .reduce((sum, [, calls]) => sum + calls, 0);
}

async function callsWithin(park: Park, ms: number): Promise<number> {
  const before = callsOf(park);
  await sleep(ms);
  return callsOf(park) - before;
}

it('has every worker follow the share that an admin sets through any web process', async () => {
  await using database = await aPostgresDatabase();
  await using park = await aMachinePark({
    databaseUrl: database.url,
    web: 2,
    workers: 2,
    sandbox: { latencyMs: 20, portals: [{ portalId: portal, companies: 6_000 }] },
  });
  await park.install(portal);
  await until('reading', () => callsOf(park) > 60);
  const usual = await callsWithin(park, followsMs);
  const body = { callsPerTenSeconds: 20, callsPerDay: null };

  await askAsAdmin(park.url, { method: 'PUT', path: '/settings/budget', body, portalId: portal });
  await sleep(followsMs);
  const lowered = await callsWithin(park, watchedMs);

  expect(usual / followsMs).toBeGreaterThan(0.006);
  expect(lowered).toBeGreaterThan(0.7 * 20 * (watchedMs / 10_000));
  expect(lowered).toBeLessThanOrEqual(20);
  expect((await park.progress(portal)).backfill.every(({ isFinished }) => isFinished)).toBe(false);
}, 120_000);
