import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import {
  accessibilityProblems,
  layoutProblems,
  openPage,
  openRecord,
  saveScreenshot,
} from './browser.ts';
import { openedApp } from './opened-app.ts';

const scene = openedApp((app) => app.installUnpublished());

async function openSettings(page: Page, locale: string): Promise<void> {
  await openRecord(page, `${scene.app.sandbox.url}/settings?locale=${locale}`);
  await page.getByRole('tab').first().waitFor();
}

const locales = ['en', 'zh-CN', 'zh-TW'] as const;
const tabs = [
  'setup',
  'policy',
  'strategies',
  'people',
  'notifications',
  'history',
  'health',
] as const;

describe('the settings page', () => {
  it.each(locales)('fits, reads and is accessible in every tab: %s', async (locale) => {
    await using opened = await openPage(scene.browser);
    const { page, problems } = opened;
    await openSettings(page, locale);

    for (const [position, tab] of tabs.entries()) {
      await page.getByRole('tab').nth(position).click();
      await saveScreenshot(page, `settings-${tab}-${locale}`);
      expect(await layoutProblems(page)).toEqual([]);
      if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
    }

    expect(problems).toEqual([]);
  });

  it('leads from the connection to the publication, counting before it writes', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    await openSettings(page, 'en');

    for (const step of ['Connection and scopes', 'Mapping', 'Population', 'Diagnosis']) {
      await page.getByRole('button', { name: 'Looks right, go on' }).click();
      await page.getByText(new RegExp(`${step} · Done`)).waitFor();
    }
    await saveScreenshot(page, 'settings-steps-en');
    await page.getByText(/7\. Publish/).click();
    await page.getByRole('button', { name: 'Publish to all' }).click();
    await page.getByText(/companies get [\d,]+ property values/).waitFor();
    await saveScreenshot(page, 'settings-publish-en');
    const [id = 0] = scene.app.companyIds();
    expect(scene.app.property(id, 'mainstay_health_band')).toBeNull();

    await page.getByRole('button', { name: 'Write', exact: true }).click();
    await scene.app.quiet();

    await expect.poll(() => scene.app.property(id, 'mainstay_health_band')).not.toBeNull();
    await page.getByText('Published').first().waitFor();
  });

  it('previews a draft, publishes it and rolls it back', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    await openSettings(page, 'en');
    await page.getByRole('tab').nth(1).click();

    await page.getByText('Risk and health bands', { exact: true }).click();
    await page.getByLabel('High risk from a probability of').fill('0.5');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page.getByRole('button', { name: 'Preview' }).click();
    await page.getByText(/of 25 accounts? moves?$/).waitFor();
    await saveScreenshot(page, 'settings-preview-en');
    expect(await layoutProblems(page)).toEqual([]);
    await page.getByRole('button', { name: 'Publish rules' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish rules' }).click();
    await page
      .getByText(/^Version 2 · /)
      .first()
      .waitFor();

    await page.getByText('Version 1 · defaults').click();
    await page.getByRole('button', { name: 'Roll back to this' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Roll back to this' }).click();

    await page
      .getByText(/^Version 3 · /)
      .first()
      .waitFor();
    await saveScreenshot(page, 'settings-history-en');
  });
});
