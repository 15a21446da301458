import { describe, expect, it } from 'vitest';
import type { Deal } from '../../src/model/evidence.ts';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { aDeal, aFrameOf, anAccountWith, on } from '../support/evidence.ts';

const today = on('2024-12-31');
const policy = defaultPolicy;

/** Won today, created so many days before. */
function aDealOf(days: number, difference: Partial<Deal> = {}): Deal {
  return aDeal({ closedOn: today - 5, createdOn: today - 5 - days, ...difference });
}

/** Of the account of these deals, in a portal whose other accounts take 100, 100 and 40 days. */
function cycleOf(...deals: Deal[]) {
  const others = [[100], [90, 100, 400], [40]];
  const account = anAccountWith(...deals);
  const accounts = others.map((days) => anAccountWith(...days.map((each) => aDealOf(each))));
  const frame = aFrameOf([...accounts, account], today);
  return assess(account, { frame, policy, standing: null }).purchases?.salesCycle;
}

describe('the sales cycle', () => {
  it.each([
    [[100], 100, 1, false],
    [[129], 129, 1.29, false],
    [[130], 130, 1.3, true],
    [[10, 260], 135, 1.35, true],
    [[300, 80, 90], 90, 90 / 95, false],
    [[0], 0, 0, false],
  ] as const)(
    'of deals that took %j days is %d, %d of the usual',
    (days, median, index, isLong) => {
      const cycle = cycleOf(...days.map((each) => aDealOf(each)));

      expect(cycle).toMatchObject({ medianDays: median, deals: days.length, isLong });
      expect(cycle?.index).toBeCloseTo(index, 12);
    },
  );

  it.each([
    ['entered after it was won', aDealOf(-1)],
    ['not won', aDealOf(500, { status: 'lost' })],
    ['still open', aDealOf(500, { status: 'open', closedOn: null })],
    ['won in the future', aDealOf(500, { closedOn: today + 1 })],
    ['a refund', aDealOf(500, { amount: -10 })],
  ])('does not ask a deal that is %s', (_, deal) => {
    expect(cycleOf(aDealOf(100), deal)).toMatchObject({ medianDays: 100, deals: 1 });
  });

  it('is unknown without a deal that tells', () => {
    expect(cycleOf(aDealOf(-1))).toBeNull();
  });

  it('has nothing to compare with where every deal is entered as it is won', () => {
    const account = anAccountWith(aDealOf(0), aDealOf(0));
    const frame = aFrameOf([account], today);

    const { purchases } = assess(account, { frame, policy, standing: null });

    expect(frame.medianSalesCycleDays).toBe(0);
    expect(purchases?.salesCycle).toEqual({
      medianDays: 0,
      usualDays: 0,
      deals: 2,
      index: null,
      isLong: false,
    });
  });

  it('is compared with the median account, not with the median deal', () => {
    const busy = anAccountWith(...Array.from({ length: 9 }, () => aDealOf(10)));
    const [one, two] = [anAccountWith(aDealOf(60)), anAccountWith(aDealOf(80))];

    expect(aFrameOf([busy, one, two], today).medianSalesCycleDays).toBe(60);
    expect(aFrameOf([], today).medianSalesCycleDays).toBeNull();
  });

  it('moves no score', () => {
    const [quick, slow] = [0, 900].map((days) => {
      const account = anAccountWith(aDealOf(days), aDealOf(days, { closedOn: today - 90 }));
      const frame = { ...aFrameOf([account], today), medianSalesCycleDays: 30 };
      return assess(account, { frame, policy, standing: null });
    });

    expect(slow?.purchases?.salesCycle?.isLong).toBe(true);
    expect(slow?.health).toEqual(quick?.health);
    expect(slow?.risk).toEqual(quick?.risk);
  });
});
