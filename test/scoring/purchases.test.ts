import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countUntil, purchasesOf } from '../../src/scoring/purchases.ts';
import { quantitiesOf } from '../../src/scoring/quantities.ts';
import { aDeal, on } from '../support/evidence.ts';

const today = 20_000;

describe('purchases', () => {
  it('merges the deals of one day', () => {
    const deals = [
      aDeal({ closedOn: 10, amount: 4000 }),
      aDeal({ closedOn: 12, amount: 100 }),
      aDeal({ closedOn: 10, amount: 1500 }),
    ];

    expect(purchasesOf(deals, today)).toMatchObject({ days: [10, 12], amounts: [5500, 100] });
  });

  it.each([
    { what: 'a refund nets within its day', amounts: [9500, -2000], days: [10], net: [7500] },
    { what: 'a day that nets to nothing is none', amounts: [500, -500], days: [], net: [] },
    { what: 'a day that nets below zero is none', amounts: [-500], days: [], net: [] },
    { what: 'a deal of nothing is none', amounts: [0], days: [], net: [] },
    { what: 'a missing amount counts for the day', amounts: [null], days: [10], net: [0] },
    { what: 'a missing amount adds no value', amounts: [null, 700], days: [10], net: [700] },
    { what: 'a missing amount hides a refund', amounts: [null, -700], days: [10], net: [0] },
  ])('$what', ({ amounts, days, net }) => {
    const deals = amounts.map((amount) => aDeal({ closedOn: 10, amount }));

    expect(purchasesOf(deals, today)).toMatchObject({ days, amounts: net });
  });

  it('ignores what is open, lost, undated or dated ahead', () => {
    const deals = [
      aDeal({ status: 'open' }),
      aDeal({ status: 'lost' }),
      aDeal({ closedOn: null }),
      aDeal({ closedOn: today + 1 }),
      aDeal({ closedOn: today }),
    ];

    expect(purchasesOf(deals, today).days).toEqual([today]);
  });

  it('tells missing amounts from missing exchange rates', () => {
    const deals = [
      aDeal({ amount: null }),
      aDeal({ amount: null, amountProblem: 'no_exchange_rate' }),
      aDeal({ amount: null, amountProblem: 'no_exchange_rate' }),
      aDeal({ amount: null, status: 'open' }),
    ];

    expect(purchasesOf(deals, today)).toMatchObject({
      dealsWithoutAmount: 1,
      amountsWithoutRate: 2,
    });
  });

  it('counts what the portal’s own rates converted, with the day of the oldest', () => {
    const deals = [
      aDeal({ rateOn: on('2026-11-02') }),
      aDeal({ rateOn: on('2026-10-31') }),
      aDeal({ rateOn: on('2026-01-01'), status: 'open' }),
      aDeal(),
    ];

    expect(purchasesOf(deals, on('2026-11-20')).converted).toEqual({
      amounts: 2,
      oldestRateOn: on('2026-10-31'),
    });
    expect(purchasesOf([aDeal()], on('2026-11-20'))).not.toHaveProperty('converted');
  });

  it('does not depend on the order of the deals', () => {
    const deal = fc.record({
      closedOn: fc.integer({ min: 28, max: 31 }),
      // Cents: sums of them depend on their order in the last bits.
      amount: fc.option(fc.integer({ min: -10_000, max: 100_000 }).map((cents) => cents / 100)),
    });
    const shuffled = fc
      .array(deal, { maxLength: 30 })
      .chain((deals) =>
        fc.tuple(fc.constant(deals), fc.shuffledSubarray(deals, { minLength: deals.length })),
      );

    fc.assert(
      fc.property(shuffled, ([deals, others]) => {
        expect(purchasesOf(others.map(aDeal), 30)).toEqual(purchasesOf(deals.map(aDeal), 30));
      }),
    );
  });

  it.each([
    { ago: 29, recentCount: 2, revenueInHorizon: 14, revenueBefore: 0, revenueTtm: 14 },
    { ago: 30, recentCount: 1, revenueInHorizon: 7, revenueBefore: 7, revenueTtm: 14 },
    { ago: 59, recentCount: 1, revenueInHorizon: 7, revenueBefore: 7, revenueTtm: 14 },
    { ago: 60, recentCount: 1, revenueInHorizon: 7, revenueBefore: 0, revenueTtm: 14 },
    { ago: 364, recentCount: 1, revenueInHorizon: 7, revenueBefore: 0, revenueTtm: 14 },
    { ago: 365, recentCount: 1, revenueInHorizon: 7, revenueBefore: 0, revenueTtm: 7 },
  ])('of today and $ago days ago within 30 days and twelve months', ({ ago, ...expected }) => {
    const deals = [today, today - ago].map((closedOn) => aDeal({ closedOn, amount: 7 }));

    expect(quantitiesOf(purchasesOf(deals, today), today, 30)).toMatchObject(expected);
  });

  it('may be columns of a larger array, read up to a day', () => {
    const days = Int32Array.of(7, 10, 40, 90);
    const amounts = Float64Array.of(5, 1, 2, 3);
    const purchases = {
      days: days.subarray(1),
      amounts: amounts.subarray(1),
      dealsWithoutAmount: 0,
      amountsWithoutRate: 0,
    };

    expect(countUntil(purchases, 40)).toBe(2);
    expect(quantitiesOf(purchases, 50, 30)).toMatchObject({
      count: 2,
      silentDays: 10,
      ageDays: 40,
      recentCount: 1,
      total: 3,
      revenueInHorizon: 2,
      revenueBefore: 1,
    });
    expect(quantitiesOf(purchases, 9, 30)).toBeNull();
  });
});
