import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assess } from '../../src/scoring/assess.ts';
import { monthEndsBefore, monthsBetween } from '../../src/scoring/calendar.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { healthChange, healthHistory } from '../../src/scoring/trend.ts';
import { aDeal, aFrameOf, anAccountWith, dealsOn, on } from '../support/evidence.ts';

const today = on('2024-12-31');
const policy = { ...defaultPolicy, horizonDays: 365, lookbackDays: 730 };
const neighbours = Array.from({ length: 30 }, (_, i) =>
  anAccountWith(...dealsOn([today - 12 * i, today - 12 * i - 200, today - 900], 1000 + i)),
);
const frame = aFrameOf(neighbours, today, { policy });
const context = { frame, policy };

describe('change of health', () => {
  const quarterly = anAccountWith(...dealsOn([0, 1, 2, 3, 4, 5].map((i) => today - 100 - 90 * i)));

  it('is shown against 30 and 90 days ago', () => {
    const { health } = assess(quarterly, { ...context, standing: null });
    const then = (days: number) =>
      assess(quarterly, { ...context, standing: null, asOf: today - days }).health?.score ?? 0;

    expect(health?.change30Days).toBe((health?.score ?? 0) - then(30));
    expect(health?.change90Days).toBe((health?.score ?? 0) - then(90));
    expect(health?.change90Days).toBeLessThan(0);
  });

  it('is explained factor by factor', () => {
    const change = healthChange(quarterly, 90, context);

    expect(change?.arrow).toBe('down');
    expect(change?.deltas.map(({ code }) => code)).toContain('time_since_last_deal');
  });

  it('is explained by deltas that add up, base and cap included', () => {
    const histories = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 1, maxLength: 30 });
    const intercepts = fc.constantFrom(2.15, 9, -9);
    fc.assert(
      fc.property(histories, intercepts, fc.constantFrom(30, 90), (daysAgo, intercept, days) => {
        const account = anAccountWith(...dealsOn(daysAgo.map((ago) => today - ago)));
        const shifted = { ...frame, coefficients: { ...frame.coefficients, intercept } };
        const change = healthChange(account, days, { frame: shifted, policy });
        if (change === null) return;
        const sum = change.deltas.reduce((total, { points }) => total + points, 0);
        expect(sum).toBe(change.to.score - change.from.score);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    { what: 'a first purchase since then', days: [today - 20], change: null },
    { what: 'a return after the look-back', days: [today - 1000, today - 5], change: null },
  ])('is not told after $what', ({ days, change }) => {
    const account = anAccountWith(...dealsOn(days));

    expect(healthChange(account, 30, context)).toBe(change);
    expect(assess(account, { ...context, standing: null }).health?.change30Days).toBe(change);
  });

  it('shows an arrow from 5 points on', () => {
    const bought = anAccountWith(...dealsOn([today - 400, today - 300, today - 1]));
    const still = anAccountWith(...dealsOn([today - 500]));

    expect(healthChange(bought, 30, context)?.arrow).toBe('up');
    expect(healthChange(still, 30, context)?.arrow).toBe('none');
  });
});

describe('history of health', () => {
  it('has the ends of twelve full months, and today', () => {
    const account = anAccountWith(aDeal({ closedOn: on('2024-03-05') }));

    const history = healthHistory(account, context);

    expect(history.map(({ day }) => day)).toEqual([
      ...[
        '2023-12-31',
        '2024-01-31',
        '2024-02-29',
        '2024-03-31',
        '2024-04-30',
        '2024-05-31',
        '2024-06-30',
        '2024-07-31',
        '2024-08-31',
        '2024-09-30',
        '2024-10-31',
        '2024-11-30',
      ].map(on),
      today,
    ]);
    expect(history.slice(0, 3).every(({ score }) => score === null)).toBe(true);
    expect(history.slice(3).every(({ score }) => score !== null)).toBe(true);
    expect(history.at(-1)?.score).toBe(
      assess(account, { ...context, standing: null }).health?.score,
    );
  });
});

describe('calendar', () => {
  it.each([
    ['2021-10-15', '2023-10-15', 24],
    ['2021-10-15', '2023-10-14', 23],
    ['2024-01-31', '2024-02-29', 0],
    ['2024-01-31', '2024-03-31', 2],
    ['2024-02-29', '2025-02-28', 11],
    ['1999-12-31', '2000-01-01', 0],
    ['2024-05-05', '2024-05-05', 0],
  ])('from %s to %s are %d whole months', (from, to, months) => {
    expect(monthsBetween(on(from), on(to))).toBe(months);
  });

  it('agrees with the calendar of the runtime on every month end of 400 years', () => {
    const ends = monthEndsBefore(on('2200-01-15'), 12 * 400);

    const expected = ends.map((_, i) => Date.UTC(1800, i + 1, 0) / 86_400_000);

    expect(ends).toEqual(expected);
  });
});
