/** Rows of one sample, row by row without the constant, and the 0/1 outcome of each. */
export type LogitSample = { x: Float64Array; outcome: Uint8Array };

export type LogitPrior = {
  /** Constant first, then the slopes; the mode without data. */
  mean: readonly number[];
  /** 1 / variance of each. */
  precision: readonly number[];
};

/**
 * Constant and slopes ≥ 0 that maximise the mean over samples of their log-likelihood, less
 * ½ Σ precision · (coefficient − prior)²: Newton's method, each step solved within the bounds.
 */
export function fitPenalisedLogit(samples: readonly LogitSample[], prior: LogitPrior): number[] {
  let here = expansionAt(prior.mean, samples, prior);
  for (let iteration = 0; iteration < 50; iteration++) {
    const target = maximumOf(here);
    let next = here;
    for (let step = 1; step > 1e-6 && next === here; step /= 2) {
      const point = here.point.map((value, i) => value + step * (at(target, i) - value));
      const tried = expansionAt(point, samples, prior);
      if (tried.value > here.value) next = tried;
    }
    const moved = next.point.map((value, i) => Math.abs(value - at(here.point, i)));
    here = next;
    if (Math.max(...moved) < 1e-10) break;
  }
  return [...here.point];
}

/** Value, gradient and negated Hessian (rows one after the other) at a point. */
type Expansion = {
  point: readonly number[];
  value: number;
  gradient: Float64Array;
  curvature: Float64Array;
};

function expansionAt(
  point: readonly number[],
  samples: readonly LogitSample[],
  prior: LogitPrior,
): Expansion {
  const size = point.length;
  const here = {
    point,
    value: 0,
    gradient: new Float64Array(size),
    curvature: new Float64Array(size * size),
  };
  for (const sample of samples) addLikelihood(here, sample, 1 / samples.length);
  for (let i = 0; i < size; i++) {
    const precision = at(prior.precision, i);
    const off = at(point, i) - at(prior.mean, i);
    here.value -= 0.5 * precision * off * off;
    add(here.gradient, i, -precision * off);
    add(here.curvature, i * size + i, precision);
  }
  return here;
}

function addLikelihood(here: Expansion, { x, outcome }: LogitSample, weight: number) {
  const size = here.point.length;
  const row = new Float64Array(size).fill(1);
  for (let n = 0; n < outcome.length; n++) {
    let logit = at(here.point, 0);
    for (let i = 1; i < size; i++) {
      const value = at(x, n * (size - 1) + i - 1);
      row[i] = value;
      logit += at(here.point, i) * value;
    }
    const p = 1 / (1 + Math.exp(-logit));
    const signed = outcome[n] === 1 ? -logit : logit;
    here.value -= weight * (signed > 30 ? signed : Math.log1p(Math.exp(signed)));
    const residual = weight * (at(outcome, n) - p);
    const spread = weight * p * (1 - p);
    for (let i = 0; i < size; i++) {
      add(here.gradient, i, residual * at(row, i));
      const share = spread * at(row, i);
      for (let j = 0; j <= i; j++) add(here.curvature, i * size + j, share * at(row, j));
    }
  }
}

/** Maximum of the quadratic expansion with slopes ≥ 0, coordinate by coordinate. */
function maximumOf(here: Expansion): number[] {
  const target = [...here.point];
  for (let sweep = 0; sweep < 10_000; sweep++) {
    let moved = 0;
    for (const [i, before] of target.entries()) {
      const free = before + slopeAt(here, target, i) / at(here.curvature, i * target.length + i);
      const after = i === 0 ? free : Math.max(0, free);
      moved = Math.max(moved, Math.abs(after - before));
      target[i] = after;
    }
    if (moved < 1e-12) break;
  }
  return target;
}

/** Slope of the expansion along coordinate i at `target`; of the curvature only the lower half is filled. */
function slopeAt({ point, gradient, curvature }: Expansion, target: readonly number[], i: number) {
  const size = point.length;
  let slope = at(gradient, i);
  for (let j = 0; j < size; j++) {
    const entry = Math.max(i, j) * size + Math.min(i, j);
    slope -= at(curvature, entry) * (at(target, j) - at(point, j));
  }
  return slope;
}

function at(values: ArrayLike<number>, index: number): number {
  return values[index] ?? 0;
}

function add(values: Float64Array, index: number, amount: number) {
  values[index] = at(values, index) + amount;
}
