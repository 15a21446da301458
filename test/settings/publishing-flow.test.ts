import { expect, it } from 'vitest';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const admin = 75_514_748;

type App = Awaited<ReturnType<typeof runningPortal>>;

const writes = (app: App) => app.sandbox.state().portals[0]?.propertyWrites ?? 0;

async function count(app: App, query: string) {
  const { status, body } = await app.signed('GET', `/settings/writes?${query}`);
  expect(status).toBe(200);
  return body as { accounts: number; values: number; properties: number };
}

/** The state of what the card of a company shows somebody. */
async function seen(app: App, companyId: number, userId: number) {
  const { body } = await app.signed('GET', `/cards/companies/${companyId}`, undefined, userId);
  return (body as { state: string }).state;
}

it('scores a new portal without changing anything in HubSpot', async () => {
  await using app = await runningPortal();

  await app.installUnpublished();
  await app.quiet();

  const [id = 0] = app.companyIds();
  expect(await seen(app, id, admin)).toMatch(/assessed|unscored/);
  expect(writes(app)).toBe(0);
  const changing = Object.keys(app.sandbox.state().apiCallsByEndpoint).filter(
    (call) =>
      /batch\/(update|create|upsert)|properties.*groups$/.test(call) && call.startsWith('POST'),
  );
  expect(changing).toEqual([]);
});

it('shows scores that are tried out to admins alone, and to everybody once they are published', async () => {
  await using app = await runningPortal();
  await app.installUnpublished();
  await app.quiet();
  const [id = 0] = app.companyIds();
  const { owners } = app.sandbox.portal(portal).portal;
  const other = owners.find(({ archived, userId }) => !archived && userId !== admin)?.userId;
  const portfolio = async () =>
    (await app.signed('GET', '/portfolio', undefined, other)).body as Record<string, unknown>;
  const ledger = async () =>
    (await app.signed('GET', '/ledger', undefined, other)).body as Record<string, unknown>;

  const before = [await seen(app, id, other ?? 0), await portfolio(), await ledger()];
  await app.signed('POST', '/settings/publishing', { mode: 'live' });
  const after = [await seen(app, id, other ?? 0), await portfolio(), await ledger()];

  const withheld = { state: 'unavailable', why: 'not-published' };
  expect(before).toMatchObject(['unavailable', withheld, withheld]);
  expect(after).not.toMatchObject(['unavailable', withheld, withheld]);
  expect(after[0]).toMatch(/assessed|unscored/);
  expect(after[2]).toMatchObject({ state: 'ready' });
});

it('writes exactly what it counted before', async () => {
  await using app = await runningPortal();
  await app.installUnpublished();
  await app.quiet();

  const counted = await count(app, 'mode=live');
  await app.signed('POST', '/settings/publishing', { mode: 'live' });
  await app.quiet();

  expect(counted.accounts).toBe(app.companyIds().length);
  expect(counted.values).toBe(writes(app));
  expect(counted.properties).toBeGreaterThan(20);
  expect(await count(app, 'mode=live')).toMatchObject({ accounts: 0, values: 0, properties: 0 });
});

it("writes the accounts of a pilot's owners alone, and the others afterwards", async () => {
  await using app = await runningPortal();
  await app.installUnpublished();
  await app.quiet();
  const ownerOf = (id: number) => app.property(id, 'hubspot_owner_id');
  const owner =
    app
      .companyIds()
      .map(ownerOf)
      .find((each) => each !== null) ?? '';
  const own = app.companyIds().filter((id) => ownerOf(id) === owner);
  const shown = () =>
    app.companyIds().filter((id) => app.property(id, 'mainstay_health_band') !== null);

  const counted = await count(app, `mode=pilot&owners=${owner}`);
  await app.signed('POST', '/settings/publishing', { mode: 'pilot', pilotOwners: [owner] });
  await app.quiet();

  expect(counted.accounts).toBe(own.length);
  expect(shown()).toEqual(own);
  expect(own.length).toBeLessThan(app.companyIds().length);

  await app.signed('POST', '/settings/publishing', { mode: 'live' });
  await app.quiet();
  expect(shown()).toEqual(app.companyIds());
});

it('stops writing while paused, keeps what there is to say, and goes on', async () => {
  await using app = await runningPortal();
  const id = app.user.create(companyType, { name: 'Fresh Start Ltd' });
  await app.install();
  await app.quiet();
  expect(app.property(id, 'mainstay_lifecycle_state')).toBe('prospect');

  await app.signed('POST', '/settings/pause', { isPaused: true });
  const before = writes(app);
  app.user.create(dealType, { dealname: 'Order', amount: 9_000, ...won }, id);
  await until(async () => (await app.card(id))['why'] === 'new');
  await app.quiet();
  expect(writes(app)).toBe(before);
  expect((await count(app, 'mode=live')).accounts).toBe(1);

  await app.signed('POST', '/settings/pause', { isPaused: false });
  await app.quiet();
  expect(app.property(id, 'mainstay_lifecycle_state')).toBe('new');
});

it.each([
  ['a stranger', 7],
  ['an owner of records', 'owner'],
] as const)('turns away %s with 403, whatever the body says', async (_, who) => {
  await using app = await runningPortal();
  await app.install();
  await app.quiet();
  const { owners } = app.sandbox.portal(portal).portal;
  const other = owners.find(({ archived, userId }) => !archived && userId !== admin);
  const userId = who === 'owner' ? (other?.userId ?? 0) : who;

  const asked = [
    app.signed('POST', '/settings/publishing', { mode: 'shadow', userId: admin }, userId),
    app.signed('GET', '/settings/policy/preview', undefined, userId),
    app.signed('PUT', '/settings/policy/draft', { preset: 'saas', role: 'admin' }, userId),
  ];

  for (const { status } of await Promise.all(asked)) expect(status).toBe(403);
});

it('does not take the word of a request that HubSpot did not sign', async () => {
  await using app = await runningPortal();
  await app.install();

  const response = await fetch(
    `${app.url}/settings/policy/preview?portalId=${portal}&userId=${admin}`,
  );

  expect(response.status).toBe(401);
});
