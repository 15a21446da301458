import { expect, it } from 'vitest';
import type {
  MappingCheck,
  ReadySettings,
  SettingHistory,
} from '../../extensions/app/settings/contract.ts';
import { portal, runningPortal } from '../support/running-portal.ts';

const portals = [{ portalId: portal, companies: 6 }];
type App = Awaited<ReturnType<typeof runningPortal>>;

async function historyOf(app: App): Promise<SettingHistory['changes']> {
  const { body } = await app.signed('GET', '/settings?locale=en');
  return (body as ReadySettings).history.changes;
}

async function undo(app: App, title: RegExp): Promise<number> {
  const found = (await historyOf(app)).find((change) => title.test(change.title));
  return (await app.signed('POST', '/settings/changes/undo', { id: found?.id })).status;
}

it('keeps of every setting who changed it, when, and from what to what', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  const userId = app.sandbox.portal(portal).portal.owners[1]?.userId ?? 0;
  const population = { lifecycleStages: ['customer'], wonDealOnly: true };

  app.advance(1_000);
  await app.signed('PUT', '/settings/mapping', { population });
  app.advance(1_000);
  await app.signed('POST', '/settings/roles', { userId, role: 'manager' });
  app.advance(1_000);
  await app.signed('PUT', '/settings/language', { locale: 'zh-TW' });

  const changes = await historyOf(app);
  expect(changes.map(({ text }) => text)).toEqual([
    'English → 繁體中文',
    'not set → Manager',
    'all companies → Customer, Only companies with at least one won deal',
    'Shadow mode → Published',
  ]);
  expect(changes.map(({ canUndo }) => canUndo)).toEqual([true, true, true, false]);
  expect(changes[2]?.title).toMatch(/^Which companies are scored · .+ · .*2026/);
});

it('puts settings, roles and the language back', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const userId = app.sandbox.portal(portal).portal.owners[1]?.userId ?? 0;
  await app.signed('PUT', '/settings/mapping', { wonStages: ['contractsent'] });
  await app.signed('POST', '/settings/roles', { userId, role: 'admin' });
  await app.signed('PUT', '/settings/language', { locale: 'zh-CN' });
  const isOpen = async () =>
    (await app.signed('GET', '/settings', undefined, userId)).status === 200;
  expect(await isOpen()).toBe(true);

  const statuses = [
    await undo(app, /^Deal stages/),
    await undo(app, /^Role of/),
    await undo(app, /^Language/),
  ];

  expect(statuses).toEqual([200, 200, 200]);
  expect(await isOpen()).toBe(false);
  const { body } = await app.signed('GET', '/settings');
  const { mapping, people } = body as ReadySettings;
  expect(mapping.wonStages.value).toEqual([]);
  expect(people.language.value).toBe('en');
  const [newest] = await historyOf(app);
  expect(newest?.canUndo).toBe(true);
});

it('undoes only what still stands as it was changed', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  await app.signed('PUT', '/settings/mapping', { rollUp: 'both' });
  const [first] = await historyOf(app);
  app.advance(1_000);
  await app.signed('PUT', '/settings/mapping', { rollUp: 'rolled_up' });

  const late = await app.signed('POST', '/settings/changes/undo', { id: first?.id });
  const unknown = await app.signed('POST', '/settings/changes/undo', {
    id: '00000000-0000-4000-8000-000000000000',
  });

  expect([late.status, unknown.status]).toEqual([409, 404]);
});

it('maps the product family to a property of line items', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const check = await app.signed(
    'GET',
    '/settings/mapping/check?locale=en&field=productFamilyProperty&name=hs_sku',
  );

  const taken = await app.signed('PUT', '/settings/mapping', { productFamilyProperty: 'hs_sku' });
  const misfit = await app.signed('PUT', '/settings/mapping', { productFamilyProperty: 'price' });

  expect(check.body).toMatchObject({ verdict: { tone: 'good' } });
  expect((check.body as { fill: string }).fill).toMatch(/line items$/);
  expect([taken.status, misfit.status]).toEqual([200, 422]);
});

it("maps the birthday to a property of contacts, and shows nobody's year", async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const check = await app.signed(
    'GET',
    '/settings/mapping/check?locale=en&field=birthdayProperty&name=date_of_birth',
  );
  const names = await app.signed(
    'GET',
    '/settings/mapping/check?locale=en&field=birthdayProperty&name=lastname',
  );

  const taken = await app.signed('PUT', '/settings/mapping', { birthdayProperty: 'date_of_birth' });
  const misfit = await app.signed('PUT', '/settings/mapping', {
    birthdayProperty: 'hs_buying_role',
  });

  const { fill, samples } = check.body as MappingCheck;
  expect(check.body).toMatchObject({ verdict: { tone: 'good' } });
  expect(fill).toMatch(/contacts$/);
  expect(samples).toMatch(/^For example \d\d-\d\d/);
  expect(samples).not.toMatch(/\d{4}/);
  expect(names.body).toMatchObject({
    samples: 'None of the first values is a date that can be read',
  });
  expect([taken.status, misfit.status]).toEqual([200, 422]);
});
