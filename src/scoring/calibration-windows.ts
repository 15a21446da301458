import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { PurchaseModel } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import type { CalibrationWindow } from './calibration.ts';
import { signalColumns } from './dated-signals.ts';
import { expectedPurchases, type PurchaseHistories } from './purchase-model.ts';
import { countUntil, type Purchases } from './purchases.ts';
import { percentileOf, quantilesOf } from './quantiles.ts';
import { type Quantities, quantitiesOf } from './quantities.ts';
import { meanLogGap, medianOf, rhythmOf } from './rhythm.ts';
import { factorValues } from './risk-logit.ts';

/** What every part of a frame is computed from, beside the purchases. */
export type FrameSetting = {
  day: Day;
  horizonDays: number;
  lookbackDays: number;
  lnTypicalGap: number;
  policy: Policy;
};

export type WindowSetting = FrameSetting & {
  earliest: Day;
  /** What is dated of each account beside its purchases, where there is anything. */
  dated?: readonly (Evidence | undefined)[];
};

/**
 * Up to four past windows whose outcome is known by now: each customer's factors as of a day, and whether a
 * purchase followed within the horizon. Everything in a window is computed as of its own day, with at least
 * a horizon of history before it, or its counts would be cut short.
 */
export function calibrationWindows(
  accounts: readonly Purchases[],
  setting: WindowSetting,
): CalibrationWindow[] {
  return windowDays(setting.day, setting).map((asOf) => windowAt(asOf, accounts, setting));
}

/** Up to four days, the latest first, from which all outcomes were known by `knownBy`. */
export function windowDays(
  knownBy: Day,
  { earliest, horizonDays }: Pick<WindowSetting, 'earliest' | 'horizonDays'>,
): Day[] {
  return [0, 1, 2, 3]
    .map((back) => knownBy - horizonDays - back * windowStepDays)
    .filter((asOf) => asOf - earliest >= horizonDays);
}

export function windowAt(
  asOf: Day,
  accounts: readonly Purchases[],
  setting: WindowSetting,
): CalibrationWindow {
  const { horizonDays, lookbackDays, policy } = setting;
  const lnTypicalGap = typicalLogGapAt(asOf, accounts, horizonDays);
  const customers: Quantities[] = [];
  const churned: number[] = [];
  const dated: (Evidence | undefined)[] = [];
  for (const [account, purchases] of accounts.entries()) {
    const quantities = quantitiesOf(purchases, asOf, horizonDays);
    if (quantities === null || quantities.silentDays > lookbackDays) continue;
    customers.push(quantities);
    churned.push(countUntil(purchases, asOf + horizonDays) === quantities.count ? 1 : 0);
    dated.push(setting.dated?.[account]);
  }

  const value = quantilesOf(customers.map(({ weightedRevenue }) => weightedRevenue));
  const x = new Float64Array(customers.length * 5);
  for (const [row, quantities] of customers.entries()) {
    const rhythm = rhythmOf(quantities, lnTypicalGap, policy);
    const percentile = percentileOf(value, quantities.weightedRevenue);
    x.set(factorValues({ quantities, rhythm, percentile, horizonDays }), row * 5);
  }
  const signals = setting.dated ? signalColumns(dated, asOf, policy) : [];
  return { x, churned: Uint8Array.from(churned), signals };
}

function typicalLogGapAt(asOf: Day, accounts: readonly Purchases[], horizonDays: number): number {
  const means: number[] = [];
  for (const purchases of accounts) {
    const mean = meanLogGap(purchases.days, countUntil(purchases, asOf));
    if (mean !== null) means.push(mean);
  }
  return means.length === 0 ? Math.log(horizonDays) : medianOf(Float64Array.from(means));
}

/** Repeat purchases, age at the last one and age now of everyone who ever bought. */
export function purchaseHistories(accounts: readonly Purchases[], day: Day): PurchaseHistories {
  const x: number[] = [];
  const tx: number[] = [];
  const T: number[] = [];
  for (const { days } of accounts) {
    const count = days.length;
    if (count === 0) continue;
    const firstOn = days[0] ?? 0;
    x.push(count - 1);
    tx.push((days[count - 1] ?? 0) - firstOn);
    T.push(day - firstOn);
  }
  return { x, tx, T };
}

/**
 * How the last year's revenue compared with what the model would have expected of it, damped by a square
 * root and kept within a factor of two. 1 while there is too little to compare.
 */
export function revenueCorrection(
  accounts: readonly Purchases[],
  model: PurchaseModel,
  { day, earliest, lookbackDays }: WindowSetting,
): number {
  const asOf = day - 365;
  if (asOf - earliest < 365) return 1;
  let customers = 0;
  let expected = 0;
  let actual = 0;
  for (const purchases of accounts) {
    const then = quantitiesOf(purchases, asOf, 365);
    if (then === null || then.silentDays > lookbackDays || then.valuedCount === 0) continue;
    const history = { x: then.count - 1, tx: then.ageDays - then.silentDays, T: then.ageDays };
    customers += 1;
    expected += (expectedPurchases(model, history, 365) * then.total) / then.valuedCount;
    actual += quantitiesOf(purchases, day, 365)?.revenueTtm ?? 0;
  }
  if (customers < fewestCompared || expected === 0) return 1;
  return Math.sqrt(Math.min(2, Math.max(0.5, actual / expected)));
}

const windowStepDays = 91;
const fewestCompared = 20;
