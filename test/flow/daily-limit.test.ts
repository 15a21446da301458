import { expect, it } from 'vitest';
import { dealType, portal, runningPortal, until } from '../support/running-portal.ts';

it('scores what a person says while HubSpot has us wait for the next day', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 4 }] });
  await app.install();
  await app.quiet();
  const [company = 0] = app.companyIds();
  const tier = app.property(company, 'mainstay_value_tier') === 'high' ? 'low' : 'high';
  app.sandbox.addFault({ kind: 'status', path: '/crm/', status: 429, policyName: 'DAILY' });
  app.user.create(
    dealType,
    { dealname: 'To be read', amount: 1, pipeline: 'default', dealstage: 'closedwon' },
    company,
  );
  await until(async () => (await app.service.progress(portal)).waiting.records > 0);

  const expiresOn = new Date(app.sandbox.clock.now().getTime() + 864e6).toISOString().slice(0, 10);
  const input = { id: 'aaaaaaaa-1', kind: 'tier', value: tier, note: 'We know them.', expiresOn };
  const said = await app.signed('POST', `/cards/companies/${company}/inputs`, input);
  await until(async () => (await app.service.progress(portal)).waiting.writes > 0);

  expect(said.status).toBe(200);
});
