import type { Browser } from 'playwright-core';
import { afterAll, beforeAll } from 'vitest';
import { runningPortal } from '../support/running-portal.ts';
import { openBrowser } from './browser.ts';
import { mountPages } from './mount-pages.ts';

export type Running = Awaited<ReturnType<typeof runningPortal>>;

/** For all tests of a file: a browser, and the whole service behind its cards and pages, `prepare`d once. */
export function openedApp(prepare: (app: Running) => Promise<unknown>) {
  let browser: Browser;
  let app: Running;

  beforeAll(async () => {
    [browser, app] = await Promise.all([openBrowser(), runningPortal()]);
    mountPages(app);
    await prepare(app);
    await app.quiet();
  });
  afterAll(async () => {
    await browser.close();
    await app[Symbol.asyncDispose]();
  });

  return {
    get browser() {
      return browser;
    },
    get app() {
      return app;
    },
  };
}
