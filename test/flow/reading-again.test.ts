import { expect, it } from 'vitest';
import { dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };

const patience = { timeout: 60_000 };

it(
  'shows changes and what people say while all companies are read once more',
  patience,
  async () => {
    await using app = await runningPortal({ portals: [{ portalId: portal, companies: 300 }] });
    await app.install();
    await app.quiet();
    const [changed = 0, overridden = 0] = app.companyIds();
    const tier = app.property(overridden, 'mainstay_value_tier') === 'high' ? 'low' : 'high';
    const companiesRead = async () => {
      const { backfill } = await app.service.progress(portal);
      return backfill.find(({ objectType }) => objectType === 'company');
    };
    app.sandbox.addFault({ kind: 'slow', method: 'GET', path: '/companies', delayMs: 3_000 });

    await app.signed('PUT', '/settings/mapping', { industryProperty: 'city' });
    await until(async () => (await companiesRead())?.isFinished === false);
    const before = app.property(changed, 'mainstay_revenue_t12m');
    app.user.create(dealType, { dealname: 'Order', amount: 77_777, ...won }, changed);
    const input = { id: 'aaaaaaaa-1', kind: 'tier', value: tier, note: 'We know them.' };
    const expiresOn = new Date(app.sandbox.clock.now().getTime() + 864e6)
      .toISOString()
      .slice(0, 10);
    const path = `/cards/companies/${overridden}/inputs`;
    expect(await app.signed('POST', path, { ...input, expiresOn })).toMatchObject({ status: 200 });
    await until(
      () =>
        app.property(changed, 'mainstay_revenue_t12m') !== before &&
        app.property(overridden, 'mainstay_value_tier') === tier,
    );

    expect(await companiesRead()).toMatchObject({ isFinished: false });
    app.sandbox.clearFaults();
    await app.quiet();
    expect(await companiesRead()).toMatchObject({ isFinished: true, done: 300 });
  },
);
