import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import express from 'express';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRegisteredApp } from '../../sandbox/app-registration.ts';
import { createClock } from '../../sandbox/clock.ts';
import { createPortal } from '../../sandbox/portal.ts';
import { recordPageRoutes } from '../../sandbox/record-page.ts';
import type { PortfolioLine } from '../../src/portfolio/portfolio-store.ts';
import { localeOf, locales } from '../../src/words/words.ts';
import {
  aHealthyAssessment,
  aNewAssessment,
  anAssessment,
  withRisk,
} from '../cards/an-assessment.ts';
import { aCell } from '../portfolio/a-portfolio-account.ts';
import { aLine, aPortfolio } from '../portfolio/portfolio-views.ts';
import {
  accessibilityProblems,
  layoutProblems,
  openBrowser,
  openPage,
  openRecord,
  saveScreenshot,
} from './browser.ts';

const root = path.resolve(import.meta.dirname, '../..');
const pastAndFuture = [
  aCell({
    valueTier: 'high',
    nineBox: 'core',
    accounts: 31,
    revenueTtm: 6_120_400,
    revenueAtRisk: 90_410,
    healthBand: 'healthy',
    wasCustomer: true,
    wasKeyAccount: true,
    revenueYearBefore: 5_800_000,
  }),
  aCell({
    valueTier: 'high',
    nineBox: 'maintain',
    accounts: 12,
    revenueTtm: 1_904_000,
    revenueAtRisk: 511_300,
    healthBand: 'at_risk',
    isSilentForAYear: true,
    wasCustomer: true,
    wasKeyAccount: true,
    revenueYearBefore: 2_000_000,
  }),
  aCell({ accounts: 160, revenueTtm: 1_230_000, revenueAtRisk: 302_000, ownerId: null }),
  aCell({
    lifecycle: 'prospect',
    valueTier: null,
    nineBox: null,
    matrix: null,
    healthBand: null,
    accounts: 84,
    revenueTtm: 0,
    revenueAtRisk: 0,
  }),
];
const signals = withRisk({
  signals: [
    { code: 'R1_inactive', facts: { silentDays: 329, limitDays: 138 } },
    { code: 'R4_complaints', facts: { complaints: 3, withinDays: 90 } },
  ],
});
const lines: PortfolioLine[] = [
  aLine(anAssessment(signals)),
  aLine(aHealthyAssessment(), { name: 'Donaudampfschifffahrtsgesellschaft mbH & Co. KG' }),
  aLine(aNewAssessment(), { name: '北风贸易有限公司', ownerId: null }),
];

/** The app page with its built bundle, on a service that answers one prepared portfolio. */
async function startPage() {
  const portal = createPortal({ portalId: 4242 }, createClock(0), 0);
  const app = createRegisteredApp({
    appId: 555,
    clientId: 'client',
    clientSecret: 'secret',
    appScopes: [],
    redirectUrls: [],
    webhookUrl: null,
    manifestPath: path.join(root, 'app.json'),
  });
  const pages = express();
  pages.use(
    recordPageRoutes({
      portal,
      app,
      bundlesFolder: path.join(root, 'dist/preview'),
      variables: { BACKEND_ORIGIN: 'https://mainstay.example.com' },
      async forwardFetch({ url }) {
        const query = Object.fromEntries(new URL(url).searchParams);
        const locale = localeOf(query['locale']);
        const portfolio = aPortfolio({ cells: pastAndFuture, lines, locale, query });
        return { status: 200, body: JSON.stringify(portfolio), contentType: 'application/json' };
      },
    }),
  );
  const server = createServer(pages).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/portfolio`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

describe('the portfolio page in a browser', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(() => browser.close());

  it.each(locales)('is whole, accessible and drawn without errors in %s', async (locale) => {
    await using preview = await startPage();
    await using opened = await openPage(browser);
    const { page, problems } = opened;
    await openRecord(page, `${preview.url}?locale=${locale}`);
    await page.getByRole('tablist').waitFor();

    for (const [position, name] of ['overview', 'accounts', 'owners'].entries()) {
      await page.getByRole('tab').nth(position).click();
      await saveScreenshot(page, `portfolio-${name}-${locale}`);
      expect(await layoutProblems(page), name).toEqual([]);
      expect(await accessibilityProblems(page), name).toEqual([]);
    }
    expect(problems).toEqual([]);
  });

  it('opens the list of a box by the keyboard', async () => {
    await using preview = await startPage();
    await using opened = await openPage(browser);
    const { page } = opened;
    await openRecord(page, `${preview.url}?locale=en`);

    await page.getByRole('button', { name: 'Core · 31 accounts' }).focus();
    await page.keyboard.press('Enter');

    await page.getByText('Filtered by Customer type: Core').waitFor();
    expect(await page.getByRole('tab', { name: 'Accounts' }).getAttribute('aria-selected')).toBe(
      'true',
    );
  });
});
