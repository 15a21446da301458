import { type ChildProcess, fork } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { aPostgresDatabase } from '../support/postgres.ts';
import { acme, aPortal, noon, sealedTokens } from '../support/records.ts';

const version = '2026-09';
const killEveryMs = 2_500;

it('fills the limits of a portal and never exceeds them, from several processes and through kills', async () => {
  await using database = await aPostgresDatabase();
  await using sandbox = await startSandbox({
    latencyMs: 50,
    portals: [{ portalId: acme, companies: 20 }],
  });
  const db = await openDatabase(database.url);
  await createPortalStore(db).install(aPortal(), sealedTokens, noon);
  await db.destroy();
  const { accessToken } = sandbox.install(acme, ['oauth', 'crm.objects.companies.read']);
  const companies = `${sandbox.url}/crm/objects/${version}/companies`;
  const args = [
    database.url,
    `${companies}?limit=1`,
    `${companies}/search`,
    accessToken,
    String(acme),
  ];
  const script = new URL('../support/calls-hubspot.ts', import.meta.url);
  const children: ChildProcess[] = [1, 2, 3].map(() => fork(script, args));
  const calls = (ending: string) =>
    Object.entries(sandbox.state().apiCallsByEndpoint)
      .filter(([endpoint]) => endpoint.endsWith(ending))
      .reduce((sum, [, count]) => sum + count, 0);
  while (calls('/companies') < 20) await sleep(50);

  const [before, from] = [calls('/companies'), performance.now()];
  for (let kill = 0; kill < 8; kill += 1) {
    await sleep(killEveryMs);
    children.shift()?.kill('SIGKILL');
    children.push(fork(script, args));
  }
  const perTenSeconds = ((calls('/companies') - before) / (performance.now() - from)) * 10_000;
  for (const child of children) child.kill('SIGKILL');

  const state = sandbox.state();
  expect({ hits: state.rateLimitHits, refused: state.answersByStatus[429] ?? 0 }).toEqual({
    hits: 0,
    refused: 0,
  });
  expect(perTenSeconds).toBeGreaterThan(0.9 * 110);
  expect(calls('/search')).toBeGreaterThan(50);
}, 60_000);
