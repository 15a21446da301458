import type { Coefficients } from '../model/frame.ts';
import type { Quantities } from './quantities.ts';
import type { Rhythm } from './rhythm.ts';

/** ln((R+1)/h), −ln(1+c), −ln n, −pv, B: all rise with risk. */
export type FactorValues = readonly [number, number, number, number, number];

export type FactorInputs = {
  quantities: Quantities;
  rhythm: Rhythm;
  /** pv, 0–1. */
  percentile: number;
  horizonDays: number;
};

export function factorValues(inputs: FactorInputs): FactorValues {
  const { quantities, rhythm, percentile, horizonDays } = inputs;
  return [
    Math.log((quantities.silentDays + 1) / horizonDays),
    0 - Math.log1p(quantities.recentCount),
    0 - Math.log(quantities.count),
    -percentile,
    rhythm.broken,
  ];
}

/** In the order of FactorValues. */
export function slopesOf(coefficients: Coefficients): FactorValues {
  const { timeSinceLastDeal, dealsInWindow, dealsEver, value, brokenRhythm } = coefficients;
  return [timeSinceLastDeal, dealsInWindow, dealsEver, value, brokenRhythm];
}

/** Log odds of no deal within the horizon. */
export function logitOf(coefficients: Coefficients, x: FactorValues): number {
  const c = coefficients;
  return (
    c.intercept +
    c.timeSinceLastDeal * x[0] +
    c.dealsInWindow * x[1] +
    c.dealsEver * x[2] +
    c.value * x[3] +
    c.brokenRhythm * x[4]
  );
}

export function probabilityOf(logit: number): number {
  return 1 / (1 + Math.exp(-logit));
}
