import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { COMPANY } from '../../sandbox/object-types.ts';
import { portal } from '../support/running-portal.ts';
import {
  accessibilityProblems,
  layoutProblems,
  openPage,
  openRecord,
  saveScreenshot,
} from './browser.ts';
import { openedApp } from './opened-app.ts';

const soonMs = 15_000;

const scene = openedApp((app) => app.install());

/** The company with the most revenue at risk: silent, and worth a visit. */
function riskiestCompany(): number {
  const atRisk = (id: number) => Number(scene.app.property(id, 'mainstay_revenue_at_risk') ?? 0);
  const scored = scene.app
    .companyIds()
    .filter((id) => scene.app.property(id, 'mainstay_health_band') === 'attention');
  return scored.toSorted((one, other) => atRisk(other) - atRisk(one))[0] ?? 0;
}

function recordUrl(id: number, locale = 'en'): string {
  return `${scene.app.sandbox.url}/companies/${id}?locale=${locale}`;
}

function headline(page: Page) {
  return page.locator('#card-0 h3').first();
}

describe('the record page', () => {
  it('lists the companies, most revenue at risk first', async () => {
    await using opened = await openPage(scene.browser);
    const { page, problems } = opened;

    await page.goto(`${scene.app.sandbox.url}/`);
    await saveScreenshot(page, 'companies-en');
    const amounts = await page.locator('tbody td:last-child').allTextContents();

    const atRisk = amounts
      .filter((text) => text !== '–')
      .map((text) => Number(text.replaceAll(',', '')));
    expect(atRisk.length).toBeGreaterThan(3);
    expect(atRisk).toEqual(atRisk.toSorted((one, other) => other - one));
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('finds a company by name and opens its card', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    const { portal: shown } = scene.app.sandbox.portal(portal);
    const name = shown.table(COMPANY).get(0, 'name') ?? '';

    await page.goto(`${scene.app.sandbox.url}/`);
    await page.getByRole('textbox', { name: 'Search by name' }).fill(name);
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name }).first().click();
    await page.locator('body[data-ready]').waitFor();

    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(name);
    await headline(page).waitFor();
  });

  it('shows the card of the running service through the signing gateway', async () => {
    await using opened = await openPage(scene.browser);
    const { page, problems } = opened;
    const id = riskiestCompany();

    await openRecord(page, recordUrl(id));
    await headline(page).waitFor();
    await saveScreenshot(page, 'record-en');

    expect(await headline(page).textContent()).toMatch(/needs attention: /);
    const score = scene.app.property(id, 'mainstay_health_score');
    expect(await page.locator('#card-0').textContent()).toContain(`Health ${score} of 100`);
    expect(problems).toEqual([]);
    expect(await layoutProblems(page)).toEqual([]);
  });

  it.each([
    ['zh-CN', /需要关注/],
    ['zh-TW', /需要關注/],
  ])("speaks the viewer's language: %s", async (locale, sentence) => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;

    await openRecord(page, recordUrl(riskiestCompany(), locale));
    await headline(page).waitFor();
    await saveScreenshot(page, `record-${locale}`);

    expect(await headline(page).textContent()).toMatch(sentence);
  });

  it('follows a deal that is closed on the page', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    const id = riskiestCompany();
    const before = Number(scene.app.property(id, 'mainstay_health_score'));
    await openRecord(page, recordUrl(id));
    await headline(page).waitFor();

    await page.getByLabel(/^Amount/).fill('90000');
    await page.getByRole('button', { name: 'Close a deal' }).click();

    await page
      .locator('#card-0')
      .getByText(new RegExp(`Health (?!${before} )\\d+ of 100`))
      .first()
      .waitFor({ timeout: soonMs });
    await saveScreenshot(page, 'record-after-deal-en');
    await scene.app.quiet();
    const after = Number(scene.app.property(id, 'mainstay_health_score'));
    expect(after).toBeGreaterThan(before);
    expect(await page.locator('#card-0').textContent()).toContain(`Health ${after} of 100`);
    expect(await page.locator('#scores').textContent()).toContain(String(after));
  });

  it('names a complaint as a warning and leaves the health alone', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    const id = riskiestCompany();
    const before = scene.app.property(id, 'mainstay_health_score');
    await openRecord(page, recordUrl(id));
    await headline(page).waitFor();

    await page.getByRole('button', { name: 'Open a ticket' }).click();
    await page
      .getByText(/1 complaint in 90 days/)
      .first()
      .waitFor({ timeout: soonMs });
    await page.getByRole('button', { name: 'Open a ticket' }).click();
    await page
      .getByText(/^2 complaints in 90 days$/)
      .first()
      .waitFor({ timeout: soonMs });

    await scene.app.quiet();
    expect(scene.app.property(id, 'mainstay_risk_reasons')).toContain('R4_complaints');
    expect(scene.app.property(id, 'mainstay_health_score')).toBe(before);
  });

  it('refuses an amount that is none', async () => {
    await using opened = await openPage(scene.browser);

    const response = await opened.page.request.post(
      `${scene.app.sandbox.url}/companies/${riskiestCompany()}/deals`,
      { data: { amount: '-5', locale: 'zh-CN' } },
    );

    expect(response.status()).toBe(400);
    expect(await response.json()).toEqual({ message: '请输入大于 0 的金额。' });
  });

  it('moves the day, and the silence grows by it', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    await openRecord(page, recordUrl(riskiestCompany()));
    const silence = async () =>
      Number(
        /(?:silent for|last one|last order) (\d+) days/.exec(
          (await headline(page).textContent()) ?? '',
        )?.[1],
      );
    await headline(page).waitFor();
    const before = await silence();

    await page.getByLabel('Days').fill('3');
    await page.getByRole('button', { name: 'Move the day forward' }).click();

    await expect.poll(silence, { timeout: soonMs }).toBe(before + 3);
  });
});
