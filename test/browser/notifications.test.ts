import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import {
  accessibilityProblems,
  layoutProblems,
  openPage,
  openRecord,
  saveScreenshot,
} from './browser.ts';
import { openedApp } from './opened-app.ts';

const scene = openedApp((app) => app.installUnpublished());

async function openNotifications(page: Page, locale: string, tab: string): Promise<void> {
  await openRecord(page, `${scene.app.sandbox.url}/settings?locale=${locale}`);
  await page.getByRole('tab', { name: tab, exact: true }).click();
}

it.each([
  ['en', 'Notifications', 'Add a chat'],
  ['zh-CN', '通知', '添加群聊'],
  ['zh-TW', '通知', '新增群組'],
])('shows in %s that no chat is there yet', async (locale, tab, heading) => {
  await using opened = await openPage(scene.browser);
  const { page, problems } = opened;

  await openNotifications(page, locale, tab);
  await page.getByText(heading, { exact: true }).waitFor();

  await saveScreenshot(page, `settings-notifications-${locale}`);
  expect(await layoutProblems(page)).toEqual([]);
  if (locale === 'en') expect(await accessibilityProblems(page)).toEqual([]);
  expect(problems).toEqual([]);
});

it('adds a chat, sends it a test message, says why another took none, and removes it', async () => {
  await using opened = await openPage(scene.browser);
  const { page } = opened;
  const room = scene.app.sandbox.chats.open('slack');
  await openNotifications(page, 'en', 'Notifications');

  await page.getByLabel('Name', { exact: true }).fill('Key accounts');
  await page.getByLabel(/^Webhook address/).fill(scene.app.sandbox.url + room.path);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText('0 messages sent').waitFor();
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await expect.poll(() => room.said.length).toBe(1);
  room.archive();
  await page.getByRole('button', { name: 'Send a test message' }).click();
  await page.getByText(/The chat did not take the message: 410 channel_is_archived/).waitFor();
  await saveScreenshot(page, 'settings-notifications-chat-en');
  expect(await layoutProblems(page)).toEqual([]);

  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
  await page.getByText(/^No chat yet/).waitFor();
});
