import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/model/day.ts';
import { calendarNames } from '../../src/model/execution-settings.ts';
import type { StrategyStep, Timing } from '../../src/model/strategy.ts';
import { isWorkingDay, workCalendar } from '../../src/strategy/calendar.ts';
import { occurrencesOf, type TimingFacts } from '../../src/strategy/due-dates.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { aStep, on, someFacts } from './a-plan.ts';

function dates(timing: Timing, facts: TimingFacts, [from, to]: [string, string]) {
  const step = aStep('step', timing);
  return occurrencesOf(step, [step], facts, { from: on(from), to: on(to) }).map(
    ({ period, dueOn }) => `${period} ${isoDate(dueOn)}`,
  );
}

const inChina = { calendar: workCalendar('CN') };

describe('due dates', () => {
  it.each<[string, Timing, Partial<TimingFacts>, [string, string], string[]]>([
    [
      'a monthly day moves over the weekend',
      { kind: 'monthly', day: 5 },
      {},
      ['2026-08-01', '2026-10-31'],
      ['2026-08 2026-08-05', '2026-09 2026-09-07', '2026-10 2026-10-05'],
    ],
    [
      'and over the holidays',
      { kind: 'monthly', day: 5 },
      inChina,
      ['2026-09-15', '2026-10-31'],
      ['2026-10 2026-10-08'],
    ],
    [
      'the 31st stays in its month, before a weekend too',
      { kind: 'monthly', day: 31 },
      {},
      ['2026-01-01', '2026-03-31'],
      ['2026-01 2026-01-30', '2026-02 2026-02-27', '2026-03 2026-03-31'],
    ],
    [
      'ten days before the end of the quarter, moved back',
      { kind: 'before_quarter_end', days: 10 },
      {},
      ['2025-10-01', '2026-06-30'],
      ['2025-Q4 2025-12-19', '2026-Q1 2026-03-20', '2026-Q2 2026-06-19'],
    ],
    [
      'more than a quarter before its end',
      { kind: 'before_quarter_end', days: 100 },
      {},
      ['2026-09-20', '2026-09-22'],
      ['2026-Q4 2026-09-22'],
    ],
    [
      'June and December',
      { kind: 'months', months: [6, 12], day: 10 },
      {},
      ['2026-01-01', '2026-12-31'],
      ['2026-06 2026-06-10', '2026-12 2026-12-10'],
    ],
    [
      'the second month of each quarter',
      { kind: 'quarterly', monthOfQuarter: 2, day: 10 },
      {},
      ['2026-01-01', '2026-12-31'],
      ['2026-Q1 2026-02-10', '2026-Q2 2026-05-11', '2026-Q3 2026-08-10', '2026-Q4 2026-11-10'],
    ],
    [
      'three days after the start',
      { kind: 'after_start', days: 3, repeat: 'once' },
      { startedOn: on('2026-11-16') },
      ['2026-01-01', '2028-01-01'],
      ['2026-11-16 2026-11-19'],
    ],
    [
      'three days of which the last are a weekend',
      { kind: 'after_start', days: 3, repeat: 'once' },
      { startedOn: on('2026-11-19') },
      ['2026-01-01', '2028-01-01'],
      ['2026-11-19 2026-11-20'],
    ],
    [
      'three days of nothing but holidays',
      { kind: 'after_start', days: 3, repeat: 'once' },
      { ...inChina, startedOn: on('2026-10-01') },
      ['2026-01-01', '2028-01-01'],
      ['2026-10-01 2026-10-08'],
    ],
    [
      'every year after the start',
      { kind: 'after_start', days: 30, repeat: 'yearly' },
      { startedOn: on('2026-03-02') },
      ['2026-01-01', '2028-12-31'],
      ['2026-03-02 2026-04-01', '2026-03-02+1y 2027-04-01', '2026-03-02+2y 2028-03-31'],
    ],
    [
      'before the next expected order, named by the last one',
      { kind: 'before_expected_order', days: 14 },
      { lastOrderOn: on('2026-09-01'), nextExpectedOn: on('2026-12-01') },
      ['2026-11-01', '2026-12-31'],
      ['after-2026-09-01 2026-11-17'],
    ],
    [
      'not where orders follow each other faster than that',
      { kind: 'before_expected_order', days: 14 },
      { lastOrderOn: on('2026-11-20'), nextExpectedOn: on('2026-11-30') },
      ['2026-11-01', '2026-12-31'],
      [],
    ],
    [
      'not without an order',
      { kind: 'before_expected_order', days: 14 },
      {},
      ['2026-11-01', '2026-12-31'],
      [],
    ],
    [
      'a week before each event',
      { kind: 'before_event', event: 'customer_salon', days: 7 },
      { events: [{ id: 'salon-12', kind: 'customer_salon', on: on('2026-12-13') }] },
      ['2026-11-01', '2026-12-31'],
      ['salon-12 2026-12-04'],
    ],
    [
      'after each signal since the start',
      { kind: 'after_signal', signal: 'new_need_enquiry', days: 2 },
      {
        startedOn: on('2026-11-01'),
        signals: [
          { id: 'form-1', kind: 'new_need_enquiry', on: on('2026-10-30') },
          { id: 'form-2', kind: 'new_need_enquiry', on: on('2026-11-02') },
          { id: 'ticket-1', kind: 'complaint_resolved', on: on('2026-11-02') },
        ],
      },
      ['2026-10-01', '2026-12-31'],
      ['form-2 2026-11-04'],
    ],
    [
      'before each signal whose day is known',
      { kind: 'before_signal', signal: 'contract_end', days: 30 },
      {
        startedOn: on('2026-11-01'),
        signals: [
          { id: 'contract-1', kind: 'contract_end', on: on('2026-12-31') },
          { id: 'contract-2', kind: 'contract_end', on: on('2026-11-20') },
          { id: 'deal-1', kind: 'deal_won', on: on('2026-12-31') },
        ],
      },
      ['2026-11-01', '2026-12-31'],
      ['contract-1 2026-12-01'],
    ],
    ['never, where a workflow decides', { kind: 'workflow' }, {}, ['2026-01-01', '2026-12-31'], []],
  ])('%s', (...[, timing, facts, window, expected]) => {
    expect(dates(timing, someFacts(facts), window)).toEqual(expected);
  });

  it('of the agenda are seven days before the review, and on entry at the latest', () => {
    const { steps } = strategyLibrary.core;
    const agenda = steps.find(({ key }) => key === 'core.review_prep') as StrategyStep;
    const window = { from: on('2026-09-01'), to: on('2026-12-31') };

    const dueOn = occurrencesOf(agenda, steps, someFacts({ startedOn: on('2026-09-16') }), window);

    expect(dueOn.map(({ period, dueOn }) => `${period} ${isoDate(dueOn)}`)).toEqual([
      '2026-Q3 2026-09-16',
      '2026-Q4 2026-12-14',
    ]);
  });
});

const libraryTimings = Object.values(strategyLibrary).flatMap(({ steps }) =>
  steps.map((step) => ({ step, steps })),
);
const anyFacts = fc
  .record({
    calendar: fc.constantFrom(...calendarNames),
    startedOn: fc.integer({ min: on('2025-01-01'), max: on('2026-06-30') }),
    lastOrderOn: fc.option(fc.integer({ min: on('2025-01-01'), max: on('2026-12-31') })),
    gap: fc.integer({ min: 1, max: 400 }),
    salon: fc.integer({ min: on('2025-01-01'), max: on('2027-12-31') }),
    enquiry: fc.integer({ min: on('2025-01-01'), max: on('2027-12-31') }),
  })
  .map(({ calendar, startedOn, lastOrderOn, gap, salon, enquiry }) =>
    someFacts({
      calendar: workCalendar(calendar),
      startedOn,
      lastOrderOn,
      nextExpectedOn: lastOrderOn === null ? null : lastOrderOn + gap,
      events: [{ id: 'salon', kind: 'customer_salon', on: salon }],
      signals: [
        { id: 'enquiry', kind: 'new_need_enquiry', on: enquiry },
        { id: 'complaint', kind: 'complaint_resolved', on: enquiry },
      ],
    }),
  );

describe('every step of the library', () => {
  it('is due on working days, in no period twice, and never before its strategy began', () => {
    fc.assert(
      fc.property(anyFacts, fc.constantFrom(...libraryTimings), (facts, { step, steps }) => {
        const window = { from: on('2025-01-01'), to: on('2027-12-31') };
        const found = occurrencesOf(step, steps, facts, window);

        expect(new Set(found.map(({ period }) => period)).size).toBe(found.length);
        for (const { dueOn } of found) {
          expect(dueOn).toBeGreaterThanOrEqual(facts.startedOn);
          expect(isWorkingDay(dueOn, facts.calendar)).toBe(true);
        }
      }),
    );
  });

  it('is found once however the time is cut into windows', () => {
    const from = on('2025-01-01');
    const to = on('2027-12-31');
    fc.assert(
      fc.property(
        anyFacts,
        fc.constantFrom(...libraryTimings),
        fc.uniqueArray(fc.integer({ min: from, max: to - 1 }), { maxLength: 20 }),
        (facts, { step, steps }, cuts) => {
          const ends = [...cuts.sort((one, other) => one - other), to];
          const piecewise = ends.flatMap((end, index) => {
            const start = index === 0 ? from : (ends[index - 1] ?? from) + 1;
            return occurrencesOf(step, steps, facts, { from: start, to: end });
          });

          expect(piecewise).toEqual(occurrencesOf(step, steps, facts, { from, to }));
        },
      ),
    );
  });

  it('keeps the order of the days after the start', () => {
    fc.assert(
      fc.property(anyFacts, fc.nat(60), fc.nat(60), (facts, one, other) => {
        const due = (days: number) => {
          const step = aStep('step', { kind: 'after_start', days, repeat: 'once' });
          const window = { from: facts.startedOn, to: facts.startedOn + 120 };
          return occurrencesOf(step, [step], facts, window)[0]?.dueOn ?? 0;
        };

        expect(due(Math.min(one, other))).toBeLessThanOrEqual(due(Math.max(one, other)));
      }),
    );
  });
});

describe('24 months', () => {
  const countOf = (type: 'core' | 'growth', key: string, facts: TimingFacts, from: number) => {
    const { steps } = strategyLibrary[type];
    const step = steps.find((candidate) => candidate.key === key) as StrategyStep;
    const start = Date.UTC(2025, from, 1) / 86_400_000;
    const end = Date.UTC(2025, from + 24, 0) / 86_400_000;
    return occurrencesOf(step, steps, { ...facts, startedOn: start }, { from: start, to: end })
      .length;
  };

  it('give 24 visits, 8 reviews with their agendas and reports, and 4 surveys, whatever the month and calendar', () => {
    for (const name of calendarNames) {
      for (let month = 0; month < 12; month += 1) {
        const facts = someFacts({ calendar: workCalendar(name) });

        expect(countOf('core', 'core.visit', facts, month)).toBe(24);
        expect(countOf('core', 'core.review', facts, month)).toBe(8);
        expect(countOf('core', 'core.review_prep', facts, month)).toBe(8);
        expect(countOf('core', 'core.roi', facts, month)).toBe(8);
        expect(countOf('growth', 'gr.survey', facts, month)).toBe(4);
      }
    }
  });
});
