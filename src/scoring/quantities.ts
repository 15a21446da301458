import type { Day } from '../model/day.ts';
import { countUntil, type Purchases } from './purchases.ts';

/** What the scores are made of: one pass over an account's purchases as of a day. */
export type Quantities = {
  /** n. */
  count: number;
  firstOn: Day;
  lastOn: Day;
  /** R. */
  silentDays: number;
  /** T, days since the first purchase. */
  ageDays: number;
  /** c, purchases of the last `horizonDays`. */
  recentCount: number;
  /** Σ ln gap and Σ (ln gap)² over the n − 1 gaps, in days. */
  logGapSum: number;
  logGapSquares: number;
  /** V: every amount halves in weight each 365 days. */
  weightedRevenue: number;
  total: number;
  revenueTtm: number;
  revenue24Months: number;
  revenueInHorizon: number;
  /** Of the horizon before the last one. */
  revenueBefore: number;
  /** Purchases with an amount. */
  valuedCount: number;
};

/** null when nothing was bought up to that day. */
export function quantitiesOf(
  purchases: Purchases,
  asOf: Day,
  horizonDays: number,
): Quantities | null {
  const count = countUntil(purchases, asOf);
  if (count === 0) return null;

  const { days, amounts } = purchases;
  const firstOn = days[0] ?? 0;
  const lastOn = days[count - 1] ?? 0;
  const sums = emptySums();
  let previous = firstOn;
  for (let i = 0; i < count; i++) {
    const day = days[i] ?? 0;
    if (i > 0) addGap(sums, day - previous);
    previous = day;
    addAmount(sums, amounts[i] ?? 0, { ageDays: asOf - day, horizonDays });
  }
  return {
    count,
    firstOn,
    lastOn,
    silentDays: asOf - lastOn,
    ageDays: asOf - firstOn,
    ...sums,
  };
}

/** V as revenue a year: a steady buyer's V is 1/ln 2 years of revenue. */
export function annualised(weightedRevenue: number): number {
  return Math.LN2 * weightedRevenue;
}

type Sums = Omit<Quantities, 'count' | 'firstOn' | 'lastOn' | 'silentDays' | 'ageDays'>;

function emptySums(): Sums {
  return {
    recentCount: 0,
    logGapSum: 0,
    logGapSquares: 0,
    weightedRevenue: 0,
    total: 0,
    revenueTtm: 0,
    revenue24Months: 0,
    revenueInHorizon: 0,
    revenueBefore: 0,
    valuedCount: 0,
  };
}

function addGap(sums: Sums, days: number) {
  const logGap = logDays[days] ?? Math.log(days);
  sums.logGapSum += logGap;
  sums.logGapSquares += logGap * logGap;
}

function addAmount(sums: Sums, amount: number, when: { ageDays: number; horizonDays: number }) {
  const { ageDays, horizonDays } = when;
  if (ageDays < horizonDays) sums.recentCount += 1;
  if (amount === 0) return;
  sums.valuedCount += 1;
  sums.total += amount;
  sums.weightedRevenue += amount * (weights[ageDays] ?? weightOf(ageDays));
  if (ageDays < yearDays) sums.revenueTtm += amount;
  if (ageDays < 2 * yearDays) sums.revenue24Months += amount;
  if (ageDays < horizonDays) sums.revenueInHorizon += amount;
  else if (ageDays < 2 * horizonDays) sums.revenueBefore += amount;
}

function weightOf(ageDays: number): number {
  return 2 ** (-ageDays / yearDays);
}

const yearDays = 365;
/** Tables: every account is weighed at three days, and powers and logarithms took most of the time. */
const tableDays = 4096;
const weights = Float64Array.from({ length: tableDays }, (_, days) => weightOf(days));
const logDays = Float64Array.from({ length: tableDays }, (_, days) => Math.log(days));
