import { describe, expect, it } from 'vitest';
import { chanceOfSoFew, chanceOfSoMany } from '../../src/scoring/count-tests.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { quantitiesOf } from '../../src/scoring/quantities.ts';
import { hasPlunged, ordersByPeriod } from '../../src/scoring/risk-signals.ts';

/** A small generator with a seed (mulberry32): the same customers in every run. */
function seededChance(seed: number) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const chance = seededChance(20_261_121);
const exponential = () => -Math.log(1 - chance());

/** How long until the next order, in mean gaps. */
const habits = {
  'orders by pure chance': exponential,
  'orders evenly': () => (exponential() + exponential() + exponential()) / 3,
  'orders in bursts': () => exponential() * (chance() < 0.5 ? 0.1 : 1.9),
};

/** Days with an order, from day 0 on. */
function orderDays(habit: () => number, perQuarter: number, until: number): number[] {
  const meanGap = 90 / perQuarter;
  const days = new Set<number>();
  for (let t = -chance() * meanGap; t < until; t += habit() * meanGap) {
    if (t >= 0) days.add(Math.floor(t));
  }
  return [...days];
}

function isAlarmed(days: number[], asOf: number): boolean {
  const known = days.filter((day) => day <= asOf);
  const purchases = {
    days: known,
    amounts: known.map(() => 1),
    dealsWithoutAmount: 0,
    amountsWithoutRate: 0,
  };
  const quantities = quantitiesOf(purchases, asOf, 90);
  const counts = quantities && ordersByPeriod({ purchases, quantities, asOf, policy });
  return counts !== null && hasPlunged(counts, policy);
}

function shareOf(runs: number, happens: () => boolean): number {
  let count = 0;
  for (let run = 0; run < runs; run++) if (happens()) count += 1;
  return count / runs;
}

const historyDays = 9 * 90;

describe('a plunge of orders', { timeout: 60_000 }, () => {
  it.each(
    Object.entries(habits).flatMap(([name, habit]) =>
      [6, 12, 30].map((perQuarter) => ({ name, habit, perQuarter })),
    ),
  )(
    'is falsely seen in at most 2 % of stable customers a quarter: $name, $perQuarter',
    (stable) => {
      const everyDay = Array.from({ length: 90 }, (_, i) => historyDays + i);

      const falseAlarms = shareOf(300, () => {
        const days = orderDays(stable.habit, stable.perQuarter, historyDays + 90);
        return everyDay.some((asOf) => isAlarmed(days, asOf));
      });

      // 300 customers tell a share to within a percent.
      expect(falseAlarms).toBeLessThan(0.025);
    },
  );

  it.each([
    [12, 0.1, 0.6],
    [30, 0.3, 0.8],
    [90, 0.4, 0.9],
  ])('of %d orders a quarter to a share of %d is seen in most cases', (perQuarter, left, seen) => {
    const alarms = shareOf(400, () => {
      const days = orderDays(habits['orders by pure chance'], perQuarter, historyDays);
      const rest = days.filter((day) => day < historyDays - 90 || chance() < left);
      return isAlarmed(rest, historyDays - 1);
    });

    expect(alarms).toBeGreaterThan(seen);
  });

  it('needs four quarters of history and a drop by half', () => {
    const daily = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => from + i);

    expect(isAlarmed(daily(0, 360), 449)).toBe(false);
    expect(isAlarmed(daily(0, 360), 450)).toBe(true);
    expect(isAlarmed([...daily(0, 360), ...daily(405, 450)], 450)).toBe(false);
  });

  it.each([
    { now: 0, earlier: [10, 10, 10, 10], few: 0.8 ** 40 },
    { now: 1, earlier: [10, 10, 10, 10], few: 0.8 ** 41 + 41 * 0.2 * 0.8 ** 40 },
    { now: 0, earlier: [1, 1, 1], few: 0.75 ** 3 },
    { now: 0, earlier: [0, 0, 0], few: 1 },
  ])('has the binomial chance: $now after $earlier', ({ few, ...counts }) => {
    expect(chanceOfSoFew(counts)).toBeCloseTo(few, 12);
  });

  it.each([
    { now: 0, earlier: [1, 1, 1, 1], many: 1 },
    { now: 2, earlier: [0, 0, 0, 0], many: 0.04 },
    { now: 3, earlier: [0, 1, 0, 0], many: 4 * 0.2 ** 3 * 0.8 + 0.2 ** 4 },
  ])('has the binomial chance of more: $now after $earlier', ({ many, ...counts }) => {
    expect(chanceOfSoMany(counts)).toBeCloseTo(many, 12);
  });
});
