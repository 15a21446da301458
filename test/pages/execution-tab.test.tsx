import {
  Button,
  EmptyState,
  ErrorState,
  hubspot,
  Select,
  Table,
  TableCell,
  TableHeader,
  Text,
} from '@hubspot/ui-extensions';
import { createRenderer } from '@hubspot/ui-extensions/testing';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Execution } from '../../extensions/app/pages/contract.ts';
import { ExecutionTab } from '../../extensions/app/pages/ExecutionTab.tsx';
import { problemTable } from '../../src/ledger/discipline-view-rules.ts';
import type { LedgerQuestion } from '../../src/ledger/ledger-query-rules.ts';
import { executionLedger, ledgerFilters } from '../../src/ledger/ledger-view-rules.ts';
import { dayIn } from '../../src/model/day.ts';
import { accountId, portalId } from '../../src/model/ids.ts';
import { notInstalled } from '../../src/portfolio/portfolio-view-rules.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { type Locale, locales, wordsIn } from '../../src/words/words.ts';
import { aStepTask } from '../cards/an-account-strategy.ts';
import { today } from '../cards/an-assessment.ts';

/** Two tasks of companies without an owner. */
const nobodyOwnsIt = {
  ownerId: '11',
  problem: JSON.stringify([{ code: 'empty_property', property: 'hubspot_owner_id' }]),
  movedFrom: null,
  tasks: 2,
};

const noQuestion: LedgerQuestion = { filter: {}, page: 1 };

/** One late visit; or nothing. */
function anExecution(locale: Locale, { isEmpty = false } = {}): Execution {
  const task = aStepTask({ plannedOn: today - 2, dueOn: today - 2, problem: 'Nobody there' });
  const context = {
    words: wordsIn(locale),
    portalId: portalId(7),
    uiDomain: 'app.example.com',
    question: noQuestion,
    today,
    dayOf: dayIn('UTC'),
    strategies: Object.values(strategyLibrary),
    ownerNames: new Map([['11', 'Ben Chen']]),
  };
  const account = { id: accountId('21000000011'), name: 'Nordwind GmbH' };
  const entries = isEmpty ? [] : [{ account, task, next: null }];
  const page = { entries, total: entries.length, isTotalExact: true, csvUrl: 'https://x.example' };
  return {
    state: 'ready',
    filters: ledgerFilters([], context),
    ledger: executionLedger(page, context),
    visits: null,
    spotChecks: null,
    problems: problemTable([nobodyOwnsIt], context),
    rates: null,
  };
}

const closers: (() => void)[] = [];

function openTab(answer: Execution | number, locale: Locale = 'en') {
  const asked: URL[] = [];
  vi.spyOn(hubspot, 'fetch').mockImplementation(async (url) => {
    asked.push(new URL(String(url)));
    return typeof answer === 'number'
      ? new Response('{}', { status: answer })
      : new Response(JSON.stringify(answer), { status: 200 });
  });
  const renderer = createRenderer('pages');
  renderer.mocks.context.variables = { BACKEND_ORIGIN: 'https://mainstay.example.com' };
  renderer.mocks.context.user.locale = locale;
  renderer.render(<ExecutionTab />);
  closers.push(() => renderer.render(<Text>closed</Text>));
  return { renderer, asked };
}

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

describe('the tab of executions', () => {
  it.each(locales)('has the ten columns and what hinders tasks, in %s', async (locale) => {
    const { renderer } = openTab(anExecution(locale), locale);

    await renderer.waitFor(() => expect(renderer.findAll(Table)).toHaveLength(2));

    const headers = renderer.findAll(TableHeader).map((header) => header.text);
    const { say } = wordsIn(locale);
    expect(headers.slice(0, 10)).toEqual([
      say('ledger.number'),
      say('ledger.name'),
      say('ledger.step'),
      say('ledger.owner'),
      say('ledger.planned'),
      say('ledger.done'),
      say('ledger.status'),
      say('ledger.feedback'),
      say('ledger.problem'),
      say('ledger.next'),
    ]);
  });

  it.each<[Locale, string]>([
    ['en', 'The property Company owner of the company is empty'],
    ['zh-TW', '公司屬性「公司負責人」為空'],
  ])(
    'says what hinders tasks as people call it, numbers to the right, in %s',
    async (locale, why) => {
      const { renderer } = openTab(anExecution(locale), locale);

      await renderer.waitFor(() => expect(renderer.findAll(Table)).toHaveLength(2));

      const cells = renderer.findAll(TableCell).slice(-3);
      expect(cells.map(({ text, props }) => [text, props.align])).toEqual([
        [why, 'left'],
        ['Ben Chen', 'left'],
        ['2', 'right'],
      ]);
    },
  );

  it('asks for what the filters select, from the first page on', async () => {
    const { renderer, asked } = openTab(anExecution('en'));
    await renderer.waitFor(() => renderer.find(Select));

    const { onChange } = renderer.find(Select, { name: 'ledger-status' }).props;
    onChange?.('deferred');

    await renderer.waitFor(() => expect(asked).toHaveLength(2));
    expect(asked[1]?.searchParams.get('status')).toBe('deferred');
    expect(asked[1]?.searchParams.get('page')).toBe('');
  });

  it.each(locales)('says what is missing when there is nothing, in %s', async (locale) => {
    const { renderer } = openTab(anExecution(locale, { isEmpty: true }), locale);

    const text = wordsIn(locale).say('ledger.none');
    await renderer.waitFor(() =>
      expect(renderer.findAll(Text).map((one) => one.text)).toContain(text),
    );
  });

  it('offers another try when the service fails', async () => {
    const { renderer, asked } = openTab(503);
    await renderer.waitFor(() => renderer.find(ErrorState));

    renderer.find(Button).trigger('onClick');

    await renderer.waitFor(() => expect(asked).toHaveLength(2));
  });

  it('says that the app is not connected', async () => {
    const { renderer } = openTab(notInstalled(wordsIn('en')));

    const title = wordsIn('en').say('unavailable.not_installed_title');
    await renderer.waitFor(() => expect(renderer.find(EmptyState).props.title).toBe(title));
  });
});
