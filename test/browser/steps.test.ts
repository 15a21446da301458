import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { TASK } from '../../sandbox/object-types.ts';
import { isoDate } from '../../src/model/day.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { locales } from '../../src/words/words.ts';
import { portal, runningPortal, until } from '../support/running-portal.ts';
import {
  accessibilityProblems,
  layoutProblems,
  openBrowser,
  openPage,
  openRecord,
  saveScreenshot,
} from './browser.ts';
import { mountPages } from './mount-pages.ts';

const dayMs = 86_400_000;

type Running = Awaited<ReturnType<typeof runningPortal>>;
let browser: Browser;
let app: Running;

/** Everything that may become a task does: who is who is said, and what is needed is there. */
async function switchOn(): Promise<void> {
  const [first] = app.sandbox.portal(portal).portal.owners;
  const fallbackOwnerId = first?.id ?? '';
  const chains = { kam: [{ kind: 'property', property: 'hubspot_owner_id' }] };
  await app.signed('PUT', '/settings/execution', { roles: { chains, fallbackOwnerId } });
  for (const code of Object.keys(strategyLibrary)) {
    const agreed = { as: 'confirmed', note: 'agreed' };
    await app.signed('POST', `/settings/strategies/${code}/resources`, agreed);
    const switched = { codes: [code], isOn: true };
    await app.signed('POST', '/settings/strategies/switch', switched);
  }
}

function tasks() {
  const { portal: shown } = app.sandbox.portal(portal);
  const table = shown.table(TASK);
  const value = (row: number, name: string) => propertyValue(shown, TASK, row, name) ?? '';
  return Array.from({ length: table.rows() }, (_, row) => ({
    subject: value(row, 'hs_task_subject'),
    status: value(row, 'hs_task_status'),
    body: value(row, 'hs_task_body'),
  }));
}

/** A company with a task of its own that has not been begun. */
function companyWithTask(): string {
  for (const { body, status } of tasks()) {
    const link = /record\/0-2\/(\d+)/.exec(body)?.[1];
    if (link && status === 'NOT_STARTED' && !body.includes('<ul><li><a')) return link;
  }
  throw new Error('a company has a task');
}

beforeAll(async () => {
  [browser, app] = await Promise.all([openBrowser(), runningPortal()]);
  mountPages(app);
  await app.install();
  // Days off bring no tasks.
  while (app.sandbox.clock.now().getUTCDay() !== 1) app.advance(dayMs);
  await app.quiet();
  await switchOn();
  await until(() => tasks().length > 3);
  await app.quiet();
});

afterAll(async () => {
  await browser.close();
  await app[Symbol.asyncDispose]();
});

async function openCompany(page: Page, company: string, locale = 'en'): Promise<void> {
  await openRecord(page, `${app.sandbox.url}/companies/${company}?locale=${locale}`);
  await page.locator('#card-0 h3').first().waitFor();
}

describe('the steps on the card', () => {
  it('takes feedback with a next action, which appears as a task, and shows it in the ledger', async () => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    const company = companyWithTask();
    await openCompany(page, company);
    const dueOn = isoDate(Math.floor(app.sandbox.clock.now().getTime() / dayMs) + 9);

    await page.getByRole('button', { name: 'Decide', exact: true }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('Customer feedback').fill('Likes the plan, asks for training');
    await form.getByLabel('What is done next').fill('Agree on a training day');
    await form.getByLabel('By when').fill(dueOn);
    await saveScreenshot(page, 'step-log-en');
    await form.getByRole('button', { name: 'Save' }).click();
    await until(() => tasks().some(({ subject }) => subject.includes('Agree on a training day')));

    await page.getByText('Execution ledger', { exact: true }).click();
    await page.getByText(/Likes the plan, asks for training/).waitFor();
    await page.getByText('Agree on a training day').first().waitFor();
    await saveScreenshot(page, 'step-ledger-en');
    expect(await layoutProblems(page)).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });

  it('closes the task of a step somebody decides against, and opens it again when that is undone', async () => {
    await using opened = await openPage(browser);
    const { page } = opened;
    const company = companyWithTask();
    const completed = () => tasks().filter(({ status }) => status === 'COMPLETED').length;
    const before = completed();
    await openCompany(page, company);

    await page.getByRole('button', { name: 'Decide', exact: true }).first().click();
    const form = page.getByRole('dialog');
    await form.getByLabel('What do you want to do?').selectOption({ label: 'Decide against it' });
    await form.getByRole('button', { name: 'Save' }).click();
    await form.getByText('Please give a reason.').waitFor();
    await form.getByLabel('Reason').fill('The contact is on leave');
    await form.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/The contact is on leave/).waitFor();
    await until(() => completed() === before + 1);

    await page.getByRole('button', { name: 'Undo' }).click();
    await until(() => completed() === before);
  });

  it.each(locales)('fits and reads with the ledger opened: %s', async (locale) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    await openCompany(page, companyWithTask(), locale);

    await page
      .getByText(/^(Execution ledger|服务执行跟踪|服務執行追蹤)$/)
      .first()
      .click();
    await saveScreenshot(page, `steps-${locale}`);

    expect(await layoutProblems(page)).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);
    expect(problems).toEqual([]);
  });
});

describe('the ledger of the portfolio', () => {
  it.each([
    ['en', 'Execution', 'Account number', 'Done'],
    ['zh-CN', '执行情况', '客户编号', '已完成'],
    ['zh-TW', '執行情況', '客戶編號', '已完成'],
  ])('has ten columns, and shows what the filters select: %s', async (locale, tab, first, done) => {
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    await openRecord(page, `${app.sandbox.url}/portfolio?locale=${locale}`);

    await page.getByRole('tab', { name: tab, exact: true }).click();
    await page.getByRole('columnheader', { name: first }).waitFor();
    await saveScreenshot(page, `ledger-${locale}`);
    expect(await page.getByRole('table').first().locator('th').count()).toBe(10);
    expect(await layoutProblems(page)).toEqual([]);
    expect(await accessibilityProblems(page)).toEqual([]);

    await page.locator('select[name="ledger-status"]').selectOption({ label: done });
    const cell = page.getByRole('cell').filter({ hasText: done }).first();
    await cell.waitFor();
    expect(problems).toEqual([]);
  });
});
