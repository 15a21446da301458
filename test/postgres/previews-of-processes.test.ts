import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { demoAdmin, demoSecret } from '../../demo/demo-app.ts';
import type { ReadySettings } from '../../extensions/app/settings/contract.ts';
import type { TaskPreviewAnswer } from '../../extensions/app/settings/strategy-contract.ts';
import { signatureOf } from '../../src/hubspot/signature.ts';
import { aMachinePark } from '../support/machine-park.ts';
import { aPostgresDatabase } from '../support/postgres.ts';

type Park = Awaited<ReturnType<typeof aMachinePark>>;
type Web = Park['web'][number];
type Asked = { method?: string; path: string; body?: unknown };

const portal = 1_001;
const patienceMs = 60_000;

async function until(what: string, isTrue: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`still not ${what}`);
    await sleep(100);
  }
}

/** Asks one of the processes behind the balancer; HubSpot signs the address that all of them have. */
async function ask(park: Park, web: Web, { method = 'GET', path, body }: Asked): Promise<unknown> {
  const asked = `${path}${path.includes('?') ? '&' : '?'}userId=${demoAdmin}&portalId=${portal}`;
  const rawBody = body === undefined ? '' : JSON.stringify(body);
  const timestamp = String(Date.now());
  const signed = { method, url: `${park.url}${asked}`, rawBody, timestamp };
  const answer = await fetch(`http://127.0.0.1:${web.port}${asked}`, {
    method,
    ...(rawBody !== '' && { body: rawBody }),
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signatureOf(signed, demoSecret),
    },
  });
  if (!answer.ok) throw new Error(`${path} got ${answer.status}: ${await answer.text()}`);
  return await answer.json();
}

async function aQuietPark(databaseUrl: string) {
  const park = await aMachinePark({
    databaseUrl,
    web: 2,
    workers: 1,
    sandbox: { latencyMs: 0, portals: [{ portalId: portal, companies: 400 }] },
  });
  await park.install(portal);
  await until('quiet', async () => (await park.progress(portal)).isQuiet);
  return park;
}

function twoOf({ web: [one, other] }: Park): [Web, Web] {
  if (!one || !other) throw new Error('two web processes are needed');
  return [one, other];
}

it('previews a draft once, though two processes are asked, and shows it from each', async () => {
  await using database = await aPostgresDatabase();
  await using park = await aQuietPark(database.url);
  const [one, other] = twoOf(park);
  const start = { method: 'POST', path: '/settings/policy/preview', body: {} };
  await ask(park, one, {
    method: 'PUT',
    path: '/settings/policy/draft',
    body: { changes: { margin: 0.5 } },
  });

  const begun = await Promise.all([ask(park, one, start), ask(park, other, start)]);
  const stateAt = async (web: Web) =>
    ((await ask(park, web, { path: '/settings?locale=en' })) as ReadySettings).policy.result;
  await until('previewed', async () => (await stateAt(other)).state === 'done');

  const [first, second] = begun as { run?: string; fingerprint: string; state: string }[];
  expect(first?.fingerprint).toBe(second?.fingerprint);
  expect(await stateAt(one)).toEqual(await stateAt(other));
  expect(await stateAt(one)).toMatchObject({ state: 'done', isCurrent: true });
}, 120_000);

it('foresees tasks from whichever process is asked', async () => {
  await using database = await aPostgresDatabase();
  await using park = await aQuietPark(database.url);
  const webs = twoOf(park);

  const foresee = async (web: Web) =>
    (await ask(park, web, {
      path: '/settings/strategies/preview?codes=&locale=en',
    })) as TaskPreviewAnswer;
  const answers = await Promise.all(webs.map(foresee));
  for (let turn = 0; answers.some(({ state }) => state === 'running'); turn += 1) {
    const [place, web] = turn % 2 === 0 ? ([0, webs[0]] as const) : ([1, webs[1]] as const);
    answers[place] = await foresee(web);
  }

  expect(answers.map(({ state }) => state)).toEqual(['done', 'done']);
  expect(answers[0]).toEqual(answers[1]);
}, 120_000);
