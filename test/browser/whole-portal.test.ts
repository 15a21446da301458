import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Locale, locales, type Words, wordsIn } from '../../src/words/words.ts';
import { companyType, portal, runningPortal } from '../support/running-portal.ts';
import { openBrowser, openPage, openRecord, saveScreenshot } from './browser.ts';
import { mountPages } from './mount-pages.ts';

type App = Awaited<ReturnType<typeof runningPortal>>;
type Scene = { app: App; page: Page; words: Words; locale: Locale };

let browser: Browser;
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser.close());

const soonMs = 15_000;
const endedByHand = ['connection', 'mapping', 'population', 'diagnosis', 'shadow'] as const;

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function confirm(page: Page, name: string, yes: string): Promise<void> {
  await button(page, name).first().click();
  await page.getByRole('dialog').getByRole('button', { name: yes, exact: true }).click();
}

const writtenIds = (app: App) =>
  app.companyIds().filter((id) => app.property(id, 'mainstay_health_band') !== null);

/** Each step as an admin takes it; nothing is written before the pilot, and then only the pilot's. */
async function setUp({ app, page, words, locale }: Scene): Promise<void> {
  await openRecord(page, `${app.sandbox.url}/settings?locale=${locale}`);
  for (const step of endedByHand) {
    await button(page, words.say('settings.step_end')).click();
    const title = words.say(`settings.step.${step}.title`);
    await page.getByText(`${title} · ${words.say('settings.step_done')}`).waitFor();
  }
  expect(writtenIds(app)).toEqual([]);

  const [pilot] = app.sandbox.portal(portal).portal.owners;
  await page.getByLabel(`${pilot?.firstName} ${pilot?.lastName}`).click();
  const yes = words.say('settings.publishing.yes');
  await confirm(page, words.say('settings.publishing.to_pilot'), yes);
  await app.quiet();
  const ofPilot = app
    .companyIds()
    .filter((id) => app.property(id, 'hubspot_owner_id') === pilot?.id);
  await expect.poll(() => writtenIds(app), { timeout: soonMs }).toEqual(ofPilot);

  await confirm(page, words.say('settings.publishing.to_live'), yes);
  await app.quiet();
  await expect.poll(() => writtenIds(app), { timeout: soonMs }).toEqual(app.companyIds());
  await saveScreenshot(page, `first-run-${locale}`);
}

async function changeRules({ page, words, locale }: Scene): Promise<void> {
  await page.getByRole('tab', { name: words.say('settings.tab.policy'), exact: true }).click();
  await page.getByText(words.say('settings.group.risk'), { exact: true }).click();
  await page.getByLabel(words.say('settings.field.riskCuts.high')).fill('0.5');
  await button(page, words.say('settings.policy.save_draft')).click();
  await button(page, words.say('settings.policy.preview')).click();
  await page.getByText(words.say('settings.preview.chart_health')).waitFor();
  await saveScreenshot(page, `preview-${locale}`);

  const publish = words.say('settings.policy.publish');
  await confirm(page, publish, publish);
  const version = (n: string) => words.say('settings.history.version', { n, who: '', day: '' });
  const begins = (n: string) => page.getByText(version(n).split(' · ')[0] ?? '').first();
  await begins('2').waitFor();
  await page.getByText(words.say('settings.history.default', { n: '1' })).click();
  const rollBack = words.say('settings.history.roll_back');
  await confirm(page, rollBack, rollBack);
  await begins('3').waitFor();
}

async function undoASetting({ app, page, words, locale }: Scene): Promise<void> {
  await app.signed('PUT', '/settings/mapping', { rollUp: 'both' });
  await openRecord(page, `${app.sandbox.url}/settings?locale=${locale}`);
  await page.getByRole('tab', { name: words.say('settings.tab.history'), exact: true }).click();
  await saveScreenshot(page, `history-${locale}`);
  const undo = words.say('settings.changed.undo');
  await confirm(page, undo, undo);
  const back = `${words.say('settings.roll_up.both')} → ${words.say('settings.roll_up.own')}`;
  await page.getByText(back).waitFor();
}

async function listAccounts({ app, page, words, locale }: Scene): Promise<void> {
  await openRecord(page, `${app.sandbox.url}/portfolio?locale=${locale}`);
  await page.getByRole('tab', { name: words.say('portfolio.tab_accounts') }).click();
  const recorded = app.companyIds().map((id) => app.property(id, 'name') ?? '');
  // Of the tables on the page the last one is the list, once it is there.
  const firstCells = page.locator('table').last().locator('tbody tr td:first-child');
  const listed = async () => (await firstCells.allTextContents()).map((name) => name.trim()).sort();

  await expect.poll(listed, { timeout: soonMs }).toEqual(recorded.sort());
}

async function overrideATier({ app, page, words, locale }: Scene): Promise<void> {
  const tierOf = (id: number) => app.property(id, 'mainstay_value_tier');
  const id = app.companyIds().find((each) => tierOf(each) !== null) ?? 0;
  const before = tierOf(id);
  const other = before === 'low' ? 'high' : 'low';
  await openRecord(page, `${app.sandbox.url}/companies/${id}?locale=${locale}`);
  const card = page.locator('#card-0');
  await card.getByRole('button', { name: words.say('manual.open') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('select[name=value]').selectOption(other);
  await dialog.getByLabel(words.say('manual.reason')).fill('Two plants are being closed');
  await dialog.getByRole('button', { name: words.say('manual.save') }).click();
  await expect.poll(() => tierOf(id), { timeout: soonMs }).toBe(other);

  await card.getByRole('button', { name: words.say('manual.remove') }).click();
  await expect.poll(() => tierOf(id), { timeout: soonMs }).toBe(before);
}

describe('a portal from its first day', () => {
  it.each(locales)('is set up, published, tuned, listed and overridden: %s', async (locale) => {
    await using app = await runningPortal({ portals: [{ portalId: portal, companies: 18 }] });
    mountPages(app);
    await app.installUnpublished();
    await app.quiet();
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    const scene: Scene = { app, page, words: wordsIn(locale), locale };
    expect(app.sandbox.portal(portal).portal.table(companyType).rows()).toBe(18);

    await setUp(scene);
    await changeRules(scene);
    await undoASetting(scene);
    await listAccounts(scene);
    await overrideATier(scene);

    expect(problems).toEqual([]);
  });
});
