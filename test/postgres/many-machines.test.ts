import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { complaintCategory } from '../../demo/demo-app.ts';
import { verifyPortal } from '../../demo/verify-portal.ts';
import { aMachinePark } from '../support/machine-park.ts';
import { aPostgresDatabase } from '../support/postgres.ts';

type Park = Awaited<ReturnType<typeof aMachinePark>>;

const patienceMs = 90_000;

async function until(what: string, isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`still not ${what}`);
    await sleep(100);
  }
}

function quiet(park: Park, portalId: number): Promise<void> {
  const isQuiet = async () =>
    park.sandbox.webhooksIdle(portalId) && (await park.progress(portalId)).isQuiet;
  return until('quiet', async () => (await isQuiet()) && (await isQuiet()));
}

const portalsOf = (count: number, companies: number) =>
  Array.from({ length: count }, (_, index) => ({ portalId: 1_001 + index, companies }));

it('serves portals from two web and two worker processes, each to the point', async () => {
  await using database = await aPostgresDatabase();
  await using park = await aMachinePark({
    databaseUrl: database.url,
    web: 2,
    workers: 2,
    sandbox: { latencyMs: 10, portals: portalsOf(3, 40) },
  });
  for (const id of [1_001, 1_002, 1_003]) await park.install(id);
  for (const id of [1_001, 1_002, 1_003]) await quiet(park, id);

  for (const id of [1_001, 1_002, 1_003]) {
    const { portal, user } = park.sandbox.portal(id);
    const deals = portal.table('0-3');
    for (let row = 0; row < 30; row += 1) {
      user.update('0-3', deals.idOf(row), { amount: String(1_000 + row) });
    }
  }
  for (const id of [1_001, 1_002, 1_003]) await quiet(park, id);

  const checked = { sandboxUrl: park.sandbox.url, databaseUrl: database.url };
  const verdict = await verifyPortal({ ...checked, portal: 1_002, complaint: complaintCategory });
  expect(verdict.mismatches).toEqual([]);
  expect(verdict.scored).toBe(40);
  expect(park.sandbox.state().rateLimitHits).toBe(0);
  const logs = await Promise.all(park.workers.map(park.logOf));
  expect(logs.every((log) => log.includes('scores written'))).toBe(true);
}, 120_000);

it('lets a small portal have its turn beside a large one, though a worker has room for one', async () => {
  await using database = await aPostgresDatabase();
  const [large, small] = [1_001, 1_002];
  await using park = await aMachinePark({
    databaseUrl: database.url,
    web: 1,
    workers: 1,
    sandbox: {
      latencyMs: 10,
      portals: [
        { portalId: large, companies: 3_000 },
        { portalId: small, companies: 5 },
      ],
    },
    environment: { PORTALS_AT_ONCE: '1' },
  });
  await park.install(large);
  await until('begun', async () => (await park.progress(large)).backfill.some(({ done }) => done));

  await park.install(small);
  await quiet(park, small);

  expect((await park.progress(large)).backfill.every(({ isFinished }) => isFinished)).toBe(false);
}, 120_000);

it('leaves a portal to another process when its worker hangs, and lets nothing of it in afterwards', async () => {
  await using database = await aPostgresDatabase();
  const portal = 1_001;
  await using park = await aMachinePark({
    databaseUrl: database.url,
    web: 1,
    workers: 2,
    sandbox: { latencyMs: 50, portals: [{ portalId: portal, companies: 300 }] },
    environment: { HUBSPOT_CALLS_PER_TEN_SECONDS: '60' },
  });
  await park.install(portal);
  const works = async (one: (typeof park.workers)[number]) =>
    (await park.logOf(one)).includes('first read goes on');
  let hanging: (typeof park.workers)[number] | undefined;
  await until('begun', async () => {
    for (const one of park.workers) if (await works(one)) hanging = one;
    return hanging !== undefined;
  });

  hanging?.stop();
  await quiet(park, portal);
  hanging?.goOn();
  if (!hanging) throw new Error('no worker began');
  const stopped = hanging;
  await until('told', async () => (await park.logOf(stopped)).includes('taken the portal over'));
  await quiet(park, portal);

  const checked = { sandboxUrl: park.sandbox.url, databaseUrl: database.url };
  const verdict = await verifyPortal({ ...checked, portal, complaint: complaintCategory });
  expect(verdict).toEqual({ scored: 300, mismatches: [] });
}, 120_000);
