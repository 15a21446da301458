import { expect, it } from 'vitest';
import {
  companyType,
  dealType,
  portal,
  runningPortal,
  ticketType,
} from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const threeCompanies = { portals: [{ portalId: portal, companies: 3 }] };

it('brings a portal from the installation to scored records and cards', async () => {
  await using app = await runningPortal();

  const answer = await app.install();
  expect(answer.status).toBe(302);
  await app.quiet();

  for (const id of app.companyIds()) {
    expect(app.property(id, 'mainstay_health_band')).toMatch(/healthy|attention|at_risk|unscored/);
    expect((await app.card(id))['state']).toMatch(/assessed|unscored/);
  }
});

it('shows a won deal on the card and in the properties of its company', async () => {
  await using app = await runningPortal(threeCompanies);
  const id = app.user.create(companyType, { name: 'Fresh Start Ltd' });
  await app.install();
  await app.quiet();
  expect((await app.card(id))['why']).toBe('prospect');

  app.user.create(dealType, { dealname: 'First order', amount: 1_200_000, ...won }, id);
  await app.quiet();

  expect((await app.card(id))['why']).toBe('new');
  expect(app.property(id, 'mainstay_lifecycle_state')).toBe('new');
  expect(app.property(id, 'mainstay_revenue_t12m')).toBe('1200000');
  expect(app.property(id, 'mainstay_value_tier')).toBe('high');
});

it('needs few calls for many changes and none for its own writes', async () => {
  await using app = await runningPortal();
  await app.install();
  await app.quiet();
  const before = app.calls();

  for (const id of app.companyIds()) {
    app.user.create(dealType, { dealname: 'Reorder', amount: 900, ...won }, id);
  }
  await app.quiet();
  const needed = app.calls() - before;
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(needed).toBeLessThanOrEqual(8);
  expect(app.calls() - before).toBe(needed);
});

it('follows a deal that moves to another company, is deleted and comes back', async () => {
  await using app = await runningPortal(threeCompanies);
  const [one, other] = [
    app.user.create(companyType, { name: 'One' }),
    app.user.create(companyType, { name: 'Other' }),
  ];
  const deal = app.user.create(dealType, { dealname: 'Order', amount: 5_000, ...won }, one);
  await app.install();
  await app.quiet();
  expect(app.property(one, 'mainstay_revenue_t12m')).toBe('5000');

  app.user.moveToCompany(dealType, deal, other);
  await app.quiet();
  expect(app.property(one, 'mainstay_lifecycle_state')).toBe('prospect');
  expect(app.property(one, 'mainstay_revenue_t12m') ?? '').toBe('');
  expect(app.property(other, 'mainstay_revenue_t12m')).toBe('5000');

  app.user.remove(dealType, deal);
  await app.quiet();
  expect(app.property(other, 'mainstay_lifecycle_state')).toBe('prospect');

  app.user.restore(dealType, deal);
  await app.quiet();
  expect(app.property(other, 'mainstay_revenue_t12m')).toBe('5000');
});

it('keeps the history of both companies when they are merged', async () => {
  await using app = await runningPortal(threeCompanies);
  const [one, other] = [
    app.user.create(companyType, { name: 'North' }),
    app.user.create(companyType, { name: 'South' }),
  ];
  app.user.create(dealType, { dealname: 'A', amount: 3_000, ...won }, one);
  app.user.create(dealType, { dealname: 'B', amount: 4_000, ...won }, other);
  await app.install();
  await app.quiet();

  const merged = app.user.merge(companyType, one, other);
  await app.quiet();

  expect(app.property(merged, 'mainstay_revenue_t12m')).toBe('7000');
  expect((await app.card(merged))['state']).toBe('unscored');
});

it('names a complaint as a risk signal, and lets no ticket move the health', async () => {
  await using app = await runningPortal();
  await app.install();
  await app.quiet();
  const id =
    app.companyIds().find((each) => app.property(each, 'mainstay_health_band') === 'healthy') ?? 0;
  const health = app.property(id, 'mainstay_health_score');
  const ticket = { subject: 'Help', hs_pipeline: '0', hs_pipeline_stage: '1' };

  app.user.create(ticketType, { ...ticket, hs_ticket_category: 'GENERAL_INQUIRY' }, id);
  await app.quiet();
  expect(app.property(id, 'mainstay_health_score')).toBe(health);

  for (const _ of [1, 2, 3]) {
    app.user.create(ticketType, { ...ticket, hs_ticket_category: 'COMPLAINT' }, id);
  }
  await app.quiet();
  expect(app.property(id, 'mainstay_risk_reasons')).toContain('R4_complaints');
  expect(app.property(id, 'mainstay_health_score')).toBe(health);
});

it('scores every account again on a new day and writes only what changed', async () => {
  await using app = await runningPortal();
  await app.install();
  await app.quiet();
  const before = app.sandbox.state().portals[0]?.propertyWrites ?? 0;
  const scoredOn = (id: number) => app.property(id, 'mainstay_last_scored_at')?.slice(0, 10);
  const today = app.sandbox.clock.now().toISOString().slice(0, 10);
  const firstIds = app.companyIds().slice(0, 5);
  expect(firstIds.map(scoredOn)).toEqual(firstIds.map(() => today));

  app.sandbox.clock.advanceDays(40);
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  await app.quiet();

  const written = (app.sandbox.state().portals[0]?.propertyWrites ?? 0) - before;
  expect(written).toBeGreaterThan(0);
  expect(written).toBeLessThan(app.companyIds().length * 10);
});

it('asks for a company it does not know yet and shows it once it is read', async () => {
  await using app = await runningPortal(threeCompanies);
  await app.install();
  await app.quiet();
  app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });
  const id = app.user.create(companyType, { name: 'Never Heard Of' });

  expect((await app.card(id))['why']).toBe('queued');
  await app.quiet();

  expect((await app.card(id))['why']).toBe('prospect');
});

it('goes on with the first read where it was when the service ended', async () => {
  await using app = await runningPortal({
    portals: [{ portalId: portal, companies: 400 }],
    sandbox: { latencyMs: 20 },
  });
  await app.install();
  await new Promise((resolve) => setTimeout(resolve, 600));

  await app.restart();
  await app.quiet();

  const unscored = app
    .companyIds()
    .filter((id) => app.property(id, 'mainstay_health_band') === null);
  expect(unscored).toEqual([]);
});

it('says so when the portal took the installation back, and asks no more', async () => {
  await using app = await runningPortal(threeCompanies);
  await app.install();
  await app.quiet();

  app.sandbox.uninstall(portal);
  app.sandbox.clock.advanceDays(1);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  const calls = app.calls();
  await new Promise((resolve) => setTimeout(resolve, 1_500));

  expect(app.calls()).toBe(calls);
  const [id = 0] = app.companyIds();
  expect(JSON.stringify(await app.card(id))).toMatch(/connect/i);
});

it('keeps portals apart that use the app side by side', async () => {
  const second = 424_243;
  await using app = await runningPortal({
    portals: [
      { portalId: portal, companies: 5 },
      { portalId: second, companies: 5 },
    ],
  });
  await app.install();
  await app.quiet();
  const [foreign = 0] = app.companyIds();

  expect(app.sandbox.state().portals[1]?.propertyWrites).toBe(0);
  expect((await app.card(foreign))['state']).not.toBe('unavailable');
});
