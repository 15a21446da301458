import { expect, it } from 'vitest';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const fewCompanies = { portals: [{ portalId: portal, companies: 4 }] };
const dayMs = 24 * 3_600_000;

async function quietPortal() {
  const app = await runningPortal(fewCompanies);
  await app.install();
  await app.quiet();
  return app;
}

it('finds changes that no event told of by the time of their modification', async () => {
  await using app = await quietPortal();
  const [id = 0] = app.companyIds();
  const before = app.property(id, 'mainstay_revenue_t12m');
  app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });

  app.user.create(dealType, { dealname: 'Silent order', amount: 77_777, ...won }, id);
  app.advance(6 * 60_000);
  await until(() => app.property(id, 'mainstay_revenue_t12m') !== before);

  expect(Number(app.property(id, 'mainstay_revenue_t12m'))).toBeCloseTo(Number(before) + 77_777, 0);
});

it('finds deletions and moved deals by comparing everything once a day', async () => {
  await using app = await quietPortal();
  const [one, other] = [
    app.user.create(companyType, { name: 'One' }),
    app.user.create(companyType, { name: 'Other' }),
  ];
  const deals = [1_000, 2_000].map((amount) =>
    app.user.create(dealType, { dealname: 'Order', amount, ...won }, one),
  );
  await app.quiet();
  expect(app.property(one, 'mainstay_revenue_t12m')).toBe('3000');
  app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });

  app.user.remove(dealType, deals[0] ?? 0);
  app.user.moveToCompany(dealType, deals[1] ?? 0, other);
  app.advance(dayMs + 60_000);
  await until(() => app.property(other, 'mainstay_revenue_t12m') === '2000');
  await until(() => app.property(one, 'mainstay_lifecycle_state') === 'prospect');
});

it('puts our own properties right that somebody changed by hand', async () => {
  await using app = await quietPortal();
  const id = app.companyIds().find((each) => app.property(each, 'mainstay_health_score')) ?? 0;
  const band = app.property(id, 'mainstay_health_band');

  app.user.update(companyType, id, { mainstay_health_band: 'at_risk', mainstay_health_score: '1' });
  await app.quiet();
  app.advance(dayMs + 60_000);

  await until(() => app.property(id, 'mainstay_health_score') !== '1');
  expect(app.property(id, 'mainstay_health_band')).toMatch(
    band === 'at_risk' ? /./ : /healthy|attention|unscored/,
  );
});
