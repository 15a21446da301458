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

async function openStrategies(page: Page, locale: string, tab: string): Promise<void> {
  await openRecord(page, `${scene.app.sandbox.url}/settings?locale=${locale}`);
  await page.getByRole('tab', { name: tab, exact: true }).click();
  await page.getByRole('table').first().waitFor();
}

describe('the tab of strategies', () => {
  it.each([
    ['en', 'Strategies', ['Who does what', 'Task limits'], 'Edit'],
    ['zh-CN', '服务策略', ['责任主体', '任务上限'], '编辑'],
    ['zh-TW', '服務策略', ['責任主體', '任務上限'], '編輯'],
  ])('fits and reads with its parts opened: %s', async (locale, tab, parts, edit) => {
    await using opened = await openPage(scene.browser);
    const { page, problems } = opened;
    await openStrategies(page, locale, tab);

    for (const part of parts) await page.getByText(part, { exact: true }).click();
    await saveScreenshot(page, `strategies-${locale}`);
    expect(await layoutProblems(page)).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.getByRole('button', { name: edit, exact: true }).first().click();
    await page.getByText(/^2\. /).click();
    await saveScreenshot(page, `strategy-editor-${locale}`);
    expect(await layoutProblems(page)).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('refuses a vague step, publishes a clear one, and switches it on after its preview', async () => {
    await using opened = await openPage(scene.browser);
    const { page } = opened;
    await openStrategies(page, 'en', 'Strategies');
    const line = page.getByRole('row', { name: /^Regular customers/ });
    await page.getByText('Who does what', { exact: true }).click();
    await page.getByLabel('Fallback owner').selectOption({ index: 2 });
    await page.getByRole('button', { name: 'Save', exact: true }).first().click();

    await line.getByRole('button', { name: 'Edit' }).click();
    await page.getByText(/^1\. /).click();
    const content = page.getByLabel('What is done (English)');
    await content.fill('Check in regularly');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await page
      .getByText(/“regularly” \(English\) is vague/)
      .first()
      .waitFor();
    await saveScreenshot(page, 'strategy-refused-en');
    await content.fill('Check in every half-year');
    await page.getByRole('button', { name: 'Save draft' }).click();
    await expect.poll(() => page.getByText(/is vague/).count()).toBe(0);
    await page.getByRole('button', { name: 'Publish strategy' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: 'Publish strategy' }).click();
    await page.getByText(/^Version 2 · /).waitFor();
    await page.getByRole('button', { name: 'All strategies' }).click();
    await line.getByRole('button', { name: 'Switch on' }).click();
    await page.getByText(/in the next 30 days, as things stand/).waitFor();
    await saveScreenshot(page, 'strategy-switch-on-en');
    await page.getByRole('dialog').getByRole('button', { name: 'Switch on' }).click();

    await line.getByRole('button', { name: 'Switch off' }).waitFor();
    expect(await line.textContent()).toContain('2');
  });
});
