import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const fewCompanies = { portals: [{ portalId: portal, companies: 4 }] };
const dayMs = 24 * 3_600_000;

async function reconciliationsOf(databaseUrl: string) {
  const db = await openDatabase(databaseUrl);
  const states = await db
    .selectFrom('reconciliation')
    .select(['compared_at', 'is_comparing', 'missed_records'])
    .orderBy('object_type')
    .execute();
  await db.destroy();
  return states;
}

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

it('finds no difference in deals that keep their deleted company in mind', async () => {
  await using app = await quietPortal();
  const company = app.user.create(companyType, { name: 'Gone' });
  for (const amount of [1_000, 2_000]) {
    app.user.create(dealType, { dealname: 'Order', amount, ...won }, company);
  }
  await app.quiet();
  app.user.remove(companyType, company);
  await app.quiet();
  const before = await reconciliationsOf(app.databaseUrl);

  app.advance(dayMs + 60_000);
  await until(async () =>
    (await reconciliationsOf(app.databaseUrl)).every(
      ({ compared_at, is_comparing }, position) =>
        is_comparing === 0 && compared_at > (before[position]?.compared_at ?? 0),
    ),
  );

  const after = await reconciliationsOf(app.databaseUrl);
  expect(after.map(({ missed_records }) => missed_records)).toEqual([0, 0, 0]);
});

it('puts our own properties right that somebody changed by hand', async () => {
  await using app = await quietPortal();
  const id = app.companyIds().find((each) => app.property(each, 'mainstay_health_score')) ?? 0;
  const band = app.property(id, 'mainstay_health_band');
  const type = app.property(id, 'mainstay_nine_box');
  const context = () =>
    ['mainstay_prev_type', 'mainstay_changed_at', 'mainstay_change_reason'].map((name) =>
      app.property(id, name),
    );
  const before = context();

  app.user.update(companyType, id, { mainstay_health_band: 'at_risk', mainstay_health_score: '1' });
  app.user.update(companyType, id, { mainstay_nine_box: type === 'core' ? 'regular' : 'core' });
  await app.quiet();
  app.advance(dayMs + 60_000);

  await until(() => app.property(id, 'mainstay_health_score') !== '1');
  expect(app.property(id, 'mainstay_health_band')).toMatch(
    band === 'at_risk' ? /./ : /healthy|attention|unscored/,
  );
  expect(app.property(id, 'mainstay_nine_box')).toBe(type);
  expect(context()).toEqual(before);
});

it('finds what no event told of while changes go on without a pause', async () => {
  await using app = await quietPortal();
  const [silent = 0, removed = 0, busy = 0] = app.companyIds();
  const deal = app.user.create(dealType, { dealname: 'Lost', amount: 5_000, ...won }, removed);
  await app.quiet();
  const revenueOf = (id: number) => app.property(id, 'mainstay_revenue_t12m');
  const before = [revenueOf(silent), revenueOf(removed)];
  app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });
  app.user.create(dealType, { dealname: 'Silent order', amount: 77_777, ...won }, silent);
  app.user.remove(dealType, deal);
  await until(() => app.sandbox.webhooksIdle(portal));
  app.sandbox.clearFaults();
  let changes = 0;
  const noise = setInterval(() => {
    changes += 1;
    app.user.update(companyType, busy, { name: `Company ${changes}` });
  }, 150);

  app.advance(6 * 60_000);
  await until(() => revenueOf(silent) !== before[0]);
  app.advance(dayMs);
  await until(() => revenueOf(removed) !== before[1]);

  clearInterval(noise);
  expect(changes).toBeGreaterThan(0);
});
