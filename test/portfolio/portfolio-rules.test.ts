import { describe, expect, it } from 'vitest';
import { viewContext } from '../../src/cards/view-context-rules.ts';
import { csvLine } from '../../src/http/csv-rules.ts';
import { createFileLinks } from '../../src/http/file-link.ts';
import type { PortfolioCell } from '../../src/model/portfolio.ts';
import { portfolioAccountOf } from '../../src/portfolio/account-rules.ts';
import { csvRow } from '../../src/portfolio/list-view-rules.ts';
import { measures } from '../../src/portfolio/money-view-rules.ts';
import { nothingYet } from '../../src/portfolio/portfolio-view-rules.ts';
import { PortfolioQuery } from '../../src/portfolio/query-rules.ts';
import { cellTable, summaryOf } from '../../src/portfolio/summary-rules.ts';
import { locales, wordsIn } from '../../src/words/words.ts';
import {
  aCardPortal,
  aHealthyAssessment,
  aNewAssessment,
  anAssessment,
  halfImported,
  noon,
  today,
  withRisk,
} from '../cards/an-assessment.ts';
import { aCell } from './a-portfolio-account.ts';
import { aContext, aLine, aPortfolio } from './portfolio-views.ts';

describe('a measure', () => {
  const keyShare = (share: number) => [
    aCell({ valueTier: 'high', revenueTtm: share }),
    aCell({ valueTier: 'low', revenueTtm: 100 - share }),
  ];

  it.each([
    [29, 'Below 30%', 'watch'],
    [30, 'Within 30% to 70%', 'good'],
    [70, 'Within 30% to 70%', 'good'],
    [71, 'Above 70%', 'watch'],
  ])('judges a key-account share of %d per cent', (share, text, tone) => {
    const [, measure] = measures(aLine(), aContext({ cells: keyShare(share) }));

    expect(measure?.verdict).toEqual({ text, tone });
  });

  it.each([
    [20, 'Not above 20%', 'good'],
    [20.1, 'Above 20%', 'watch'],
    [25, 'Above 20%', 'watch'],
    [25.1, 'Above 25%', 'bad'],
  ])('judges a largest account of %d per cent', (share, text, tone) => {
    const context = aContext({ cells: [aCell({ revenueTtm: 100 })] });

    const largest = measures(aLine(anAssessment(), { revenueTtm: share }), context)[3];

    expect(largest?.verdict).toEqual({ text, tone });
  });

  it.each([
    [4, '4%', 'Under 5%', 'good'],
    [5, '5%', '5% or more', 'bad'],
  ])('judges the loss of key accounts: of 100, %d', (lost, value, text, tone) => {
    const cells = [
      aCell({ wasKeyAccount: true, isSilentForAYear: true, accounts: lost }),
      aCell({ wasKeyAccount: true, accounts: 100 - lost }),
    ];

    const churn = measures(aLine(), aContext({ cells }))[2];

    expect(churn).toMatchObject({ value, verdict: { text, tone }, change: { past: 'key_lost' } });
  });

  it('says which customers of the year before bought again, and how much was kept', () => {
    const cells = [
      aCell({ wasCustomer: true, accounts: 9, revenueYearBefore: 900, revenueTtm: 800 }),
      aCell({
        wasCustomer: true,
        isSilentForAYear: true,
        accounts: 1,
        revenueYearBefore: 100,
        revenueTtm: 0,
      }),
      aCell({ accounts: 5, revenueTtm: 500 }),
    ];

    const [retention] = measures(aLine(), aContext({ cells }));

    expect(retention).toMatchObject({
      value: '90%',
      hint: '9 of 10 bought again; revenue kept: 80%',
      open: 'Show 1 that did not',
    });
  });

  it('claims nothing where there is nothing to count', () => {
    const cells = [aCell({ lifecycle: 'prospect', revenueTtm: 0, revenueAtRisk: 0 })];

    for (const measure of measures(undefined, aContext({ cells }))) {
      expect(measure).toMatchObject({ value: '–', verdict: null, open: null });
    }
  });
});

describe('a summary', () => {
  it('counts the same in slices as at once', () => {
    const cells: PortfolioCell[] = [
      aCell({ accounts: 2 }),
      aCell({ ownerId: null, accounts: 3 }),
      aCell({ accounts: 4, nineBox: null }),
    ];

    const atOnce = summaryOf(cellTable([cells]), {});
    const inSlices = summaryOf(cellTable([...cells.map((cell) => [cell]), cells]), {});

    expect(inSlices.total.accounts).toBe(2 * atOnce.total.accounts);
    expect([...inSlices.boxes.keys()].sort()).toEqual([...atOnce.boxes.keys()].sort());
    expect(cellTable([cells, cells]).size).toBe(3);
  });

  it('keeps more owners and industries apart than two bytes can number', () => {
    const cells = Array.from({ length: 65_537 }, (_, n) => aCell({ industry: `I${n}` }));

    const { total } = summaryOf(cellTable([cells]), { industry: 'I65536' });

    expect(total.accounts).toBe(1);
  });

  it('leaves what the filter asks for, and every division adds up to it', () => {
    const cells = [
      aCell({ healthBand: 'at_risk', accounts: 2, healthSum: 40 }),
      aCell({ healthBand: null, accounts: 5 }),
      aCell({ ownerId: '8', accounts: 11 }),
    ];

    const summary = summaryOf(cellTable([cells]), { ownerId: '7' });

    expect(summary.total).toMatchObject({ accounts: 7, banded: 2, healthSum: 90, atRiskBand: 2 });
    for (const sums of [summary.boxes, summary.bands, summary.lifecycles, summary.matrix]) {
      const counted = [...sums.values()].reduce((all, sum) => all + sum.accounts, 0);
      expect(counted).toBe(7);
    }
    expect([...summary.owners.keys()]).toEqual(['7']);
  });
});

describe('a question', () => {
  it('takes blanks for no condition', () => {
    expect(PortfolioQuery.parse({ box: '', search: ' ', page: '' })).toEqual({
      filter: {},
      search: null,
      sort: 'at_risk',
      page: 1,
    });
  });

  it.each([
    { box: 'gold' },
    { page: '0' },
    { page: '1.5' },
    { sort: 'luck' },
    { search: 'a'.repeat(101) },
  ])('refuses %j', (query) => {
    expect(PortfolioQuery.safeParse(query).success).toBe(false);
  });
});

describe('a line of the file', () => {
  it.each([
    ['=1+1', '"\'=1+1"'],
    ['+49 30', '"\'+49 30"'],
    ['-5', '"\'-5"'],
    ['@SUM(A1)', '"\'@SUM(A1)"'],
    ['\tx', '"\'\tx"'],
    ['a, "b"', '"a, ""b"""'],
    ['北风有限公司', '北风有限公司'],
  ])('keeps %j a text', (text, cell) => {
    expect(csvLine([text, -5, null])).toBe(`${cell},-5,\r\n`);
  });

  it('has the numbers as numbers and the reasons of the list', () => {
    const row = csvRow(aLine(), aContext());

    expect(row.slice(1, 5)).toEqual(['Nordwind GmbH', 'Ada Long', 'Mature stable', 43]);
    expect(row.slice(6)).toEqual([412_000, 259_560, 'Machinery']);
    expect(row[5]).toContain('No order for 329 days');
  });
});

describe('a link to a file', () => {
  const links = createFileLinks('secret', 'portfolio', 60_000);
  const now = new Date(noon);

  it('is good for the question it was made for, until its time is up', () => {
    const query = links.sign(new URLSearchParams({ portalId: '42', box: 'core' }), now);

    expect(links.check(query, now)).toBe('good');
    expect(links.check(query, new Date(noon + 60_001))).toBe('expired');
    query.set('box', 'none');
    expect(links.check(query, now)).toBe('forged');
  });

  it('is nobody else’s to make', () => {
    const query = createFileLinks('other', 'portfolio', 60_000).sign(new URLSearchParams(), now);

    expect(links.check(query, now)).toBe('forged');
    expect(links.check(new URLSearchParams(), now)).toBe('forged');
    const ofOtherFile = createFileLinks('secret', 'strategies', 60_000);
    expect(links.check(ofOtherFile.sign(new URLSearchParams(), now), now)).toBe('forged');
  });
});

describe('what is kept of an account', () => {
  const profile = { name: 'A', ownerId: null, industry: null } as never;
  const sold = (daysAgo: number, amount: number) => ({
    id: String(daysAgo),
    status: 'won' as const,
    amount,
    closedOn: today - daysAgo,
    createdOn: today - daysAgo,
    stageProbability: 1,
  });
  const keptOf = (...deals: ReturnType<typeof sold>[]) =>
    portfolioAccountOf({ profile, deals }, anAssessment(), { lookbackDays: 730 });

  it.each([
    ['only since', [sold(364, 5)], null, null],
    ['on the last day of the year before', [sold(365, 5)], 5, 5],
    ['on the first day of the year before', [sold(729, 5)], 5, 2.5],
    ['before that', [sold(730, 5)], null, 2.5],
    ['so long ago that it was lost then', [sold(1_200, 5)], null, null],
  ])('knows of one who bought %s', (_when, deals, revenueYearBefore, valueYearAgo) => {
    const kept = keptOf(...deals);

    expect(kept.revenueYearBefore).toBe(revenueYearBefore);
    if (valueYearAgo === null) expect(kept.valueYearAgo).toBeNull();
    else expect(kept.valueYearAgo).toBeCloseTo(valueYearAgo, 1);
  });
});

describe('the list', () => {
  it('says first what the purchases say when only the decision maker is missing', () => {
    const assessment = anAssessment(withRisk({ signals: [{ code: 'R8_no_kdm', facts: {} }] }));

    const [row] = aPortfolio({ lines: [aLine(assessment)] }).list.rows;

    expect(row?.reasons).toEqual([
      'Silent for 329 days, usually orders every 92 days',
      'No key decision maker known',
    ]);
  });

  it('shows no score where it is too early for one', () => {
    const [row] = aPortfolio({ lines: [aLine(aNewAssessment())] }).list.rows;

    expect(row).toMatchObject({
      type: 'New',
      health: '',
      band: { text: 'Not scored', tone: 'neutral' },
      reasons: [],
    });
  });

  it('links to the record in the portal', () => {
    const [row] = aPortfolio({ lines: [aLine(aHealthyAssessment())] }).list.rows;

    expect(row?.url).toBe('https://app.example.com/contacts/42/record/0-2/21000000011');
  });
});

describe('the conditions in force', () => {
  it.each(locales)('are said in %s, and taken away at once', (locale) => {
    const query = { owner: '7', box: 'core', past: 'lapsed', matrix: 'IV', search: 'nord' };

    const { chosen } = aPortfolio({ query, locale });

    expect(chosen?.text).toContain('Ada Long');
    expect(chosen?.text).toContain(wordsIn(locale).say('box.core'));
    expect(chosen?.text).toContain('nord');
    expect(chosen?.change).toEqual({ owner: '', box: '', past: '', matrix: '', search: '' });
  });

  it('are none at first', () => {
    expect(aPortfolio().chosen).toBeNull();
  });
});

describe('a portal without scored accounts', () => {
  const shown = (portal: Parameters<typeof aCardPortal>[0]) =>
    nothingYet(viewContext(wordsIn('en'), aCardPortal(portal), noon));
  const read = (done: number) => [
    { objectType: 'company' as const, done, total: done, isFinished: true },
  ];

  it.each([
    [
      'is being imported',
      { backfill: halfImported },
      { state: 'waiting', progress: { value: 40_200 } },
    ],
    ['is being scored', { backfill: read(12) }, { state: 'waiting', progress: null }],
    ['has no companies', { backfill: read(0) }, { state: 'empty' }],
    ['was cut off', { status: 'revoked' as const }, { state: 'unavailable', why: 'reconnect' }],
  ])('%s', (_what, portal, expected) => {
    expect(shown(portal)).toMatchObject(expected);
  });

  it('is told from one that has only prospects', () => {
    const cells = [aCell({ lifecycle: 'prospect', nineBox: null, revenueTtm: 0 })];

    const { notices } = aPortfolio({ cells });

    expect(notices.map(({ title }) => title)).toEqual(['No won deals yet']);
  });
});
