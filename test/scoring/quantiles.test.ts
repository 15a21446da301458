import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { percentileOf, quantilesOf } from '../../src/scoring/quantiles.ts';

/** (rank − ½)/N with ties averaged, by counting. */
function midRank(values: readonly number[], value: number): number {
  const below = values.filter((other) => other < value).length;
  const equal = values.filter((other) => other === value).length;
  return (below + equal / 2) / values.length;
}

describe('percentiles', () => {
  it('are the mid-ranks, for every value of every portal', () => {
    const values = fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 1, maxLength: 80 });
    fc.assert(
      fc.property(values, (portal) => {
        const quantiles = quantilesOf(portal);
        for (const value of portal) {
          expect(percentileOf(quantiles, value)).toBe(midRank(portal, value));
        }
      }),
    );
  });

  it.each([
    { value: -5, percentile: 0.125 },
    { value: 10, percentile: 0.125 },
    { value: 15, percentile: 0.3125 },
    { value: 20, percentile: 0.5 },
    { value: 25, percentile: 0.6875 },
    { value: 99, percentile: 0.875 },
  ])('lie on straight lines between 10, 20, 20 and 30: $value is $percentile', (line) => {
    const quantiles = quantilesOf([10, 20, 20, 30]);

    expect(percentileOf(quantiles, line.value)).toBe(line.percentile);
  });

  it('are one half where nothing is known', () => {
    expect(percentileOf(quantilesOf([]), 7)).toBe(0.5);
  });

  it('stay within 1/4096 of the mid-rank on the grid of a large portal', () => {
    const values = Array.from({ length: 30_000 }, (_, i) =>
      Math.exp((8 * ((i * 7919) % 30_000)) / 30_000),
    );
    const sorted = Float64Array.from(values).sort();

    const quantiles = quantilesOf(values);

    expect(quantiles.values.length).toBeLessThan(5000);
    expect(quantiles.count).toBe(30_000);
    for (let i = 0; i < sorted.length; i += 7) {
      const error = percentileOf(quantiles, sorted[i] ?? 0) - (i + 0.5) / sorted.length;
      expect(Math.abs(error)).toBeLessThan(1 / 4096);
    }
  });
});
