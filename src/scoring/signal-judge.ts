import type { SignalOutcome } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Coefficients, SignalJudgement } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { type CalibrationWindow, fitRisk } from './calibration.ts';
import { unitLogits } from './dated-signals.ts';
import { type FactorValues, logitOf, probabilityOf } from './risk-logit.ts';

/** Whether a signal made the probabilities of a past window better, or why that cannot be said. */
export type Verdict = { outcome: SignalOutcome; judged: SignalJudgement | null };

type Trial = {
  /** All their outcomes were known by `cut`. */
  earlier: readonly CalibrationWindow[];
  /** From `cut` on. */
  newest: CalibrationWindow | undefined;
  cut: Day;
  policy: Policy;
};

/** Fits the k-th dated signal by itself to the earlier windows, and judges it on the newest. */
export function signalJudge({ earlier, newest, cut, policy }: Trial): (k: number) => Verdict {
  const { coefficients, addOns } = policy;
  const units = unitLogits(policy);
  const plain = fitRisk(earlier, coefficients, []).coefficients;
  return (k) => {
    const unit = units[k] ?? 0;
    const logits = newest?.signals?.[k] ?? new Float64Array();
    const telling = logits.filter((logit) => logit !== 0).length;
    if (unit <= 0) return { outcome: 'no_weight', judged: null };
    if (!newest || telling < fewestTelling) return { outcome: 'too_few', judged: null };
    if (earlier.length === 0) return { outcome: 'too_young', judged: null };

    const alone = earlier.map((window) => withSignals(window, [k]));
    const fitted = fitRisk(alone, coefficients, [unit]);
    const added = logits.map((logit) => limited((fitted.weights[0] ?? 0) * logit, addOns.limit));
    const brierChange = changeOfBrier(
      probabilities(newest, plain),
      probabilities(newest, fitted.coefficients, added),
      newest.churned,
    );
    // A weight of 0 changes nothing but the last digits.
    const isBetter = fitted.weights[0] !== 0 && brierChange.high < 0;
    const judged = { cut, customers: newest.churned.length, telling, brierChange };
    return { outcome: isBetter ? 'supported' : 'not_supported', judged };
  };
}

function limited(logit: number, limit: number): number {
  return Math.min(limit, Math.max(-limit, logit));
}

/** Only the columns of these signals. */
export function withSignals(window: CalibrationWindow, kept: readonly number[]): CalibrationWindow {
  const { signals = [] } = window;
  return { ...window, signals: kept.map((k) => signals[k] ?? new Float64Array()) };
}

function probabilities(
  { x, churned }: CalibrationWindow,
  coefficients: Coefficients,
  added: ArrayLike<number> = [],
): Float64Array {
  return Float64Array.from(churned, (_, row) => {
    const [a = 0, b = 0, c = 0, d = 0, e = 0] = x.subarray(5 * row, 5 * row + 5);
    const factors: FactorValues = [a, b, c, d, e];
    return probabilityOf(logitOf(coefficients, factors) + (added[row] ?? 0));
  });
}

/** 95 % interval of the mean change. Summed in order of size, for the customers come in any order. */
function changeOfBrier(before: Float64Array, after: Float64Array, churned: Uint8Array) {
  const changes = Float64Array.from(churned, (outcome, row) => {
    return ((after[row] ?? 0) - outcome) ** 2 - ((before[row] ?? 0) - outcome) ** 2;
  }).sort();
  const size = changes.length;
  const mean = changes.reduce((sum, change) => sum + change, 0) / size;
  const variance = changes.reduce((sum, change) => sum + (change - mean) ** 2, 0) / size;
  const margin = 1.96 * Math.sqrt(variance / size);
  return { low: mean - margin, high: mean + margin };
}

/** The normal interval of a mean needs a few dozen cases that differ. */
const fewestTelling = 30;
