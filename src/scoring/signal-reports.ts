import type { FactorCode } from '../model/assessment.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { weightOf } from './add-ons.ts';
import type { BacktestCase } from './backtest-cases.ts';
import type { Interval } from './bootstrap.ts';

/** Whether a signal made the probabilities of the portal better, or would have with its default weight. */
export type SignalReport = {
  code: FactorCode;
  /** What its default log odds count in the report: 0 when it is off, 1 when an admin switched it on. */
  weight: number;
  /** Customers of whom it was known on that day. */
  seen: number;
  /** Of those: mean risk without and with it, and how many then left. */
  predicted: number;
  predictedWith: number;
  actual: number;
  /** 95 % interval of the change of the Brier score over all customers; below 0 is better. */
  brierChange: Interval;
  supported: boolean;
};

/** Signals without a date of their own are never seen as of a past day, and are not in the list. */
export function signalReports(
  cases: readonly BacktestCase[],
  context: { frame: Frame; policy: Policy },
): SignalReport[] {
  const codes = new Set(cases.flatMap(({ bySignal }) => bySignal.map(({ code }) => code)));
  return [...codes]
    .sort()
    .map((code) => ({ ...signalReport(code, cases), weight: weightOf(code, context) }));
}

function signalReport(
  code: FactorCode,
  cases: readonly BacktestCase[],
): Omit<SignalReport, 'weight'> {
  const sums = { seen: 0, predicted: 0, predictedWith: 0, actual: 0, change: 0, squares: 0 };
  for (const { bySignal, churned } of cases) {
    const found = bySignal.find((signal) => signal.code === code);
    if (!found) continue;
    const change = (found.with - churned) ** 2 - (found.without - churned) ** 2;
    sums.seen += 1;
    sums.predicted += found.without;
    sums.predictedWith += found.with;
    sums.actual += churned;
    sums.change += change;
    sums.squares += change * change;
  }
  const mean = sums.change / cases.length;
  const variance = Math.max(0, sums.squares / cases.length - mean * mean);
  const margin = 1.96 * Math.sqrt(variance / cases.length);
  return {
    code,
    seen: sums.seen,
    predicted: sums.predicted / sums.seen,
    predictedWith: sums.predictedWith / sums.seen,
    actual: sums.actual / sums.seen,
    brierChange: { low: mean - margin, high: mean + margin },
    supported: sums.seen >= fewestSeen && mean + margin < 0,
  };
}

/** The normal interval of a mean needs a few dozen cases. */
const fewestSeen = 30;
