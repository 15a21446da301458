import type { PurchaseModel } from '../model/frame.ts';
import { minimise, type SmoothFunction } from './quasi-newton.ts';
import { logHypergeometric, logSumExp } from './special-functions.ts';

/** Repeat purchases x, the age tx of the customer at the last one, and the age T now; tx and T in days. */
export type PurchaseHistory = { x: number; tx: number; T: number };

/** One row per customer. */
export type PurchaseHistories = {
  x: ArrayLike<number>;
  tx: ArrayLike<number>;
  T: ArrayLike<number>;
};

/*
 * MBG/NBD: purchases come at a customer's own rate, rates differ between customers by a gamma(r, alpha)
 * law, and after the first and after every repeat purchase the customer leaves for good with an own
 * probability, which differs by a beta(a, b) law. (Batislam, Denizel, Filiztekin 2007.)
 */

/** Natural logarithm of the likelihood of one history. */
export function logLikelihood(model: PurchaseModel, { x, tx, T }: PurchaseHistory): number {
  const { r, alpha } = model;
  const terms = repeatTerms(model, x);
  const alive = terms.logStay - (r + x) * Math.log(alpha + T);
  const gone = terms.logLeave - (r + x) * Math.log(alpha + tx);
  return terms.constant + logSumExp(alive, gone);
}

/** Never a measure of risk: it says nothing about when a living customer buys again. */
export function probabilityAlive({ r, alpha, a, b }: PurchaseModel, history: PurchaseHistory) {
  const { x, tx, T } = history;
  const logGoneOdds = Math.log(a / (b + x)) + (r + x) * Math.log((alpha + T) / (alpha + tx));
  return 1 / (1 + Math.exp(logGoneOdds));
}

/** Probability of no purchase in the next `days`. */
export function probabilityOfNoPurchase(
  model: PurchaseModel,
  history: PurchaseHistory,
  days: number,
): number {
  const age = model.alpha + history.T;
  const logSilent = -(model.r + history.x) * Math.log1p(days / age);
  return 1 + probabilityAlive(model, history) * Math.expm1(logSilent);
}

/** Expected number of purchases in the next `days`. */
export function expectedPurchases(
  model: PurchaseModel,
  history: PurchaseHistory,
  days: number,
): number {
  if (model.a <= largestSeriesA) {
    return probabilityAlive(model, history) * expectedWhileAlive(model, history, days);
  }
  const nextTail = purchaseTails(model, history, days);
  let sum = 0;
  for (let k = 0; k < mostPurchases; k++) {
    const probability = nextTail();
    sum += probability;
    if (probability <= sum * 1e-17) break;
  }
  return sum;
}

/**
 * P(at least k purchases), k = 1, 2, … at each call: alive today, not gone after the k−1 purchases before
 * the k-th, and fast enough for k. Given that the customer is alive, the last two are independent.
 */
export function purchaseTails(model: PurchaseModel, history: PurchaseHistory, days: number) {
  const { r, alpha, a, b } = model;
  const { x, T } = history;
  const share = days / (alpha + T + days);
  const shape = r + x;
  let aliveAndStays = probabilityAlive(model, history);
  let logExactly = shape * Math.log1p(-share);
  let atLeast = 1;
  let k = 0;
  return (): number => {
    const exactly = Math.exp(logExactly);
    const isPastMean = k * (1 - share) > shape * share;
    // Past the mean nothing is left once the terms vanish; the difference would keep its rounding for ever.
    atLeast = isPastMean && exactly < 1e-18 ? 0 : Math.max(0, atLeast - exactly);
    const probability = aliveAndStays * atLeast;
    k += 1;
    aliveAndStays *= (b + x + k) / (a + b + x + k);
    logExactly += Math.log(((shape + k - 1) / k) * share);
    return probability;
  };
}

/**
 * (a+b+x)/(a−1) · [1 − (1−z)^(r+x) ₂F₁(r+x, b+x+1; a+b+x; z)], z = t/(α+T+t).
 * Euler's transformation turns the bracket into 1 − (1−z)^(a−1) ₂F₁(a+b−r, a−1; a+b+x; z), whose series
 * has a−1 as a factor: divided out by hand, nothing cancels near a = 1.
 */
function expectedWhileAlive(
  { r, alpha, a, b }: PurchaseModel,
  history: PurchaseHistory,
  days: number,
) {
  const { x, T } = history;
  const z = days / (alpha + T + days);
  const logRest = -Math.log1p(days / (alpha + T));
  const c = a + b + x;
  if (a + b < r) {
    const shape = Math.abs(a - 1) < 1e-7 ? 1 + 1e-7 : a;
    const logSeries = logHypergeometric([r + x, b + x + 1], [c, 1], z);
    return (-c / (shape - 1)) * Math.expm1((r + x) * logRest + logSeries);
  }
  const power = (a - 1) * logRest;
  const first = a === 1 ? -logRest : -Math.expm1(power) / (a - 1);
  // Σ over k ≥ 1 of (a+b−r)ₖ (a)ₖ₋₁ / ((c)ₖ k!) zᵏ = (a+b−r)/c · z · ₃F₂(a+b−r+1, a, 1; c+1, 2; z).
  const logSeries = logHypergeometric([a + b - r + 1, a], [c + 1, 2], z);
  const rest = ((a + b - r) / c) * z * Math.exp(power + logSeries);
  return c * (first - rest);
}

/** Whether the fit ran into a limit: the purchases do not tell leaving from waiting, or rates apart. */
export function isDegenerate({ r, alpha, a, b }: PurchaseModel): boolean {
  return [r, alpha, a, b].some((parameter) => Math.abs(Math.log(parameter)) > parameterBound - 1);
}

/**
 * Maximum likelihood from 300 customers on; with fewer, the mode under log-normal priors (SPEC §4) that
 * speak in typical gaps. Large portals are fitted on a sample that does not depend on the rows' order.
 */
export function fitPurchaseModel(
  rows: PurchaseHistories,
  options: { lnTypicalGap: number },
): PurchaseModel {
  const medians = [0.8, 1.5 * Math.exp(options.lnTypicalGap), 0.4, 2].map(Math.log);
  const priorWeight = rows.x.length < mleRows ? 1 / priorSd ** 2 : 0;
  const likelihood = negativeLogLikelihood(distinctRows(rows));
  const objective: SmoothFunction = (point, gradient) => {
    let value = likelihood(point, gradient);
    for (const [i, parameter] of point.entries()) {
      const off = parameter - at(medians, i);
      value += 0.5 * priorWeight * off * off;
      gradient[i] = at(gradient, i) + priorWeight * off;
    }
    return value;
  };
  return modelAt(minimise(objective, medians, parameterBound).point);
}

type WeightedRows = {
  x: Float64Array;
  tx: Float64Array;
  T: Float64Array;
  weight: Float64Array;
  count: number;
};

/** Equal rows merged; above the sample size every k-th of the sorted rows. */
function distinctRows({ x, tx, T }: PurchaseHistories): WeightedRows {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort(
    (i, j) => at(x, i) - at(x, j) || at(tx, i) - at(tx, j) || at(T, i) - at(T, j),
  );
  const taken = Math.min(order.length, sampleSize);
  const rows = {
    x: new Float64Array(taken),
    tx: new Float64Array(taken),
    T: new Float64Array(taken),
    weight: new Float64Array(taken),
    count: 0,
  };
  let previous = -1;
  for (let k = 0; k < taken; k++) {
    const row = at(order, Math.floor(((k + 0.5) * order.length) / taken));
    const repeats =
      previous >= 0 &&
      at(x, row) === at(x, previous) &&
      at(tx, row) === at(tx, previous) &&
      at(T, row) === at(T, previous);
    if (!repeats) {
      rows.x[rows.count] = at(x, row);
      rows.tx[rows.count] = at(tx, row);
      rows.T[rows.count] = at(T, row);
      rows.count += 1;
    }
    rows.weight[rows.count - 1] = at(rows.weight, rows.count - 1) + 1;
    previous = row;
  }
  return rows;
}

/** Negative log-likelihood and its gradient in ln r, ln alpha, ln a, ln b. */
function negativeLogLikelihood(rows: WeightedRows): SmoothFunction {
  return (point, gradient) => {
    const model = modelAt(point);
    const { r, alpha, a, b } = model;
    const sums = [0, 0, 0, 0, 0];
    let terms = repeatTerms(model);
    for (let i = 0; i < rows.count; i++) {
      const x = at(rows.x, i);
      if (x > terms.x) terms = repeatTerms(model, x, terms);
      const ageNow = alpha + at(rows.T, i);
      const ageThen = alpha + at(rows.tx, i);
      const logNow = Math.log(ageNow);
      const logThen = Math.log(ageThen);
      const alive = terms.logStay - (r + x) * logNow;
      const either = logSumExp(alive, terms.logLeave - (r + x) * logThen);
      const wasAlive = Math.exp(alive - either);
      const wasGone = 1 - wasAlive;
      const perAge = (r + x) * (wasAlive / ageNow + wasGone / ageThen);
      const weight = -at(rows.weight, i);
      add(sums, 0, weight * (terms.byR - wasAlive * logNow - wasGone * logThen));
      add(sums, 1, weight * (r / alpha - perAge));
      add(sums, 2, weight * (terms.byA + wasGone / a));
      add(sums, 3, weight * (terms.byB + wasAlive / (b + x)));
      add(sums, 4, weight * (terms.constant + either));
    }
    for (const [i, parameter] of [r, alpha, a, b].entries()) gradient[i] = at(sums, i) * parameter;
    return at(sums, 4);
  };
}

/** What a row's likelihood and its derivatives owe to the number of repeat purchases alone. */
type RepeatTerms = {
  x: number;
  constant: number;
  logStay: number;
  logLeave: number;
  byR: number;
  byA: number;
  byB: number;
  /** Σ over i < x, the recurrences that replace gamma functions. */
  sums: { rates: number; stays: number; byR: number; byA: number; byB: number };
};

/** Continues the recurrences from those of a smaller x. */
function repeatTerms(model: PurchaseModel, x = 0, from?: RepeatTerms): RepeatTerms {
  const { r, alpha, a, b } = model;
  const sums = { ...(from?.sums ?? { rates: 0, stays: 0, byR: 0, byA: 0, byB: 0 }) };
  for (let i = from?.x ?? 0; i < x; i++) {
    sums.rates += Math.log(r + i);
    sums.stays += Math.log((b + i) / (a + b + i));
    sums.byR += 1 / (r + i);
    sums.byA -= 1 / (a + b + i);
    sums.byB += 1 / (b + i) - 1 / (a + b + i);
  }
  return {
    x,
    constant: sums.rates + r * Math.log(alpha) + sums.stays - Math.log(a + b + x),
    logStay: Math.log(b + x),
    logLeave: Math.log(a),
    byR: sums.byR + Math.log(alpha),
    byA: sums.byA - 1 / (a + b + x),
    byB: sums.byB - 1 / (a + b + x),
    sums,
  };
}

function modelAt(point: Float64Array): PurchaseModel {
  const [r = 1, alpha = 1, a = 1, b = 1] = point.map(Math.exp);
  return { r, alpha, a, b };
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

function add(sums: number[], index: number, amount: number) {
  sums[index] = at(sums, index) + amount;
}

/** Above it the series needs thousands of terms, and summing P(at least k purchases) is faster. */
const largestSeriesA = 20;
const mostPurchases = 1_000_000;
const mleRows = 300;
const sampleSize = 20_000;
const priorSd = 0.5;
/** Of the natural logarithm of every parameter. */
const parameterBound = 12;
