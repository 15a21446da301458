import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { installApp } from '../../demo/install-app.ts';
import { publishApp } from '../../demo/publish-app.ts';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { journalScopes } from '../support/journal-scopes.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';
import { aServiceChild } from '../support/service-child.ts';

const won = { pipeline: 'default', dealstage: 'closedwon' };
const environment = { HUBSPOT_JOURNAL: 'used', HUBSPOT_JOURNAL_SECONDS: '1' };
const dayMs = 86_400_000;

async function aPortalInTheJournal(appScopes = journalScopes) {
  const app = await runningPortal({
    portals: [{ portalId: portal, companies: 2 }],
    sandbox: { app: { appScopes } },
    environment,
  });
  await app.install();
  return app;
}

type App = Awaited<ReturnType<typeof aPortalInTheJournal>>;

/** The last of its subscriptions is there. */
const isSubscribed =
  ({ sandbox }: Pick<App, 'sandbox'>) =>
  () =>
    sandbox.journalSubscriptions().some(({ actions }) => actions.includes('GDPR_DELETE'));
const searches = (app: App) =>
  Object.entries(app.sandbox.state().apiCallsByEndpoint)
    .filter(([endpoint]) => endpoint.endsWith('/search'))
    .reduce((sum, [, calls]) => sum + Number(calls), 0);

describe('the journal of webhooks', () => {
  it('brings what was lost while the service was down, before any search would', async () => {
    await using app = await aPortalInTheJournal();
    const company = app.user.create(companyType, { name: 'Acme' });
    await until(isSubscribed(app));
    await app.quiet();
    const searchesBefore = searches(app);

    await app.restart(async () => {
      app.sandbox.addFault({ kind: 'miss-webhooks' });
      app.user.create(dealType, { dealname: 'Order', amount: 700, ...won }, company);
      app.sandbox.clearFaults();
    });
    await until(() => app.property(company, 'mainstay_revenue_t12m') === '700');

    expect(searches(app)).toBe(searchesBefore);
  }, 60_000);

  it('is read all the time, and finds deletions and links too', async () => {
    await using app = await aPortalInTheJournal();
    const [one, other] = ['One', 'Other'].map((name) => app.user.create(companyType, { name }));
    const deal = app.user.create(dealType, { dealname: 'Order', amount: 500, ...won }, one);
    const gone = app.user.create(dealType, { dealname: 'Gone', amount: 90, ...won }, one);
    await until(isSubscribed(app));
    await until(() => app.property(one ?? 0, 'mainstay_revenue_t12m') === '590');

    app.sandbox.addFault({ kind: 'miss-webhooks' });
    app.user.remove(dealType, gone);
    app.user.moveToCompany(dealType, deal, other ?? 0);

    await until(() => app.property(other ?? 0, 'mainstay_revenue_t12m') === '500');
    await until(() => app.property(one ?? 0, 'mainstay_revenue_t12m') !== '590');
  }, 60_000);

  it('changes nothing where HubSpot does not grant it', async () => {
    await using app = await aPortalInTheJournal([]);
    const company = app.user.create(companyType, { name: 'Acme' });
    app.user.create(dealType, { dealname: 'Order', amount: 700, ...won }, company);

    await until(() => app.property(company, 'mainstay_revenue_t12m') === '700');

    const asked = Object.keys(app.sandbox.state().apiCallsByEndpoint);
    expect(asked.filter((endpoint) => endpoint.includes('journal'))).toEqual([]);
  }, 60_000);

  it('goes on from its beginning when the service was away for longer than it is kept', async () => {
    await using app = await aPortalInTheJournal();
    const company = app.user.create(companyType, { name: 'Acme' });
    await until(isSubscribed(app));
    await app.quiet();

    await app.restart(async () => {
      app.sandbox.addFault({ kind: 'miss-webhooks' });
      app.user.create(dealType, { dealname: 'Early', amount: 100, ...won }, company);
      await sleep(100);
      app.advance(4 * dayMs);
      app.user.create(dealType, { dealname: 'Late', amount: 700, ...won }, company);
      app.sandbox.clearFaults();
      await sleep(100);
    });

    await until(() => app.property(company, 'mainstay_revenue_t12m') === '800');
  }, 60_000);

  it('tells no more of a portal that left', async () => {
    await using app = await aPortalInTheJournal();
    await until(isSubscribed(app));

    app.sandbox.uninstall(portal);
    app.advance(dayMs);

    await until(() => app.sandbox.journalSubscriptions().length === 0);
  }, 60_000);

  it('loses nothing when the service is killed while it reads', async () => {
    await using app = await aServiceChild({ environment });
    app.sandbox.setApp({ appScopes: journalScopes });
    await app.service.start();
    await installApp(app.url);
    await publishApp(app.url, portal);
    const { user, portal: there } = app.sandbox.portal(portal);
    const company = user.create(companyType, { name: 'Acme' });
    await until(isSubscribed(app));
    await app.service.end('SIGTERM');
    app.sandbox.addFault({ kind: 'miss-webhooks' });
    for (let deal = 0; deal < 6; deal += 1) {
      user.create(dealType, { dealname: `Order ${deal}`, amount: 100, ...won }, company);
      await sleep(60);
    }
    app.sandbox.clearFaults();
    app.sandbox.addFault({ kind: 'slow', path: '/offset/', delayMs: 500 });
    const linesOfJournal = async () => {
      const log = await readFile(app.logFile, 'utf8');
      return log.split('\n').filter((line) => line.includes('"from":"journal"')).length;
    };

    const before = await linesOfJournal();
    await app.service.start();
    await until(async () => (await linesOfJournal()) >= before + 2);
    await app.service.end('SIGKILL');
    const read = (await linesOfJournal()) - before;
    app.sandbox.clearFaults();
    await app.service.start();

    const row = there.table(companyType).rowOf(company);
    const revenue = () => propertyValue(there, companyType, row, 'mainstay_revenue_t12m');
    await until(() => revenue() === '600');
    expect(read).toBeLessThan(6);
  }, 90_000);
});
