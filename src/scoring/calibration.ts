import type { Coefficients } from '../model/frame.ts';
import { fitPenalisedLogit, type LogitSample } from './penalised-logit.ts';
import { slopesOf } from './risk-logit.ts';

/**
 * One past window of the portal whose outcomes are all known: the five raw factor values of each of its
 * customers, row by row, and who then made no purchase within the horizon.
 */
export type CalibrationWindow = {
  /** n × 5: ln((R+1)/h), −ln(1+c), −ln n, −pv, B. */
  x: Float64Array;
  churned: Uint8Array;
  /** Default log odds of signals beside the deals, a column each; 0 where nothing is known. */
  signals?: readonly Float64Array[];
};

export type RiskFit = {
  coefficients: Coefficients;
  /** What the default log odds of each signal are multiplied by. */
  weights: number[];
};

/**
 * The portal's own risk coefficients: the mode of its windows' likelihood, each window counting the same,
 * under a normal prior around `prior`; none below 0. Fewer than 5 rows leave `prior` as it is.
 */
export function fitCoefficients(
  windows: readonly CalibrationWindow[],
  prior: Coefficients,
): Coefficients {
  return fitRisk(windows, prior, []).coefficients;
}

/**
 * The same with signals. `units` are the default log odds of one sight of each: the prior of what such a
 * sight adds has them as its mean, and a standard deviation of one half.
 */
export function fitRisk(
  windows: readonly CalibrationWindow[],
  prior: Coefficients,
  units: readonly number[],
): RiskFit {
  const rows = windows.reduce((sum, window) => sum + window.churned.length, 0);
  if (rows < fewestRows) return { coefficients: prior, weights: units.map(() => 1) };
  const samples = windows
    .filter((window) => window.churned.length > 0)
    .map((window) => standardisedSample(window, prior, units));
  const mean = [...standardised(prior), ...units];
  const fitted = fitPenalisedLogit(samples, {
    mean,
    precision: mean.map((_, i) => precisionOf(i)),
  });
  return {
    coefficients: rawCoefficients(fitted.slice(0, 1 + factors)),
    weights: units.map((unit, k) => at(fitted, 1 + factors + k) / unit),
  };
}

/** Constant, factors, signals. */
function precisionOf(index: number): number {
  if (index === 0) return 1;
  return index <= factors ? 20 : 1 / 0.5 ** 2;
}

/** At most `sampleSize` rows, spread evenly over the prior risk: the rows' order plays no part. */
function standardisedSample(
  { x, churned, signals = [] }: CalibrationWindow,
  prior: Coefficients,
  units: readonly number[],
): LogitSample {
  const slopes = slopesOf(prior);
  const columns = units.map((_, k) => signals[k] ?? new Float64Array(churned.length));
  const risk = Float64Array.from(churned, (_, row) =>
    slopes.reduce((sum, slope, j) => sum + slope * at(x, row * slopes.length + j), 0),
  );
  const order = Uint32Array.from(churned, (_, row) => row).sort(
    (i, j) =>
      at(risk, i) - at(risk, j) ||
      at(churned, i) - at(churned, j) ||
      columns.reduce((difference, column) => difference || at(column, i) - at(column, j), 0),
  );
  const taken = Math.min(order.length, sampleSize);
  const width = slopes.length + units.length;
  const sample = { x: new Float64Array(taken * width), outcome: new Uint8Array(taken) };
  for (let k = 0; k < taken; k++) {
    const row = at(order, Math.floor(((k + 0.5) * order.length) / taken));
    sample.outcome[k] = at(churned, row);
    for (let j = 0; j < slopes.length; j++) {
      const value = at(x, row * slopes.length + j);
      sample.x[k * width + j] = (value - at(centre, j)) / at(scale, j);
    }
    for (const [j, unit] of units.entries()) {
      sample.x[k * width + slopes.length + j] = at(columns[j] ?? [], row) / unit;
    }
  }
  return sample;
}

/** Constant and slopes for factors measured in `scale` from `centre`. */
function standardised(coefficients: Coefficients): number[] {
  const slopes = slopesOf(coefficients);
  const constant = slopes.reduce(
    (sum, slope, j) => sum + slope * at(centre, j),
    coefficients.intercept,
  );
  return [constant, ...slopes.map((slope, j) => slope * at(scale, j))];
}

function rawCoefficients([constant = 0, ...standard]: readonly number[]): Coefficients {
  const slopes = standard.map((slope, j) => slope / at(scale, j));
  const [timeSinceLastDeal = 0, dealsInWindow = 0, dealsEver = 0, value = 0, brokenRhythm = 0] =
    slopes;
  const intercept = slopes.reduce((sum, slope, j) => sum - slope * at(centre, j), constant);
  return { intercept, timeSinceLastDeal, dealsInWindow, dealsEver, value, brokenRhythm };
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

/** Typical centre and spread of the five factors (SPEC §4): they give the prior its scale. */
const centre = [-0.54, -0.61, -1.29, -0.5, 0.05];
const scale = [1.45, 0.71, 1.17, 0.29, 0.12];
const factors = centre.length;
const fewestRows = 5;
const sampleSize = 20_000;
