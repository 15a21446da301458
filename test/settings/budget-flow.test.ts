import { expect, it } from 'vitest';
import type {
  BudgetForm,
  Grid,
  ReadySettings,
  SettingHistory,
} from '../../extensions/app/settings/contract.ts';
import { dealType, portal, runningPortal, until } from '../support/running-portal.ts';

type App = Awaited<ReturnType<typeof runningPortal>>;

const portals = [{ portalId: portal, companies: 6 }];
const budgetPath = '/settings/budget';
const countedAgainMs = 60_000;

async function settingsOf(app: App, locale = 'en'): Promise<ReadySettings> {
  const { body } = await app.signed('GET', `/settings?locale=${locale}`);
  return body as ReadySettings;
}

async function budgetOf(app: App, locale = 'en'): Promise<BudgetForm> {
  return (await settingsOf(app, locale)).health.budget;
}

async function historyOf(app: App): Promise<SettingHistory['changes']> {
  return (await settingsOf(app)).history.changes;
}

/** Looking at the settings asks HubSpot a few things each time. */
async function useUp(app: App, calls: number): Promise<void> {
  const callsNow = app.calls();
  while (app.calls() - callsNow < calls) await app.signed('GET', '/settings');
}

it('goes on with changes when the budget of the day runs low, and says what waits', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const [company = 0] = app.companyIds();
  const won = { pipeline: 'default', dealstage: 'closedwon', amount: 900 };
  const scored = () => app.property(company, 'mainstay_value_score');
  await useUp(app, 800);
  app.advance(countedAgainMs);
  await app.signed('PUT', budgetPath, { callsPerDay: 1_000 });
  const before = scored();

  for (let deal = 0; deal < 5; deal += 1)
    app.user.create(dealType, { dealname: 'A', ...won }, company);
  await until(() => scored() !== before);
  const low = await budgetOf(app);
  await app.signed('PUT', budgetPath, { callsPerDay: 100_000 });

  expect(low.text).toMatch(/^80% of today's budget or more is used/);
  expect(low.rows[0]?.[1]).toMatch(/ of 1,000 \(\d+%\)$/);
  expect((await budgetOf(app)).text).toMatch(/^Other apps/);
});

it('shows what holds beside what was used, in the language of who looks', async () => {
  await using app = await runningPortal({
    portals,
    environment: { HUBSPOT_CALLS_PER_TEN_SECONDS: '108', HUBSPOT_CALLS_PER_DAY: '400000' },
  });
  await app.install();
  const byDefault = await budgetOf(app);

  await app.signed('PUT', budgetPath, { callsPerTenSeconds: ' 60 ', callsPerDay: '250,000' });

  const now = await budgetOf(app);
  expect(byDefault.rows.slice(2).map(([, value]) => value)).toEqual(['108', '400,000']);
  expect(byDefault.fields.map(({ value }) => value)).toEqual(['', '']);
  expect(byDefault.fields.map(({ hint }) => hint)).toEqual([
    '10 to 108. Left empty: 108.',
    '1,000 to 3,000,000. Left empty: 400,000.',
  ]);
  expect(now.rows[0]?.[1]).toMatch(/^\d+ of 250,000 \(.*%\)$/);
  expect(now.rows.slice(2).map(([, value]) => value)).toEqual(['60', '250,000']);
  expect(now.fields.map(({ value }) => value)).toEqual(['60', '250000']);
  expect((await budgetOf(app, 'zh-CN')).title).toBe('API 调用额度');
  expect((await budgetOf(app, 'zh-TW')).title).toBe('API 呼叫額度');
});

it.each([
  [{ callsPerTenSeconds: 5 }, 'Calls in 10 seconds, at most: a whole number from 10 to 108'],
  [{ callsPerTenSeconds: '190' }, 'Calls in 10 seconds, at most: a whole number from 10 to 108'],
  [{ callsPerDay: '12.5' }, 'Calls a day, at most: a whole number from 1,000 to 3,000,000'],
  [{ callsPerDay: 'many' }, 'Calls a day, at most: a whole number from 1,000 to 3,000,000'],
  [{ callsPerDay: -4_000 }, 'Calls a day, at most: a whole number from 1,000 to 3,000,000'],
])('takes no budget of %j', async (asked, problem) => {
  await using app = await runningPortal({
    portals,
    environment: { HUBSPOT_CALLS_PER_TEN_SECONDS: '108' },
  });
  await app.install();

  const { status, body } = await app.signed('PUT', `${budgetPath}?locale=en`, asked);

  expect(status).toBe(422);
  expect((body as { error: string }).error).toContain(problem);
  expect((await budgetOf(app)).fields.map(({ value }) => value)).toEqual(['', '']);
});

it('keeps who set it, and takes it back', async () => {
  await using app = await runningPortal({
    portals,
    environment: { HUBSPOT_CALLS_PER_TEN_SECONDS: '108' },
  });
  await app.install();
  await app.quiet();
  app.advance(1_000);
  await app.signed('PUT', budgetPath, { callsPerTenSeconds: 60 });
  await app.signed('PUT', budgetPath, { callsPerTenSeconds: 60 });

  const [change, next] = await historyOf(app);
  const undone = await app.signed('POST', '/settings/changes/undo', { id: change?.id });

  expect(change).toMatchObject({ text: 'the default → 60', canUndo: true });
  expect(change?.title).toMatch(/^Calls in 10 seconds, at most · /);
  expect(next?.text).toBe('Shadow mode → Published');
  expect(undone.status).toBe(200);
  expect((await budgetOf(app)).rows[2]?.[1]).toBe('108');
  const { body } = await app.signed('GET', '/settings/audit?locale=en');
  const rows = (body as Grid).rows.filter(([, , what]) => what === 'Changed the API budget');
  expect(rows).toHaveLength(2);
  expect(rows[0]?.[3]).toBe('callsPerTenSeconds=60');
  expect(rows[0]?.[1]).toBe('Ben Chen');
});

it('is for admins', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const reader = app.sandbox.portal(portal).portal.owners[1]?.userId ?? 0;

  const { status } = await app.signed('PUT', budgetPath, { callsPerDay: 5_000 }, reader);

  expect(status).toBe(403);
});
