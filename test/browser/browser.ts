import path from 'node:path';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '../..');
/** Debian's Chromium; CI installs it. */
const executablePath = '/usr/bin/chromium';

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });
}

/** A page of a usual laptop, and what went wrong in it. */
export async function openPage(browser: Browser) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  return {
    page,
    problems,
    async [Symbol.asyncDispose]() {
      await page.close();
    },
  };
}

export async function openRecord(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.locator('body[data-ready]').waitFor();
}

export function saveScreenshot(page: Page, name: string): Promise<Buffer> {
  return page.screenshot({ path: path.join(root, 'screenshots', `${name}.png`), fullPage: true });
}

/** Elements inside the cards that stick out of them or are not drawn. */
export function layoutProblems(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const cards = [...document.querySelectorAll('.card-body')];
    if (cards.length === 0) return ['there is no card'];
    const problems = cards.flatMap((card) => {
      const right = card.getBoundingClientRect().right;
      const wide = [...card.querySelectorAll('*')].filter((element) => {
        const box = element.getBoundingClientRect();
        return (
          box.right > right + 1 ||
          (element.scrollWidth > element.clientWidth + 1 &&
            element.clientWidth > 0 &&
            getComputedStyle(element).overflowX !== 'visible')
        );
      });
      return [...wide, ...card.querySelectorAll('.unknown')];
    });
    return problems.map((element) => element.outerHTML.slice(0, 120));
  });
}

/** What axe calls serious or critical on the page. */
export async function accessibilityProblems(page: Page): Promise<string[]> {
  await page.addScriptTag({ content: axe.source });
  const { violations } = await page.evaluate(() =>
    (window as unknown as { axe: typeof axe }).axe.run(),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
}
