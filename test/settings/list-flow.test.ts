import { expect, it } from 'vitest';
import type { ReadySettings } from '../../extensions/app/settings/contract.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const portals = [{ portalId: portal, companies: 8 }];
const hourMs = 3_600_000;
type App = Awaited<ReturnType<typeof runningPortal>>;

function listOf(app: App) {
  const [list] = app.sandbox.portal(portal).portal.lists;
  if (!list) throw new Error('the portal has a list');
  return list;
}

async function countOf(app: App, query: string): Promise<string> {
  const { body } = await app.signed('GET', `/settings/population/count?locale=en&${query}`);
  return (body as { text: string }).text;
}

const choose = (app: App, listId: string | null) =>
  app.signed('PUT', '/settings/mapping', {
    population: { lifecycleStages: null, wonDealOnly: false, listId },
  });

const isScored = (app: App, id: number) =>
  (app.property(id, 'mainstay_lifecycle_state') ?? '') !== '';

async function readingOf(app: App) {
  const db = await openDatabase(app.databaseUrl);
  const list = await db.selectFrom('company_list').select(['cursor', 'members']).executeTakeFirst();
  await db.destroy();
  return list;
}

const listCalls = (app: App) =>
  Object.entries(app.sandbox.state().apiCallsByEndpoint)
    .filter(([endpoint]) => endpoint.includes('memberships'))
    .reduce((sum, [, calls]) => sum + Number(calls), 0);

it('counts the members of a list before it is chosen, and scores them alone', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const { listId, members } = listOf(app);

  const counted = await countOf(app, `won=false&list=${listId}`);
  await choose(app, listId);
  await app.quiet();

  expect(counted).toBe('4 of 8 companies would be scored');
  for (const id of app.companyIds()) expect(isScored(app, id), String(id)).toBe(members.has(id));
  const { population } = (await app.signed('GET', '/settings?locale=en')).body as ReadySettings;
  expect(population.list.options.map(({ label }) => label)).toEqual([
    'No list',
    'Framework contracts (4)',
  ]);
});

it('follows who comes and goes within the hour', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const { listId, members } = listOf(app);
  await choose(app, listId);
  await app.quiet();
  const [goes = 0, comes = 0] = app.companyIds();

  members.delete(goes);
  members.add(comes);
  app.advance(hourMs + 60_000);

  await until(() => isScored(app, comes) && !isScored(app, goes));
});

it('shows changes while a long list is read again, and goes on where it was after a restart', {
  timeout: 60_000,
}, async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const { listId, members } = listOf(app);
  for (let n = 0; n < 600; n++) members.add(app.user.create(companyType, { name: `C ${n}` }));
  await app.quiet();
  await choose(app, listId);
  await app.quiet();
  const [goes = 0, stays = 0] = [...members];
  const callsBefore = listCalls(app);
  members.delete(goes);
  app.sandbox.addFault({ kind: 'slow', method: 'GET', path: '/memberships', delayMs: 2_000 });

  app.advance(hourMs + 60_000);
  await until(async () => (await readingOf(app))?.cursor != null);
  const order = { dealname: 'Order', amount: 77_777, pipeline: 'default', dealstage: 'closedwon' };
  app.user.create(dealType, order, stays);
  await until(() => Number(app.property(stays, 'mainstay_revenue_t12m')) >= 77_777);
  expect((await readingOf(app))?.cursor).not.toBeNull();
  await app.restart();
  await until(() => !isScored(app, goes));

  expect(await readingOf(app)).toMatchObject({ cursor: null, members: 603 });
  // Three pages; a call that the stop cut off is made once more.
  expect(listCalls(app) - callsBefore).toBeLessThanOrEqual(4);
});

it('says at most how many of a long list, without reading it while somebody waits', async () => {
  await using app = await runningPortal({ portals });
  await app.installUnpublished();
  await app.quiet();
  const { members, listId } = listOf(app);
  for (let n = 0; n < 5_100; n++) members.add(app.user.create(companyType, { name: `C ${n}` }));

  const counted = await countOf(app, `won=false&list=${listId}`);

  expect(counted).toMatch(/^At most [\d,]+ of [\d,]+ companies/);
});

it('goes on with who was read last when the list is deleted, and says so', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const { listId, members } = listOf(app);
  await choose(app, listId);
  await app.quiet();

  app.sandbox.portal(portal).portal.lists.length = 0;
  app.advance(hourMs + 60_000);
  const hintOf = async () =>
    ((await app.signed('GET', '/settings?locale=en')).body as ReadySettings).population.list.hint;
  await until(async () => /deleted in HubSpot/.test(await hintOf()));

  for (const id of members) expect(isScored(app, id)).toBe(true);
  expect((await choose(app, '999')).status).toBe(422);
});

it('offers no list where the scope was not granted', async () => {
  await using app = await runningPortal({
    portals: [{ portalId: portal, companies: 2, withheldScopes: ['crm.lists.read'] }],
  });
  await app.installUnpublished();
  await app.quiet();

  const { population } = (await app.signed('GET', '/settings?locale=en')).body as ReadySettings;

  expect(population.list.options).toHaveLength(1);
  expect(population.list.hint).toMatch(/crm\.lists\.read/);
});
