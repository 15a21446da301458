import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const itemType = '0-8';
const lineItemScope = 'crm.objects.line_items.read';
const dayMs = 86_400_000;
const won = { pipeline: 'default', dealstage: 'closedwon', amount: 1_000 };

type Running = Awaited<ReturnType<typeof runningPortal>>;

function aSale(app: Running, company: number, daysAgo: number, ...products: string[]): number {
  const closedate = new Date(app.sandbox.clock.now().getTime() - daysAgo * dayMs).toISOString();
  const deal = app.user.create(dealType, { dealname: 'Order', closedate, ...won }, company);
  for (const name of products) addItem(app, deal, name);
  return deal;
}

function addItem(app: Running, deal: number, name: string): void {
  const item = app.user.create(itemType, { name, quantity: 1, price: 10 });
  app.user.associate({ typeId: itemType, id: item }, { typeId: dealType, id: deal }, 'plain');
}

async function assessmentOf(app: Running, company: number): Promise<Assessment> {
  const db = await openDatabase(app.databaseUrl);
  const { body } = await db
    .selectFrom('assessment')
    .select('body')
    .where('account_id', '=', String(company))
    .executeTakeFirstOrThrow();
  await db.destroy();
  return JSON.parse(body) as Assessment;
}

const namesOf = ({ products }: Assessment) => products?.families.map(({ name }) => name);
const callsTo = (app: Running, endpoint: string) =>
  app.service.callsByEndpoint()[endpoint]?.calls ?? 0;

it('reads what won deals sold, first, with a change, and day by day', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 0 }] });
  const company = app.user.create(companyType, { name: 'One' });
  const old = aSale(app, company, 700, 'Pumps');
  for (let month = 1; month <= 12; month += 1) aSale(app, company, month * 30, 'Filters');
  await app.install();
  await app.quiet();

  const first = await assessmentOf(app, company);
  expect(namesOf(first)).toEqual(['Filters', 'Pumps']);
  expect(first).toMatchObject({
    growthStrategy: 'expansion',
    products: { newFamilies: ['Filters'] },
  });
  expect(callsTo(app, 'readLineItemsOfDeals')).toBe(1);
  expect(callsTo(app, 'readLineItems')).toBe(1);

  aSale(app, company, 0, 'Training');
  await until(async () => (await assessmentOf(app, company)).products?.count === 3);
  await app.quiet();

  addItem(app, old, 'Consulting');
  app.advance(dayMs);
  await until(async () => (await assessmentOf(app, company)).products?.count === 4);
  expect(namesOf(await assessmentOf(app, company))).toContain('Consulting');
});

it('says that line items are not granted, and does without them', async () => {
  await using app = await runningPortal({
    portals: [{ portalId: portal, companies: 0, withheldScopes: [lineItemScope] }],
  });
  const company = app.user.create(companyType, { name: 'One' });
  aSale(app, company, 30, 'Pumps');
  await app.install();
  await app.quiet();

  const { sources } = await app.service.progress(portal);
  expect(sources.find(({ source }) => source === 'line_item')).toMatchObject({
    state: 'not_granted',
    problem: lineItemScope,
  });
  expect(callsTo(app, 'readLineItemsOfDeals')).toBe(0);
  expect((await assessmentOf(app, company)).products).toBeUndefined();
});
