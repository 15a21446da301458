import { expect, it } from 'vitest';
import type { MappingCheck, ReadySettings } from '../../extensions/app/settings/contract.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const portals = [{ portalId: portal, companies: 12 }];

type App = Awaited<ReturnType<typeof runningPortal>>;

async function settings(app: App, locale = 'en'): Promise<ReadySettings> {
  const { status, body } = await app.signed('GET', `/settings?locale=${locale}`);
  expect(status).toBe(200);
  return body as ReadySettings;
}

const scored = async (app: App) => {
  const cards = await Promise.all(app.companyIds().map((id) => app.card(id)));
  return cards.filter(({ state, why }) => state !== 'waiting' && why !== 'outside').length;
};

it('leads through the set-up step by step, and remembers where it was left', async () => {
  await using app = await runningPortal({ portals });
  await app.installUnpublished();
  await app.quiet();
  expect((await settings(app)).currentStep).toBe('connection');

  await app.signed('POST', '/settings/steps', { step: 'connection' });
  await app.signed('POST', '/settings/steps', { step: 'mapping' });
  await app.restart();

  const { currentStep, steps, connection } = await settings(app);
  expect(currentStep).toBe('population');
  expect(steps.filter(({ isDone }) => isDone).map(({ id }) => id)).toEqual([
    'connection',
    'mapping',
  ]);
  expect(connection.rows.every(([, reason]) => reason !== '')).toBe(true);
});

it.each([
  [{ lifecycleStages: null, wonDealOnly: true }],
  [{ lifecycleStages: ['customer'], wonDealOnly: false }],
])('scores exactly as many companies as the population counts: %o', async (population) => {
  await using app = await runningPortal({ portals });
  for (const name of ['Never bought', 'Nor did this one']) {
    app.user.create(companyType, { name, lifecyclestage: 'lead' });
  }
  await app.install();
  await app.quiet();

  await app.signed('PUT', '/settings/mapping', { population });
  await app.quiet();

  const [counted] = /\d+/.exec((await settings(app)).population.count) ?? [];
  expect(Number(counted)).toBe(await scored(app));
  expect(Number(counted)).toBeLessThan(app.companyIds().length);
  const left = app.companyIds().at(-1) ?? 0;
  expect(app.property(left, 'mainstay_health_band')).toBe('unscored');
  expect(app.property(left, 'mainstay_lifecycle_state') ?? '').toBe('');
});

it('says what sales and accounts lack, and how much history is needed', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 0 }] });
  const owner = app.sandbox.portal(portal).portal.owners[0]?.id;
  const owned = { name: 'Owned', industry: 'MACHINERY', hubspot_owner_id: String(owner) };
  const company = app.user.create(companyType, owned);
  app.user.create(companyType, { name: 'Unowned' });
  app.user.create(dealType, { dealname: 'Whole', amount: 700, ...won }, company);
  app.user.create(dealType, { dealname: 'No amount', ...won }, company);
  app.user.create(dealType, { dealname: 'No company', amount: 5, ...won });
  const foreign = { amount: 5, deal_currency_code: 'USD', ...won };
  app.user.create(dealType, { dealname: 'No rate', ...foreign }, company);
  await app.install();
  await app.quiet();

  const { rows } = (await settings(app)).diagnosis;

  const found = new Map(rows.map(([what, ...rest]) => [what, rest]));
  expect(found.get('Sales without a company')).toEqual([
    '1 of 4 (25%)',
    'Link them to a company: until then they count for nobody.',
  ]);
  expect(found.get('Sales without an amount')?.[0]).toBe('1 of 4 (25%)');
  expect(found.get('Sales without a close date')).toEqual(['0 of 4 (0%)', '']);
  expect(found.get('Sales in a currency without an exchange rate')?.[0]).toBe('1 of 4 (25%)');
  expect(found.get('Scored accounts without an owner')?.[0]).toBe('1 of 2 (50%)');
  expect(found.get('Scored accounts without an industry')?.[0]).toBe('1 of 2 (50%)');
  expect(found.get('Customers in the backtest')?.[1]).toBe(
    'At least 50 are needed: records of earlier years add to them.',
  );
});

it('counts the stages an admin names as sales, and no others', async () => {
  await using app = await runningPortal({ portals });
  const id = app.user.create(companyType, { name: 'Signed Ltd' });
  const signed = { pipeline: 'default', dealstage: 'contractsent', closedate: '2026-01-05' };
  app.user.create(dealType, { dealname: 'Won', amount: 700, ...won }, id);
  app.user.create(dealType, { dealname: 'Contract sent', amount: 5_000, ...signed }, id);
  await app.install();
  await app.quiet();
  expect(app.property(id, 'mainstay_revenue_t12m')).toBe('700');

  await app.signed('PUT', '/settings/mapping', { wonStages: ['contractsent'] });
  await app.quiet();

  expect(app.property(id, 'mainstay_revenue_t12m')).toBe('5000');
});

it('reads companies again for a property that was mapped, and nothing else', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const listed = (type: string) =>
    app.sandbox.state().apiCallsByEndpoint[`GET /crm/objects/2026-09/${type}`] ?? 0;
  const before = { companies: listed('companies'), deals: listed('deals') };

  await app.signed('PUT', '/settings/mapping', { wonStages: ['closedwon'] });
  await app.quiet();
  await app.signed('PUT', '/settings/mapping', { renewalProperty: 'contract_renewal_date' });
  await app.quiet();

  expect(listed('deals')).toBe(before.deals);
  expect(listed('companies')).toBe(before.companies + 1);
});

it('checks what a property holds before it is mapped, and refuses one of another type', async () => {
  await using app = await runningPortal({ portals });
  await app.installUnpublished();
  await app.quiet();
  const check = async (field: string, name: string) =>
    (await app.signed('GET', `/settings/mapping/check?field=${field}&name=${name}`))
      .body as MappingCheck;

  const fitting = await check('renewalProperty', 'contract_renewal_date');
  const misfit = await check('renewalProperty', 'name');
  const refused = await app.signed('PUT', '/settings/mapping', { renewalProperty: 'name' });
  const unknown = await app.signed('PUT', '/settings/mapping', { industryProperty: 'nowhere' });
  const taken = await app.signed('PUT', '/settings/mapping', {
    renewalProperty: 'contract_renewal_date',
  });

  expect(fitting.verdict.tone).toBe('good');
  expect(fitting.fill).toMatch(/^\d+% filled: \d+ of 12 companies$/);
  expect(misfit.verdict.tone).toBe('bad');
  expect([refused.status, unknown.status, taken.status]).toEqual([422, 422, 200]);
  const { fields } = (await settings(app)).mapping;
  const renewal = fields.find(({ name }) => name === 'renewalProperty');
  expect(renewal?.value).toBe('contract_renewal_date');
});

it('gives roles, and lets nobody lock themselves out', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const admin = app.sandbox.portal(portal).portal.user.userId;
  const other = (await settings(app)).people.people.find(({ userId }) => userId !== admin);
  const userId = other?.userId ?? 0;
  expect((await app.signed('GET', '/settings', undefined, userId)).status).toBe(403);

  await app.signed('POST', '/settings/roles', { userId, role: 'admin' });
  const own = await app.signed('POST', '/settings/roles', { userId: admin, role: 'reader' });

  expect((await app.signed('GET', '/settings', undefined, userId)).status).toBe(200);
  expect(own.status).toBe(409);
});

it('shows what was called, what waits and what is kept', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  await app.card(app.companyIds()[0] ?? 0);
  // What is compared begins with the first pass that has nothing else to do.
  await until(async () => (await settings(app)).health.reconciliation.rows.length === 3);

  const { health } = await settings(app);

  const written = health.calls.rows.find(([call]) => call?.endsWith('/companies/batch/update'));
  expect(Number(written?.[1])).toBeGreaterThan(0);
  expect(health.waiting.rows.map(([, count]) => count)).toEqual(['0', '0', '0']);
  expect(health.stored.rows[0]).toEqual(['Companies', '12', 'To assess and name accounts']);
  const cards = health.usage.rows.find(([what]) => what === 'Cards') ?? [];
  expect(
    cards
      .slice(1)
      .map(Number)
      .reduce((sum, each) => sum + each, 0),
  ).toBe(1);
});

it('takes its properties out of the portal after a confirmed count, and can come back', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const [id = 0] = app.companyIds();
  const { count } = (await settings(app)).health.remove;
  expect(count).toBeGreaterThan(20);

  const wrong = await app.signed('POST', '/settings/properties/remove', { expected: count - 1 });
  const removed = await app.signed('POST', '/settings/properties/remove', { expected: count });
  await app.quiet();

  expect([wrong.status, removed.body]).toEqual([409, { removed: count }]);
  const catalogue = app.sandbox.portal(portal).portal.catalogue;
  expect(catalogue.find(companyType, 'mainstay_health_score')).toBeUndefined();
  expect((await settings(app)).publishing.mode).toBe('shadow');

  await app.signed('POST', '/settings/publishing', { mode: 'live' });
  await app.quiet();
  expect(app.property(id, 'mainstay_health_band')).not.toBeNull();
});

it.each([
  ['en', 'Mapping'],
  ['zh-CN', '字段映射'],
  ['zh-TW', '欄位對應'],
])("speaks the admin's language: %s", async (locale, word) => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  await app.installUnpublished();

  const { steps } = await settings(app, locale);

  expect(steps[1]?.title).toBe(word);
});
