/**
 * ln Σₖ (a)ₖ(b)ₖ / ((c)ₖ(d)ₖ) zᵏ for 0 ≤ z < 1 and non-negative parameters, where every term is positive;
 * with d = 1 this is ln ₂F₁(a, b; c; z). The running sum is rescaled, so that sums beyond the range of a
 * double keep their logarithm.
 */
export function logHypergeometric(
  [a, b]: readonly [number, number],
  [c, d]: readonly [number, number],
  z: number,
): number {
  let term = 1;
  let sum = 1;
  let logScale = 0;
  for (let k = 0; k < maxTerms; k++) {
    const ratio = (((a + k) * (b + k)) / ((c + k) * (d + k))) * z;
    term *= ratio;
    sum += term;
    if (sum > 1e250) {
      term *= 1e-250;
      sum *= 1e-250;
      logScale += 250 * Math.LN10;
    }
    // Later ratios lie between this one and z, so the rest is at most a geometric series.
    const largestRatio = Math.max(ratio, z);
    if (largestRatio < 1 && term < (1 - largestRatio) * sum * 1e-17) break;
  }
  return logScale + Math.log(sum);
}

/** ln(eᵖ + e^q) without overflow. */
export function logSumExp(p: number, q: number): number {
  return p > q ? p + Math.log1p(Math.exp(q - p)) : q + Math.log1p(Math.exp(p - q));
}

const maxTerms = 1_000_000;
