import type { PurchaseHistory } from '../../src/scoring/purchase-model.ts';
import { logHypergeometric } from '../../src/scoring/special-functions.ts';

/*
 * The models that the product's own purchase model is compared with. Only their published formulas, to
 * check that ours is of the same family and that the reference values are what they claim to be.
 */

/** BG/NBD: customers may leave after each repeat purchase, not after the first (Fader, Hardie, Lee 2005). */
export function bgNbd([r, alpha, a, b]: readonly [number, number, number, number]) {
  const goneOdds = ({ x, tx, T }: PurchaseHistory) =>
    x === 0 ? 0 : (a / (b + x - 1)) * ((alpha + T) / (alpha + tx)) ** (r + x);
  const probabilityAlive = (history: PurchaseHistory) => 1 / (1 + goneOdds(history));

  return {
    probabilityAlive,

    logLikelihood(history: PurchaseHistory) {
      const { x, T } = history;
      const rates = logGamma(r + x) - logGamma(r) + r * Math.log(alpha);
      const stays = logBeta(a, b + x) - logBeta(a, b) - (r + x) * Math.log(alpha + T);
      return rates + stays + Math.log1p(goneOdds(history));
    },

    probabilityOfNoPurchase(history: PurchaseHistory, t: number) {
      const { x, T } = history;
      const silent = ((alpha + T) / (alpha + T + t)) ** (r + x);
      return 1 - probabilityAlive(history) * (1 - silent);
    },

    expectedPurchases(history: PurchaseHistory, t: number) {
      const { x, T } = history;
      const z = t / (alpha + T + t);
      const logSeries = logHypergeometric([r + x, b + x], [a + b + x - 1, 1], z);
      const none = Math.exp((r + x) * Math.log1p(-z) + logSeries);
      return probabilityAlive(history) * ((a + b + x - 1) / (a - 1)) * (1 - none);
    },
  };
}

/** Pareto/NBD: customers leave at any moment, at a rate of their own (Schmittlein, Morrison, Colombo 1987). */
export function paretoNbd([r, alpha, s, beta]: readonly [number, number, number, number]) {
  /** ∫ from tx to T of (α+u)^−(r+x) (β+u)^−(s+1) du, relative to the value of a customer alive at T. */
  const goneOdds = ({ x, tx, T }: PurchaseHistory) =>
    s *
    integral(tx, T, (u) =>
      Math.exp(
        (r + x) * Math.log((alpha + T) / (alpha + u)) +
          s * Math.log((beta + T) / (beta + u)) -
          Math.log(beta + u),
      ),
    );
  const probabilityAlive = (history: PurchaseHistory) => 1 / (1 + goneOdds(history));

  return {
    probabilityAlive,

    logLikelihood(history: PurchaseHistory) {
      const { x, T } = history;
      const rates =
        logGamma(r + x) - logGamma(r) + r * Math.log(alpha) - (r + x) * Math.log(alpha + T);
      return rates + s * Math.log(beta / (beta + T)) + Math.log1p(goneOdds(history));
    },

    probabilityOfNoPurchase(history: PurchaseHistory, t: number) {
      const { x, T } = history;
      const silentAt = (u: number) => ((alpha + T) / (alpha + T + u)) ** (r + x);
      const stayedAt = (u: number) => ((beta + T) / (beta + T + u)) ** s;
      const leaves = integral(0, t, (u) => (silentAt(u) * s * stayedAt(u)) / (beta + T + u));
      return 1 - probabilityAlive(history) * (1 - silentAt(t) * stayedAt(t) - leaves);
    },

    expectedPurchases(history: PurchaseHistory, t: number) {
      const { x, T } = history;
      const rate = ((r + x) * (beta + T)) / ((alpha + T) * (s - 1));
      const stayed = ((beta + T) / (beta + T + t)) ** (s - 1);
      return probabilityAlive(history) * rate * (1 - stayed);
    },
  };
}

/** Gamma-gamma: expected mean amount of a customer with x purchases of mean m (Fader, Hardie 2013). */
export function gammaGammaMean(
  [p, q, v]: readonly [number, number, number],
  { x, m }: { x: number; m: number },
): number {
  return (p * (v + x * m)) / (p * x + q - 1);
}

/** Shifted beta-geometric: share of a cohort still under contract after t renewals (Fader, Hardie 2007). */
export function contractSurvival([a, b]: readonly [number, number], t: number): number {
  let share = 1;
  for (let k = 1; k <= t; k++) share *= contractRetention([a, b], k);
  return share;
}

/** Share of those under contract who renew for the k-th time. */
export function contractRetention([a, b]: readonly [number, number], k: number): number {
  return (b + k - 1) / (a + b + k - 1);
}

/** ln Γ(x) for x > 0: Stirling's series after shifting x above 12 by the recurrence. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 12; y++) shift += Math.log(y);
  const square = 1 / (y * y);
  const series = (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / y;
  return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + series - shift;
}

function logBeta(a: number, b: number): number {
  return logGamma(a) + logGamma(b) - logGamma(a + b);
}

/** Simpson's rule, fine enough for twelve digits of these smooth functions. */
function integral(from: number, to: number, f: (u: number) => number): number {
  const steps = 20_000;
  const width = (to - from) / steps;
  let sum = f(from) + f(to);
  for (let i = 1; i < steps; i++) sum += (i % 2 === 1 ? 4 : 2) * f(from + i * width);
  return (sum * width) / 3;
}
