import type { Assessment } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Frame } from '../model/frame.ts';
import { probabilityOfNoPurchase } from './purchase-model.ts';
import { countUntil, type Purchases } from './purchases.ts';

/* Scores that Mainstay is judged beside. All rise with risk. */

/** Days since the last purchase. */
export function recencyRisk({ purchases }: Assessment): number {
  return purchases?.silentDays ?? 0;
}

/** Sum of the three quintiles, turned round. */
export function rfmRisk({ rfm }: Assessment): number {
  let sum = 0;
  for (const digit of rfm ?? '') sum += Number(digit);
  return -sum;
}

/** What the frame's purchase model alone says: no factor, no calibration. */
export function purchaseModelRisk(frame: Frame, { days }: Purchases): number {
  const [firstOn = frame.day] = [days[0]];
  const lastOn = days[days.length - 1] ?? frame.day;
  if (!frame.purchaseModel) return 0;
  const history = { x: days.length - 1, tx: lastOn - firstOn, T: frame.day - firstOn };
  return probabilityOfNoPurchase(frame.purchaseModel, history, frame.horizonDays);
}

/** The usual health score with fixed thresholds (recency, frequency, trend), turned round: 0–100. */
export function fixedThresholdRisk(purchases: Purchases, asOf: Day): number {
  const [year, quarter, quarterBefore] = [
    countBetween(purchases, asOf - 365, asOf),
    countBetween(purchases, asOf - 90, asOf),
    countBetween(purchases, asOf - 180, asOf - 90),
  ];
  const silentDays = asOf - (purchases.days[purchases.days.length - 1] ?? 0);
  const recency = pointsUpTo(silentDays, [
    [30, 100],
    [60, 80],
    [90, 60],
    [180, 30],
  ]);
  const frequency = pointsFrom(year, [
    [12, 100],
    [6, 80],
    [3, 60],
    [1, 30],
  ]);
  // In whole tenths, so that equal scores are equal numbers.
  const tenths = 4 * recency + 3 * frequency + 3 * trendPoints(quarter, quarterBefore);
  return 100 - tenths / 10;
}

function trendPoints(now: number, before: number): number {
  if (before === 0) return now > 0 ? 100 : 0;
  const ratio = now / before;
  return ratio > 0
    ? pointsFrom(ratio, [
        [1.1, 100],
        [0.9, 70],
        [0, 30],
      ])
    : 0;
}

type Steps = readonly (readonly [limit: number, points: number])[];

function pointsUpTo(value: number, steps: Steps): number {
  return steps.find(([limit]) => value <= limit)?.[1] ?? 0;
}

function pointsFrom(value: number, steps: Steps): number {
  return steps.find(([limit]) => value >= limit)?.[1] ?? 0;
}

/** Purchases after the first day, up to and including the second. */
function countBetween(purchases: Purchases, after: Day, until: Day): number {
  return countUntil(purchases, until) - countUntil(purchases, after);
}
