import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bootstrapAreas, seededRandom } from '../../src/scoring/bootstrap.ts';
import {
  areaUnderCurve,
  averagePrecision,
  brierScore,
  calibrationError,
  captureAtTop,
  liftAtTop,
  reliability,
} from '../../src/scoring/metrics.ts';
import vectors from '../fixtures/test_vectors.json' with { type: 'json' };

const { metrics } = vectors;

describe('metrics', () => {
  it('agree with the vectors', () => {
    const { s, y } = metrics;

    expect(areaUnderCurve(s, y)).toBeCloseTo(metrics.auc, 12);
    expect(averagePrecision(s, y)).toBeCloseTo(metrics.average_precision, 12);
    expect(liftAtTop(s, y, 0.25)).toBeCloseTo(metrics.lift_top25, 12);
    expect(brierScore(s, y)).toBeCloseTo(metrics.brier, 12);
    expect(calibrationError(reliability(s, y, 4))).toBeCloseTo(metrics.ece_4bins, 12);
  });

  it.each([
    { name: 'perfect', scores: [1, 2, 3, 4], area: 1 },
    { name: 'inverted', scores: [4, 3, 2, 1], area: 0 },
    { name: 'blind', scores: [5, 5, 5, 5], area: 0.5 },
  ])('a $name order has an area of $area', ({ scores, area }) => {
    expect(areaUnderCurve(scores, [0, 0, 1, 1])).toBe(area);
  });

  it('say nothing where nobody left or everybody did', () => {
    expect(areaUnderCurve([1, 2], [0, 0])).toBeNull();
    expect(areaUnderCurve([1, 2], [1, 1])).toBeNull();
    expect(averagePrecision([1, 2], [0, 0])).toBeNull();
    expect(captureAtTop([1, 2], [0, 0], 0.5)).toBeNull();
  });

  it('share what ties at the border of the top', () => {
    expect(captureAtTop([3, 2, 2, 1], [0, 10, 30, 0], 0.5)).toBe(0.5);
    expect(captureAtTop([5, 4, 3, 2, 1], [40, 20, 20, 10, 10], 0.4)).toBeCloseTo(0.6, 12);
  });

  it('give an area that is the share of pairs in the right order', () => {
    const cases = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 1 })),
      {
        minLength: 2,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(cases, (drawn) => {
        const scores = drawn.map(([score]) => score);
        const outcomes = drawn.map(([, outcome]) => outcome);

        expect(areaUnderCurve(scores, outcomes) ?? -1).toBeCloseTo(pairsInOrder(drawn) ?? -1, 12);
      }),
    );
  });
});

describe('bootstrap intervals', () => {
  const random = seededRandom(3);
  const outcomes = Array.from({ length: 1500 }, () => (random() < 0.4 ? 1 : 0));
  const good = outcomes.map((outcome) => outcome + 2 * random());
  const better = outcomes.map((outcome) => outcome + random());
  const noise = outcomes.map(() => random());

  it('hold the area, and half for noise', () => {
    const { areas } = bootstrapAreas([good, noise], outcomes);

    const area = areaUnderCurve(good, outcomes) ?? 0;
    expect(areas[0]?.low).toBeLessThan(area);
    expect(areas[0]?.high).toBeGreaterThan(area);
    expect(areas[1]?.low).toBeLessThan(0.5);
    expect(areas[1]?.high).toBeGreaterThan(0.5);
  });

  it('are about as wide as theory says', () => {
    const { areas } = bootstrapAreas([good], outcomes);

    const area = areaUnderCurve(good, outcomes) ?? 0;
    const expected = 2 * 1.96 * standardError(area, outcomes);
    const width = (areas[0]?.high ?? 0) - (areas[0]?.low ?? 0);
    expect(width / expected).toBeGreaterThan(0.8);
    expect(width / expected).toBeLessThan(1.2);
  });

  it('tell a clear lead from none', () => {
    const { leads } = bootstrapAreas([better, good, better], outcomes);

    expect(leads[1]?.low).toBeGreaterThan(0);
    expect(leads[2]).toEqual({ low: 0, high: 0 });
  });

  it('repeat', () => {
    expect(bootstrapAreas([good], outcomes)).toEqual(bootstrapAreas([good], outcomes));
  });
});

function pairsInOrder(
  drawn: readonly (readonly [score: number, outcome: number])[],
): number | null {
  const scoresOf = (outcome: number) => drawn.filter((one) => one[1] === outcome).map(([s]) => s);
  const won = (p: number, n: number) => (Math.sign(p - n) + 1) / 2;
  const pairs = scoresOf(1).flatMap((p) => scoresOf(0).map((n) => won(p, n)));
  return pairs.length === 0 ? null : pairs.reduce((sum, one) => sum + one, 0) / pairs.length;
}

/** Hanley and McNeil 1982. */
function standardError(area: number, outcomes: readonly number[]): number {
  const positives = outcomes.filter((outcome) => outcome === 1).length;
  const negatives = outcomes.length - positives;
  const q1 = area / (2 - area);
  const q2 = (2 * area ** 2) / (1 + area);
  const spread =
    area * (1 - area) + (positives - 1) * (q1 - area ** 2) + (negatives - 1) * (q2 - area ** 2);
  return Math.sqrt(spread / (positives * negatives));
}
