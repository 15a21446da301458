import { expect, it } from 'vitest';
import type { MappingCheck } from '../../extensions/app/settings/contract.ts';
import { defineProperty } from '../../sandbox/property-definition.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { dealname: 'Order', pipeline: 'default', dealstage: 'closedwon' };
const standard = { hubspotDefined: false, groupName: 'dealinformation' };

/** A portal that keeps what its deals are worth in properties of its own. */
async function portalWithNetAmounts() {
  const additionalCurrencies = [{ code: 'USD', rate: 0.5 }];
  const app = await runningPortal({
    portals: [{ portalId: portal, companies: 0, additionalCurrencies }],
  });
  const { catalogue } = app.sandbox.portal(portal).portal;
  catalogue.add(dealType, defineProperty('net_amount', 'number', { label: 'Net', ...standard }));
  catalogue.add(dealType, defineProperty('billed_in', 'text', { label: 'Billed in', ...standard }));
  const company = app.user.create(companyType, { name: 'Acme' });
  const values = { amount: 1_000, net_amount: 800, billed_in: 'usd' };
  const deal = app.user.create(dealType, { ...won, ...values }, company);
  await app.install();
  await app.quiet();
  const revenue = () => app.property(company, 'mainstay_revenue_t12m');
  const map = (difference: object) => app.signed('PUT', '/settings/mapping', difference);
  return Object.assign(app, { deal, revenue, map });
}

it('counts what the mapped property says a deal is worth, and its own amount again without', async () => {
  await using app = await portalWithNetAmounts();
  expect(app.revenue()).toBe('1000');

  await app.map({ amountProperty: 'net_amount' });
  await until(() => app.revenue() === '800');
  await app.map({ amountProperty: null });

  await until(() => app.revenue() === '1000');
});

it('takes no amount from an event where another property says what a deal is worth', async () => {
  await using app = await portalWithNetAmounts();
  await app.map({ amountProperty: 'net_amount' });
  await until(() => app.revenue() === '800');

  app.user.update(dealType, app.deal, { amount: 5_000 });
  await app.quiet();
  expect(app.revenue()).toBe('800');
  app.user.update(dealType, app.deal, { net_amount: 900 });
  app.advance(6 * 60_000);

  await until(() => app.revenue() === '900');
});

it('converts a deal by the currency that the mapped property names', async () => {
  await using app = await portalWithNetAmounts();

  await app.map({ currencyProperty: 'billed_in' });

  await until(() => app.revenue() === '500');
});

it('checks what properties of deals hold, and refuses one of another type', async () => {
  await using app = await portalWithNetAmounts();
  const check = async (field: string, name: string) =>
    (await app.signed('GET', `/settings/mapping/check?field=${field}&name=${name}&locale=en`))
      .body as MappingCheck;

  expect(await check('amountProperty', 'net_amount')).toEqual({
    verdict: { text: 'Type fits: number', tone: 'good' },
    fill: '100% filled: 1 of 1 deals',
    samples: 'For example 800',
  });
  expect((await check('amountProperty', 'billed_in')).verdict.tone).toBe('bad');
  expect((await check('currencyProperty', 'net_amount')).verdict.tone).toBe('bad');
  expect((await app.map({ amountProperty: 'billed_in' })).status).toBe(422);
});
