import { expect, it } from 'vitest';
import type { ProfileCard } from '../../extensions/app/cards/contract.ts';
import type { Portfolio } from '../../extensions/app/pages/contract.ts';
import { defineProperty, optionsOf } from '../../sandbox/property-definition.ts';
import { companyType, portal, runningPortal, until } from '../support/running-portal.ts';

type RunningPortal = Awaited<ReturnType<typeof runningPortal>>;

const won = { dealname: 'Order', amount: 5_000, pipeline: 'default', dealstage: 'closedwon' };
const anHour = 3_600_000 + 60_000;

/** A portal that keeps its industries in a property of its own, where values are codes. */
async function portalWithBranches() {
  const app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  const { portal: shown } = app.sandbox.portal(portal);
  const branch = defineProperty('branch', 'select', {
    label: 'Branch',
    groupName: 'companyinformation',
    hubspotDefined: false,
    options: optionsOf([
      ['b1', 'Vineyards'],
      ['b2', 'Breweries'],
    ]),
  });
  shown.catalogue.add(companyType, branch);
  const [company = 0] = app.companyIds();
  app.user.update(companyType, company, { branch: 'b1' });
  app.user.create('0-3', { ...won, closedate: app.sandbox.clock.now().toISOString() }, company);
  await app.install();
  await app.quiet();
  const rename = (label: string) =>
    branch.options.splice(0, 1, {
      ...branch.options[0],
      ...optionsOf([['b1', label]])[0],
    } as never);
  return Object.assign(app, { company, rename });
}

async function industryOnCard(app: RunningPortal, company: number) {
  const response = await app.signedGet(`/cards/companies/${company}/profile`, 'locale=zh-CN');
  const card = (await response.json()) as ProfileCard;
  return card.state === 'profile' ? card.figures[2]?.value : undefined;
}

async function portfolioOf(app: RunningPortal) {
  const { body } = await app.signed('GET', '/portfolio?locale=en');
  const portfolio = body as Portfolio;
  if (portfolio.state !== 'ready') throw new Error(`the portfolio is ${portfolio.state}`);
  return portfolio;
}

it('calls an industry of the portal’s own as the portal does: card, filter and file', async () => {
  await using app = await portalWithBranches();

  await app.signed('PUT', '/settings/mapping', { industryProperty: 'branch' });
  await until(async () => (await industryOnCard(app, app.company)) === 'Vineyards');
  await app.quiet();

  const check = await app.signed(
    'GET',
    '/settings/mapping/check?locale=en&field=industryProperty&name=branch',
  );
  expect(check.body).toMatchObject({ samples: expect.stringContaining('Vineyards') });
  const { filters, list } = await portfolioOf(app);
  const industries = filters.find(({ name }) => name === 'industry')?.options;
  expect(industries).toContainEqual({ label: 'Vineyards', value: 'b1' });
  const file = await (await fetch(list.csv?.url ?? '')).text();
  const [head, ...lines] = file.split('\r\n');
  expect(head).toMatch(/,Industry$/);
  expect(lines.find((line) => line.startsWith(String(app.company)))).toMatch(/,Vineyards$/);
});

it('follows an option that is renamed in HubSpot within the hour', async () => {
  await using app = await portalWithBranches();
  await app.signed('PUT', '/settings/mapping', { industryProperty: 'branch' });
  await until(async () => (await industryOnCard(app, app.company)) === 'Vineyards');

  app.rename('Wineries');
  app.advance(anHour);

  await until(async () => (await industryOnCard(app, app.company)) === 'Wineries');
});

it('names what the portal added to HubSpot’s industries, and keeps those in the viewer’s language', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 3 }] });
  const { portal: shown } = app.sandbox.portal(portal);
  shown.catalogue.find(companyType, 'industry')?.options.push(...optionsOf([['x7', 'Vineyards']]));
  const [own = 0, usual = 0] = app.companyIds();
  app.user.update(companyType, own, { industry: 'x7' });
  app.user.update(companyType, usual, { industry: 'RETAIL' });

  await app.install();
  await app.quiet();

  expect(await industryOnCard(app, own)).toBe('Vineyards');
  expect(await industryOnCard(app, usual)).toBe('零售');
});
