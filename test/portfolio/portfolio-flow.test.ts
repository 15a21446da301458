import { describe, expect, it } from 'vitest';
import type { Portfolio, ReadyPortfolio } from '../../extensions/app/pages/contract.ts';
import { nineBoxTypes } from '../../src/model/assessment.ts';
import {
  companyType,
  dealType,
  portal,
  runningPortal,
  ticketType,
} from '../support/running-portal.ts';

type RunningPortal = Awaited<ReturnType<typeof runningPortal>>;

const eightyCompanies = { portals: [{ portalId: portal, companies: 80 }] };
const threeCompanies = { portals: [{ portalId: portal, companies: 3 }] };
const won = { pipeline: 'default', dealstage: 'closedwon' };
const money = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: 'EUR',
  maximumFractionDigits: 0,
});

async function portfolioOf(app: RunningPortal, query = '', userId?: number): Promise<Portfolio> {
  const { status, body } = await app.signed(
    'GET',
    `/portfolio?locale=en&${query}`,
    undefined,
    userId,
  );
  if (status !== 200) throw new Error(`the portfolio got ${status}`);
  return body as Portfolio;
}

async function readyPortfolio(app: RunningPortal, query = '', userId?: number) {
  const portfolio = await portfolioOf(app, query, userId);
  if (portfolio.state !== 'ready') throw new Error(`the portfolio is ${portfolio.state}`);
  return portfolio;
}

/** All accounts of a list, page after page. */
async function wholeList(app: RunningPortal, query: string) {
  const first = await readyPortfolio(app, query);
  const rows = [...first.list.rows];
  for (let page = 2; page <= first.list.pageCount; page++) {
    rows.push(...(await readyPortfolio(app, `${query}&page=${page}`)).list.rows);
  }
  return rows;
}

const idOf = ({ url }: { url: string }) => Number(url.split('/').at(-1));
const amount = (text: string | null) => Number(text ?? 0);

/** To the cent, as the values are. */
function sumOf(app: RunningPortal, ids: readonly number[], name: string): number {
  const sum = ids.reduce((all, id) => all + amount(app.property(id, name)), 0);
  return Math.round(sum * 100) / 100;
}

it('counts and sums each box as the properties written to HubSpot do', async () => {
  await using app = await runningPortal(eightyCompanies);
  await app.install();
  await app.quiet();

  const { nineBox } = await readyPortfolio(app);

  const cells = nineBox.rows.flatMap((row) => row.cells);
  expect(cells.map(({ change }) => change['box']).sort()).toEqual([...nineBoxTypes].sort());
  for (const { change, count, revenue } of cells) {
    const ids = app
      .companyIds()
      .filter((id) => app.property(id, 'mainstay_nine_box') === change['box']);
    const sum = sumOf(app, ids, 'mainstay_revenue_t12m');
    expect(Number.parseInt(count, 10), change['box']).toBe(ids.length);
    expect(revenue, change['box']).toBe(money.format(sum));
  }
});

it('says how much revenue is at risk as the written properties add up to', async () => {
  await using app = await runningPortal(eightyCompanies);
  await app.install();
  await app.quiet();

  const { money: atStake } = await readyPortfolio(app);

  const atRisk = sumOf(app, app.companyIds(), 'mainstay_revenue_at_risk');
  const revenue = sumOf(app, app.companyIds(), 'mainstay_revenue_t12m');
  expect(atStake.sentence).toBe(`${money.format(atRisk)} of ${money.format(revenue)} is at risk`);
  const byRisk = app
    .companyIds()
    .toSorted(
      (one, other) =>
        amount(app.property(other, 'mainstay_revenue_at_risk')) -
        amount(app.property(one, 'mainstay_revenue_at_risk')),
    );
  expect(atStake.top.map(idOf)).toEqual(byRisk.slice(0, 5));
});

it('opens from every number exactly the accounts it counts', async () => {
  await using app = await runningPortal(eightyCompanies);
  await app.install();
  await app.quiet();
  const { nineBox, groups, owners } = await readyPortfolio(app);
  const numbers = [
    ...nineBox.rows.flatMap((row) => row.cells),
    ...groups.flatMap((group) => group.lines),
    ...owners.rows.map(({ accounts, change }) => ({ count: accounts, change })),
  ];

  for (const { count, change } of numbers) {
    const rows = await wholeList(app, new URLSearchParams(change).toString());
    expect(rows.length, JSON.stringify(change)).toBe(Number.parseInt(count, 10));
  }

  const all = await wholeList(app, '');
  expect(all.map(idOf).sort()).toEqual(app.companyIds().sort());
  for (const group of groups) {
    const counted = group.lines.reduce((sum, line) => sum + Number(line.count), 0);
    expect(counted, group.title).toBe(app.companyIds().length);
  }
});

it('lists an account with the reasons its card gives', async () => {
  await using app = await runningPortal(threeCompanies);
  await app.install();
  await app.quiet();
  const [id = 0] = app.companyIds();
  const ticket = { subject: 'Help', hs_pipeline: '0', hs_pipeline_stage: '1' };
  const weeks = [0, 1, 2, 3, 4, 5, 6, 7];
  const name = 'Complaining Ltd';
  app.user.update(companyType, id, { name });
  for (const week of weeks) {
    const closedate = app.sandbox.clock.now().getTime() - week * 30 * 86_400_000;
    app.user.create(dealType, { dealname: 'Order', amount: 900, closedate, ...won }, id);
  }
  for (const _ of [1, 2, 3]) {
    app.user.create(ticketType, { ...ticket, hs_ticket_category: 'COMPLAINT' }, id);
  }
  await app.quiet();

  const { list } = await readyPortfolio(app, 'search=complaining');

  const card = (await app.card(id)) as { risk: { reasons: string[] } };
  expect(list.rows.map((row) => row.name)).toEqual([name]);
  expect(list.rows[0]?.reasons).toEqual(card.risk.reasons);
  expect(list.rows[0]?.reasons).toContain('3 complaints in 90 days');
});

it('forgets a company that was deleted', async () => {
  await using app = await runningPortal(threeCompanies);
  await app.install();
  await app.quiet();
  const [id = 0] = app.companyIds();

  app.user.remove(companyType, id);
  await app.quiet();

  const { list } = await readyPortfolio(app);
  expect(list.rows.map(idOf)).not.toContain(id);
  expect(list.counted).toBe('1 to 2 of 2 accounts');
});

it('hands out the list as a file that spreadsheets read and do not run', async () => {
  await using app = await runningPortal(threeCompanies);
  const id = app.user.create(companyType, { name: '=HYPERLINK("https://evil.example")' });
  await app.install();
  await app.quiet();
  const { list } = await readyPortfolio(app, 'search=hyperlink');

  const response = await fetch(list.csv?.url ?? '');
  const bytes = Buffer.from(await response.arrayBuffer());

  expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="portfolio-/);
  expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  const lines = bytes.subarray(3).toString('utf8').split('\r\n');
  expect(lines[0]).toBe(
    'Record ID,Account,Owner,Customer type,Health,Why,"Revenue, 12 months",Revenue at risk,Industry',
  );
  expect(lines[1]).toMatch(`${id},"'=HYPERLINK(""https://evil.example"")",`);
  expect(lines).toHaveLength(3);
});

it('gives no file for a link that was changed or is old', async () => {
  await using app = await runningPortal(threeCompanies);
  await app.install();
  await app.quiet();
  const { list } = await readyPortfolio(app, 'box=core&search=a');
  const otherList = await readyPortfolio(app, '');
  const url = list.csv?.url ?? otherList.list.csv?.url ?? '';

  const changed = await fetch(url.replace('portalId=424242', 'portalId=1'));
  const unsigned = await fetch(`${app.url}/portfolio/file?portalId=${portal}`);
  app.sandbox.clock.advanceDays(1);
  const old = await fetch(url);

  expect([changed.status, unsigned.status, old.status]).toEqual([403, 403, 410]);
});

describe('by role', () => {
  const roleOf = (app: RunningPortal, userId: number, role: string) =>
    app.signed('POST', '/settings/roles', { userId, role });
  const ownedBy = (app: RunningPortal, ownerIds: readonly string[]) =>
    app.companyIds().filter((id) => ownerIds.includes(app.property(id, 'hubspot_owner_id') ?? ''));
  const countOf = ({ list }: ReadyPortfolio) => /of ([\d,]+) /.exec(list.counted)?.[1] ?? '0';

  it('shows a key-account manager their own accounts, and a manager those of the team', async () => {
    await using app = await runningPortal(eightyCompanies);
    await app.install();
    await app.quiet();
    const [, colleague, ...others] = app.sandbox.portal(portal).portal.owners;
    const userId = colleague?.userId ?? 0;
    const [team] = colleague?.teams ?? [];
    const mates = app.sandbox
      .portal(portal)
      .portal.owners.filter(({ teams }) => teams.some(({ id }) => id === team?.id));

    const own = await readyPortfolio(app, '', userId);
    const foreign = await readyPortfolio(app, `owner=${others[0]?.id}`, userId);
    await roleOf(app, userId, 'manager');
    const all = await readyPortfolio(app, '', userId);

    const ownIds = ownedBy(app, [colleague?.id ?? '']);
    expect(countOf(own)).toBe(String(ownIds.length));
    expect(own.filters.find(({ name }) => name === 'owner')?.options).toHaveLength(2);
    expect(own.money.top.map(idOf).every((id) => ownIds.includes(id))).toBe(true);
    expect(foreign.list.rows).toEqual([]);
    const teamIds = ownedBy(
      app,
      mates.map(({ id }) => id),
    );
    expect(countOf(all)).toBe(String(teamIds.length));
    expect(teamIds.length).toBeGreaterThan(ownIds.length);
    expect([own.freshness, all.freshness]).toEqual([
      expect.stringMatching(/^Your own accounts/),
      expect.stringMatching(/^Your team's accounts/),
    ]);
  });

  it('is closed to readers, and so is a link made before they became one', async () => {
    await using app = await runningPortal(eightyCompanies);
    await app.install();
    await app.quiet();
    const userId = app.sandbox.portal(portal).portal.owners[1]?.userId ?? 0;
    const { list } = await readyPortfolio(app, '', userId);
    const before = await fetch(list.csv?.url ?? '');

    await roleOf(app, userId, 'reader');

    const after = await fetch(list.csv?.url ?? '');
    const page = await app.signed('GET', '/portfolio', undefined, userId);
    const stranger = await app.signed('GET', '/portfolio', undefined, 7);
    expect([before.status, after.status, page.status, stranger.status]).toEqual([
      200, 403, 403, 403,
    ]);
  });

  it('gives files with the names of owners to admins alone', async () => {
    await using app = await runningPortal(eightyCompanies);
    await app.install();
    await app.quiet();
    const owner = app.sandbox.portal(portal).portal.owners[1];
    const name = `${owner?.firstName} ${owner?.lastName}`;
    const fileOf = async (userId?: number) => {
      const { list } = await readyPortfolio(app, `owner=${owner?.id}`, userId);
      return await (await fetch(list.csv?.url ?? '')).text();
    };

    expect(await fileOf()).toContain(name);
    expect(await fileOf(owner?.userId)).not.toContain(owner?.lastName);
  });
});

it('answers nobody who is not signed for by HubSpot', async () => {
  await using app = await runningPortal(threeCompanies);

  const response = await fetch(`${app.url}/portfolio?portalId=${portal}`);

  expect(response.status).toBe(401);
});

it('says what is the matter with a portal that shows nothing', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 0 }] });
  expect(await portfolioOf(app)).toMatchObject({ state: 'unavailable', why: 'not-installed' });

  await app.install();
  await app.quiet();
  expect(await portfolioOf(app)).toMatchObject({ state: 'empty' });

  app.sandbox.uninstall(portal);
  app.user.create(companyType, { name: 'Too late' });
  app.sandbox.clock.advanceDays(1);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await portfolioOf(app)).toMatchObject({ state: 'unavailable' });
});
