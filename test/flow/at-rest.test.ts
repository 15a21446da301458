import { expect, it } from 'vitest';
import { companyType, dealType, portal, runningPortal } from '../support/running-portal.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const aMomentMs = 2_000;

it('comes to rest when a company with deals is deleted', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  const id = app.user.create(companyType, { name: 'Closed Down Ltd' });
  for (const amount of [1_000, 2_000]) {
    app.user.create(dealType, { dealname: 'Order', amount, ...won }, id);
  }
  await app.install();
  await app.quiet();

  app.user.remove(companyType, id);
  await new Promise((resolve) => setTimeout(resolve, aMomentMs));
  await app.quiet();
  const calls = app.calls();
  await new Promise((resolve) => setTimeout(resolve, aMomentMs));

  expect(app.calls()).toBe(calls);
});
