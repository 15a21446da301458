import { describe, expect, it } from 'vitest';
import { seededRandom } from '../../src/scoring/bootstrap.ts';
import { type CalibrationWindow, fitCoefficients } from '../../src/scoring/calibration.ts';
import { fitPenalisedLogit } from '../../src/scoring/penalised-logit.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { logitOf, probabilityOf } from '../../src/scoring/risk-logit.ts';
import vectors from '../fixtures/test_vectors.json' with { type: 'json' };

const prior = defaultPolicy.coefficients;

describe('the penalised logit', () => {
  const { X, y, lam, lam0, prior: mean, beta, beta_lam1 } = vectors.map_fit;
  const samples = [{ x: Float64Array.from(X.flat()), outcome: Uint8Array.from(y) }];
  const precision = (slope: number) => mean.map((_, i) => (i === 0 ? lam0 : slope));

  it('agrees with the vectors, with a strong and with a weak prior', () => {
    const strong = fitPenalisedLogit(samples, { mean, precision: precision(lam) });
    const weak = fitPenalisedLogit(samples, { mean, precision: precision(1) });

    for (const [i, value] of beta.entries()) expect(strong[i]).toBeCloseTo(value, 5);
    for (const [i, value] of beta_lam1.entries()) expect(weak[i]).toBeCloseTo(value, 5);
  });

  it('counts two samples as much as one when they are the same', () => {
    const settings = { mean, precision: precision(lam) };

    const twice = fitPenalisedLogit([...samples, ...samples], settings);

    for (const [i, value] of beta.entries()) expect(twice[i]).toBeCloseTo(value, 5);
  });
});

describe('portal calibration', () => {
  it('keeps the given coefficients with fewer than five customers', () => {
    expect(fitCoefficients([], prior)).toBe(prior);
    expect(fitCoefficients([aWindow(4, prior)], prior)).toBe(prior);
  });

  it('stays near the given coefficients with few customers and leaves them with many', () => {
    const truth = { ...prior, intercept: 0.6, dealsEver: 0.3, value: 2 };

    const few = fitCoefficients([aWindow(20, truth)], prior);
    const many = fitCoefficients([aWindow(20_000, truth)], prior);

    expect(Math.abs(few.value - prior.value)).toBeLessThan(0.7);
    expect(many.intercept).toBeCloseTo(truth.intercept, 0);
    expect(Math.abs(many.value - truth.value)).toBeLessThan(0.25);
    expect(Math.abs(many.dealsEver - truth.dealsEver)).toBeLessThan(0.1);
  });

  it('never lets a factor count the wrong way round', () => {
    const truth = { ...prior, value: -3 };

    expect(fitCoefficients([aWindow(5000, truth)], prior).value).toBe(0);
  });

  it('does not depend on the order of the customers, sampled or not', () => {
    for (const customers of [500, 30_000]) {
      const window = aWindow(customers, prior);

      expect(fitCoefficients([reversed(window)], prior)).toEqual(fitCoefficients([window], prior));
    }
  });

  it('gives every window the same say', () => {
    const [small, large] = [aWindow(400, { ...prior, value: 0 }), aWindow(9000, prior)];
    const doubled = {
      x: Float64Array.from([...large.x, ...large.x]),
      churned: Uint8Array.from([...large.churned, ...large.churned]),
    };

    const once = fitCoefficients([small, large], prior);
    const byHalves = fitCoefficients([small, large, small, large], prior);

    expect(byHalves.value).toBeCloseTo(once.value, 6);
    expect(fitCoefficients([small, doubled], prior).value).not.toBeCloseTo(once.value, 6);
  });
});

/** Customers with plausible factors, who left as the coefficients say. */
function aWindow(customers: number, truth: typeof prior): CalibrationWindow {
  const random = seededRandom(customers);
  const x = new Float64Array(customers * 5);
  const churned = new Uint8Array(customers);
  for (let row = 0; row < customers; row++) {
    const factors = [
      Math.log((1 + 500 * random()) / 180),
      -Math.log1p(Math.floor(6 * random() ** 2)),
      -Math.log(1 + Math.floor(20 * random() ** 2)),
      -random(),
      Math.max(0, 0.3 * (random() - 0.6)),
    ] as const;
    x.set(factors, row * 5);
    churned[row] = random() < probabilityOf(logitOf(truth, factors)) ? 1 : 0;
  }
  return { x, churned };
}

function reversed({ x, churned }: CalibrationWindow): CalibrationWindow {
  const rows = Array.from(churned, (_, row) => x.slice(row * 5, row * 5 + 5)).reverse();
  return {
    x: Float64Array.from(rows.flatMap((row) => [...row])),
    churned: churned.slice().reverse(),
  };
}
