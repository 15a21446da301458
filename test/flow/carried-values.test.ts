import { expect, it } from 'vitest';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };

async function portalWithOrder(environment: Record<string, string> = {}) {
  const app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }], environment });
  await app.install();
  const company = app.user.create(companyType, { name: 'Acme' });
  const deal = app.user.create(dealType, { dealname: 'Order', amount: 1_000, ...won }, company);
  await app.quiet();
  const reads = () => app.service.callsByEndpoint()['readDeals']?.calls ?? 0;
  const before = reads();
  return {
    ...app,
    company,
    deal,
    revenue: () => app.property(company, 'mainstay_revenue_t12m'),
    readsOfDeals: () => reads() - before,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  };
}

it('shows a new amount without asking HubSpot for the deal', async () => {
  await using app = await portalWithOrder();

  app.user.update(dealType, app.deal, { amount: 2_500 });
  await app.quiet();

  expect(app.revenue()).toBe('2500');
  expect(app.readsOfDeals()).toBe(0);
});

it('reads a deal that moved to another stage, whatever else its events say', async () => {
  await using app = await portalWithOrder();

  app.user.update(dealType, app.deal, { amount: 2_500, dealstage: 'closedlost' });
  await app.quiet();

  expect(app.revenue()).not.toBe('2500');
  expect(app.readsOfDeals()).toBe(1);
});

it('reads every deal that changed where the operator trusts no event', async () => {
  await using app = await portalWithOrder({ HUBSPOT_EVENT_VALUES: 'ignored' });

  app.user.update(dealType, app.deal, { amount: 2_500 });
  await app.quiet();

  expect(app.revenue()).toBe('2500');
  expect(app.readsOfDeals()).toBe(1);
});

it('takes up again what events said that nobody heard', async () => {
  await using app = await portalWithOrder();
  app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });

  app.user.update(dealType, app.deal, { amount: 7_777 });
  app.advance(6 * 60_000);

  await until(() => app.revenue() === '7777');
});
