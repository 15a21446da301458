import type { Day } from '../model/day.ts';
import type { Policy } from '../model/policy.ts';
import { countUntil, type Purchases } from './purchases.ts';
import type { Quantities } from './quantities.ts';

export type Rhythm = {
  /** G: the account's gap in days, drawn towards the portal's while there are few of its own. */
  typicalGapDays: number;
  /** Spread of the logarithms of the gaps, drawn towards 0.9. */
  spread: number;
  /** B: 0 until silence exceeds 1.5 typical gaps; grows faster for frequent and regular buyers. */
  broken: number;
};

export function rhythmOf(quantities: Quantities, lnTypicalGap: number, policy: Policy): Rhythm {
  const { portalGaps, portalSquares, brokenFrom, halfTrustSpread, halfTrustPurchases } =
    policy.rhythm;
  const { count, logGapSum, logGapSquares, silentDays } = quantities;
  const gaps = count - 1;
  const weight = gaps + portalGaps;
  const typicalGapDays = Math.exp((logGapSum + portalGaps * lnTypicalGap) / weight);
  const squares = gaps === 0 ? 0 : Math.max(0, logGapSquares - (logGapSum * logGapSum) / gaps);
  const spread = Math.sqrt((squares + portalSquares) / weight);

  const excess = Math.log((silentDays + 1) / (typicalGapDays + 1)) - Math.log(brokenFrom);
  const regularity = 1 / (1 + (spread / halfTrustSpread) ** 2);
  const experience = gaps / (gaps + halfTrustPurchases);
  return { typicalGapDays, spread, broken: Math.max(0, excess) * regularity * experience };
}

/** The rhythm as people read it. */
export type ShownRhythm = {
  medianGapDays: number | null;
  regularity: 'high' | 'medium' | 'low' | null;
  nextExpectedOn: Day | null;
  overdueRatio: number | null;
};

export function shownRhythm(
  purchases: Purchases,
  asOf: Day,
  { spread }: Rhythm,
  policy: Policy,
): ShownRhythm {
  const medianGapDays = medianGap(purchases, asOf);
  if (medianGapDays === null) {
    return { medianGapDays, regularity: null, nextExpectedOn: null, overdueRatio: null };
  }
  const count = countUntil(purchases, asOf);
  const lastOn = purchases.days[count - 1] ?? 0;
  return {
    medianGapDays,
    regularity: count < 3 ? null : regularityOf(spread, policy),
    nextExpectedOn: lastOn + Math.round(medianGapDays),
    overdueRatio: (asOf - lastOn) / medianGapDays,
  };
}

/** The account's own median days between purchases; null before the second. */
export function medianGap(purchases: Purchases, asOf: Day): number | null {
  const count = countUntil(purchases, asOf);
  if (count < 2) return null;
  const { days } = purchases;
  const gaps = new Float64Array(count - 1);
  for (let i = 1; i < count; i++) gaps[i - 1] = (days[i] ?? 0) - (days[i - 1] ?? 0);
  return medianOf(gaps);
}

/** Of the first `count` days. */
export function meanLogGap(days: ArrayLike<Day>, count: number): number | null {
  if (count < 2) return null;
  let sum = 0;
  for (let i = 1; i < count; i++) sum += Math.log((days[i] ?? 0) - (days[i - 1] ?? 0));
  return sum / (count - 1);
}

/** Sorts the values in place. 0 when there are none. */
export function medianOf(values: Float64Array): number {
  values.sort();
  const middle = values.length >> 1;
  const upper = values[middle] ?? 0;
  return values.length % 2 === 1 ? upper : ((values[middle - 1] ?? 0) + upper) / 2;
}

function regularityOf(spread: number, { rhythm }: Policy) {
  if (spread <= rhythm.regularity.high) return 'high';
  return spread <= rhythm.regularity.medium ? 'medium' : 'low';
}
