import {
  Alert,
  Button,
  EmptyState,
  ErrorState,
  Heading,
  hubspot,
  Link,
  LoadingSpinner,
  ProgressBar,
  SearchInput,
  Select,
  Table,
  TableHeader,
  Tabs,
  Text,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Portfolio } from '../../extensions/app/pages/contract.ts';
import { PortfolioPage } from '../../extensions/app/pages/PortfolioPage.tsx';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import { nothingYet, notInstalled } from '../../src/portfolio/portfolio-view-rules.ts';
import { wordsIn } from '../../src/words/words.ts';
import { aCardPortal, halfImported, noon } from '../cards/an-assessment.ts';
import { aPortfolio } from '../portfolio/portfolio-views.ts';

type Answer = Portfolio | number | Promise<never>;

function nothing(portal: Parameters<typeof aCardPortal>[0]): Portfolio {
  return nothingYet(viewContext(wordsIn('en'), aCardPortal(portal), noon));
}

const readCompanies = (done: number) => [
  { objectType: 'company' as const, done, total: done, isFinished: true },
];

/** Opens the page on a service that gives these answers in turn, the last one from then on. */
function openPage(answers: Answer[], locale = 'en') {
  const asked: URL[] = [];
  vi.spyOn(hubspot, 'fetch').mockImplementation(async (url) => {
    asked.push(new URL(String(url)));
    const answer = await answers[Math.min(asked.length, answers.length) - 1];
    return typeof answer === 'number'
      ? new Response('{}', { status: answer })
      : new Response(JSON.stringify(answer), { status: 200 });
  });
  const renderer = createRenderer('pages');
  renderer.mocks.context.variables = { BACKEND_ORIGIN: 'https://mainstay.example.com' };
  renderer.mocks.context.user.locale = locale;
  renderer.render(<PortfolioPage />);
  return { ...renderer, asked };
}

/** Those of one kind of table or header only; the renderer's types leave them out. */
type Handlers = {
  onPageChange?: (page: number) => void;
  onSortChange?: (direction: string) => void;
};

type Page = ReturnType<typeof openPage>;

const untilReady = (page: Page) => page.waitFor(() => expect(page.maybeFind(Tabs)).not.toBeNull());

function buttonNamed(page: Page, name: RegExp) {
  const found = page.findAll(Button).find((button) => name.test(button.text ?? ''));
  if (!found) throw new Error(`no button ${name}`);
  return found;
}

afterEach(() => vi.restoreAllMocks());

describe('the portfolio page', () => {
  it('says that it is loading', async () => {
    const page = openPage([new Promise<never>(() => undefined)], 'zh-cn');
    await vi.waitFor(() => expect(page.asked).toHaveLength(1));

    expect(page.find(LoadingSpinner).props.label).toBe('正在加载客户组合');
  });

  it('asks once, for the portal’s portfolio in the viewer’s language', async () => {
    const page = openPage([aPortfolio()], 'zh-tw');
    await untilReady(page);

    expect(page.asked.map(({ origin, pathname }) => origin + pathname)).toEqual([
      'https://mainstay.example.com/portfolio',
    ]);
    expect(page.asked[0]?.searchParams.get('locale')).toBe('zh-tw');
  });

  it('shows first the money, with the accounts that hold most of it', async () => {
    const page = openPage([aPortfolio()]);
    await untilReady(page);

    const [headline] = page.findAll(Heading);
    expect(headline?.text).toBe('€100 of €1,000 is at risk');
    expect(page.findAll(Link)[0]?.props).toMatchObject({
      href: 'https://app.example.com/contacts/42/record/0-2/21000000011',
    });
  });

  it('opens a box’s accounts when it is clicked', async () => {
    const page = openPage([aPortfolio(), aPortfolio({ query: { box: 'core' } })]);
    await untilReady(page);

    buttonNamed(page, /^Core · 3 accounts$/).trigger('onClick');

    await page.waitFor(() => {
      expect(page.asked[1]?.searchParams.get('box')).toBe('core');
      expect(page.find(Tabs).props.selected).toBe('accounts');
      expect(page.findAll(Text).map(({ text }) => text)).toContain(
        'Filtered by Customer type: Core',
      );
    });
  });

  it('narrows by a filter and takes all conditions away again', async () => {
    const page = openPage([aPortfolio(), aPortfolio({ query: { owner: '7' } }), aPortfolio()]);
    await untilReady(page);

    page.find(Select, { name: 'owner' }).props.onChange?.('7');
    await page.waitFor(() => expect(page.find(Select, { name: 'owner' }).props.value).toBe('7'));
    buttonNamed(page, /Clear all/).trigger('onClick');
    await page.waitFor(() => expect(page.find(Select, { name: 'owner' }).props.value).toBe(''));

    expect(page.asked.map(({ searchParams }) => searchParams.get('owner'))).toEqual([
      null,
      '7',
      null,
    ]);
  });

  it('searches, sorts and leafs through on the service', async () => {
    const page = openPage([aPortfolio()]);
    await untilReady(page);
    const lastAsked = () => Object.fromEntries(page.asked.at(-1)?.searchParams ?? []);

    const table = page.find(Table, { paginated: true }).props as Handlers;
    table.onPageChange?.(3);
    await page.waitFor(() => expect(page.asked).toHaveLength(2));
    expect(lastAsked()).toMatchObject({ page: '3' });

    page.find(TableHeader, { sortDirection: 'descending' });
    const [byName] = page.findAll(TableHeader, { sortDirection: 'none' });
    const header = (byName?.props ?? {}) as Handlers;
    header.onSortChange?.('ascending');
    await page.waitFor(() => expect(page.asked).toHaveLength(3));
    expect(lastAsked()).toMatchObject({ sort: 'name' });
    expect(lastAsked()).not.toHaveProperty('page');

    page.find(SearchInput).props.onChange?.(' nord ');
    await page.waitFor(() => expect(page.asked).toHaveLength(4));
    expect(lastAsked()).toMatchObject({ sort: 'name', search: 'nord' });
  });

  it('offers the list as a file behind a link', async () => {
    const page = openPage([aPortfolio()]);
    await untilReady(page);

    expect(buttonNamed(page, /Download CSV/).props.href).toEqual({
      url: 'https://mainstay.example.com/portfolio/file?mac=x',
      external: true,
    });
  });

  it('says when nobody matches, and keeps the filters', async () => {
    const page = openPage([aPortfolio({ lines: [], query: { search: 'zzz' } })]);
    await untilReady(page);

    expect(page.find(EmptyState).props.title).toBe('No account matches');
    expect(page.findAll(Select)).toHaveLength(6);
  });
});

describe('a portfolio that cannot be shown', () => {
  it.each([
    ['not installed', notInstalled(wordsIn('en')), /not connected/],
    ['without companies', nothing({ backfill: readCompanies(0) }), /No companies yet/],
  ])('says so: %s', async (_what, answer, title) => {
    const page = openPage([answer]);

    await page.waitFor(() => expect(page.find(EmptyState).props.title).toMatch(title));
  });

  it('says who may see it', async () => {
    const page = openPage([403]);

    await page.waitFor(() => expect(page.find(ErrorState).props.type).toBe('lock'));
  });

  it('says who can connect it again', async () => {
    const page = openPage([nothing({ status: 'revoked' })]);

    await page.waitFor(() => expect(page.find(Alert).text).toMatch(/admin can reconnect/));
  });

  it('shows how far the import is', async () => {
    const page = openPage([nothing({ backfill: halfImported })]);

    await page.waitFor(() =>
      expect(page.find(ProgressBar).props).toMatchObject({ value: 40_200, maxValue: 93_000 }),
    );
  });

  it('shows a portfolio by itself once the import is over', async () => {
    vi.useFakeTimers();
    const page = openPage([nothing({ backfill: readCompanies(3) }), aPortfolio()]);
    await vi.advanceTimersByTimeAsync(10);
    expect(page.maybeFind(Tabs)).toBeNull();

    await vi.advanceTimersByTimeAsync(10_000);

    expect(page.maybeFind(Tabs)).not.toBeNull();
    vi.useRealTimers();
  });

  it('gives a failure a number and another try', async () => {
    const page = openPage([500, aPortfolio()]);
    await page.waitFor(() =>
      expect(page.find(ErrorState).props.title).toBe('The portfolio could not be loaded'),
    );
    const texts = page.findAll(Text).map(({ text }) => text);
    expect(texts.join()).toMatch(/Error number: [A-Z0-9]+/);

    buttonNamed(page, /Try again/).trigger('onClick');

    await untilReady(page);
  });

  it('keeps what it showed when a refresh fails', async () => {
    const page = openPage([aPortfolio(), 503]);
    await untilReady(page);

    buttonNamed(page, /^Refresh$/).trigger('onClick');

    await page.waitFor(() =>
      expect(page.findAll(Text).map(({ text }) => text)).toContain(
        'Could not refresh; what you see is the last answer.',
      ),
    );
    expect(page.maybeFind(Tabs)).not.toBeNull();
  });
});
