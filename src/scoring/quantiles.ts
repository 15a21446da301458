import type { Quantiles } from '../model/frame.ts';

/**
 * The mid-rank percentiles of a portal's values: (rank − ½)/N, equal values share the mean of their ranks.
 * Exact for up to 10,000 distinct values; above that, a grid of equal steps in rank.
 */
export function quantilesOf(numbers: ArrayLike<number>): Quantiles {
  const sorted = Float64Array.from(numbers).sort();
  const values: number[] = [];
  const percentiles: number[] = [];
  for (let from = 0; from < sorted.length; ) {
    const value = sorted[from] ?? 0;
    let to = from + 1;
    while (to < sorted.length && sorted[to] === value) to += 1;
    values.push(value);
    percentiles.push((from + to) / 2 / sorted.length);
    from = to;
  }
  const count = sorted.length;
  return values.length <= exactUpTo
    ? { values, percentiles, count }
    : gridOf(values, percentiles, count);
}

/** Straight lines between the known values; the lowest and highest hold beyond them. ½ when none is known. */
export function percentileOf({ values, percentiles }: Quantiles, value: number): number {
  const high = firstAbove(values, value);
  if (high === 0) return percentiles[0] ?? 0.5;
  const from = values[high - 1] ?? 0;
  const below = percentiles[high - 1] ?? 0;
  if (high === values.length || from === value) return below;

  const share = (value - from) / ((values[high] ?? 0) - from);
  return below + share * ((percentiles[high] ?? 0) - below);
}

function firstAbove(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** 1–5; a percentile on a border belongs above it. */
export function quintileOf(percentile: number): number {
  return Math.min(5, Math.floor(percentile * 5 + 1e-9) + 1);
}

function gridOf(values: number[], percentiles: number[], count: number): Quantiles {
  const kept: Quantiles & { values: number[]; percentiles: number[] } = {
    values: [],
    percentiles: [],
    count,
  };
  let next = 0;
  for (const [i, value] of values.entries()) {
    const percentile = percentiles[i] ?? 0;
    if (percentile < next && i < values.length - 1) continue;
    kept.values.push(value);
    kept.percentiles.push(percentile);
    while (next <= percentile) next += 1 / gridSteps;
  }
  return kept;
}

const exactUpTo = 10_000;
const gridSteps = 4096;
