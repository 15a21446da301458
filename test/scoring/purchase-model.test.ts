import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PurchaseModel } from '../../src/model/frame.ts';
import { seededRandom } from '../../src/scoring/bootstrap.ts';
import {
  expectedPurchases,
  fitPurchaseModel,
  logLikelihood,
  type PurchaseHistory,
  probabilityAlive,
  probabilityOfNoPurchase,
  purchaseTails,
} from '../../src/scoring/purchase-model.ts';
import references from '../fixtures/reference_values.json' with { type: 'json' };
import {
  bgNbd,
  contractRetention,
  contractSurvival,
  gammaGammaMean,
  paretoNbd,
} from '../support/reference-models.ts';

const { mbgnbd, bgnbd, pareto_nbd, gamma_gamma, sbg } = references;

/** Real numbers of the reference file, to a millionth. */
function expectClose(actual: number, expected: number, tolerance = 1e-6) {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(tolerance * Math.abs(expected));
}

function modelOf([r = 0, alpha = 0, a = 0, b = 0]: readonly number[]): PurchaseModel {
  return { r, alpha, a, b };
}

const anyModel = fc.record({
  r: fc.double({ min: 0.05, max: 20, noNaN: true }),
  alpha: fc.double({ min: 5, max: 500, noNaN: true }),
  a: fc.double({ min: 0.05, max: 60, noNaN: true }),
  b: fc.double({ min: 0.05, max: 60, noNaN: true }),
});

const anyHistory = fc
  .record({
    x: fc.nat(200),
    T: fc.double({ min: 0, max: 3000, noNaN: true }),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ x, T, share }): PurchaseHistory => ({ x, tx: x === 0 ? 0 : T * share, T }));

const anyDays = fc.double({ min: 0.5, max: 1500, noNaN: true });

describe('the purchase model', () => {
  it.each(mbgnbd.cases)('agrees with the reference for x = $x, tx = $tx, T = $T', (given) => {
    const model = modelOf(mbgnbd.params);

    expectClose(logLikelihood(model, given), given.ll);
    expectClose(probabilityAlive(model, given), given.p_alive);
    expectClose(probabilityOfNoPurchase(model, given, mbgnbd.t), given.p_zero);
    expectClose(expectedPurchases(model, given, mbgnbd.t), given.cond_exp);
  });

  it('stays a number for a customer who bought a thousand times and stopped', () => {
    const model = modelOf(mbgnbd.params);
    const history = { x: 1000, tx: 10, T: 100 };

    expect(probabilityAlive(model, history)).toBeCloseTo(0, 12);
    expect(probabilityOfNoPurchase(model, history, 39)).toBe(1);
    expect(expectedPurchases(model, history, 39)).toBeCloseTo(0, 12);
    expect(Number.isFinite(logLikelihood(model, history))).toBe(true);
  });

  it('expects as many purchases as its tail probabilities sum to', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, anyDays, (model, history, days) => {
        const nextTail = purchaseTails(model, history, days);
        let sum = 0;
        let tail = nextTail();
        for (; tail > sum * 1e-17; tail = nextTail()) sum += tail;
        const expected = expectedPurchases(model, history, days);

        expect(Math.abs(sum - expected)).toBeLessThanOrEqual(1e-6 * expected + 1e-12);
      }),
      { numRuns: 60 },
    );
  });

  it('gives the same answers in days and in weeks', () => {
    fc.assert(
      fc.property(anyModel, anyHistory, anyDays, (model, history, days) => {
        const inWeeks = { x: history.x, tx: history.tx / 7, T: history.T / 7 };
        const modelInWeeks = { ...model, alpha: model.alpha / 7 };

        expectClose(
          probabilityOfNoPurchase(modelInWeeks, inWeeks, days / 7),
          probabilityOfNoPurchase(model, history, days),
          1e-9,
        );
        expectClose(
          expectedPurchases(modelInWeeks, inWeeks, days / 7),
          expectedPurchases(model, history, days),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('crosses a = 1, where its formula divides by a − 1, without a jump', () => {
    const history = { x: 4, tx: 300, T: 420 };
    const at = (a: number) => expectedPurchases({ r: 0.7, alpha: 60, a, b: 2 }, history, 365);

    expectClose(at(1), (at(1 - 1e-6) + at(1 + 1e-6)) / 2, 1e-9);
    expectClose(at(1 + 1e-9), at(1), 1e-8);
  });

  it('expects less of a silent customer the longer the silence', () => {
    const model = modelOf(mbgnbd.params);
    const expectedAfter = (silence: number) =>
      expectedPurchases(model, { x: 5, tx: 20, T: 20 + silence }, 39);

    expect(expectedAfter(5)).toBeGreaterThan(expectedAfter(10));
    expect(expectedAfter(10)).toBeGreaterThan(expectedAfter(40));
  });
});

describe('fitting the purchase model', () => {
  it('finds the parameters that customers were simulated with', () => {
    const truth = { r: 0.7, alpha: 60, a: 0.6, b: 2.2 };

    const fitted = fitPurchaseModel(simulated(truth, 12_000), { lnTypicalGap: 4 });

    expect(Math.abs(Math.log(fitted.r / truth.r))).toBeLessThan(0.1);
    expect(Math.abs(Math.log(fitted.alpha / truth.alpha))).toBeLessThan(0.1);
    const leaving = ({ a, b }: PurchaseModel) => a / (a + b);
    expect(Math.abs(leaving(fitted) - leaving(truth))).toBeLessThan(0.03);
    expect(totalLogLikelihood(fitted, simulated(truth, 12_000))).toBeGreaterThanOrEqual(
      totalLogLikelihood(truth, simulated(truth, 12_000)),
    );
  });

  it('does not depend on the order of the customers, nor on the unit of time', () => {
    const rows = simulated({ r: 0.7, alpha: 60, a: 0.6, b: 2.2 }, 25_000);
    const reversed = {
      x: [...rows.x].reverse(),
      tx: [...rows.tx].reverse(),
      T: [...rows.T].reverse(),
    };
    const inWeeks = { x: rows.x, tx: rows.tx.map((t) => t / 7), T: rows.T.map((t) => t / 7) };

    const fitted = fitPurchaseModel(rows, { lnTypicalGap: 4 });

    expect(fitPurchaseModel(reversed, { lnTypicalGap: 4 })).toEqual(fitted);
    const weekly = fitPurchaseModel(inWeeks, { lnTypicalGap: 4 - Math.log(7) });
    expectClose(weekly.alpha * 7, fitted.alpha, 1e-4);
    expectClose(weekly.a, fitted.a, 1e-4);
  });

  it('stays at the prior without customers, and near it with a few', () => {
    const none = fitPurchaseModel({ x: [], tx: [], T: [] }, { lnTypicalGap: 4 });
    const few = fitPurchaseModel({ x: [1], tx: [50], T: [100] }, { lnTypicalGap: 4 });

    expectClose(none.r, 0.8);
    expectClose(none.alpha, 1.5 * Math.exp(4));
    expectClose(none.a, 0.4);
    expectClose(none.b, 2);
    expect(Math.abs(Math.log(few.r / 0.8))).toBeLessThan(0.5);
  });
});

describe('the reference models', () => {
  it.each(bgnbd.cases)('BG/NBD agrees for x = $x, tx = $tx, T = $T', (given) => {
    const model = bgNbd([0.243, 4.414, 0.793, 2.426]);

    expectClose(model.logLikelihood(given), given.ll);
    expectClose(model.probabilityAlive(given), given.p_alive);
    expectClose(model.probabilityOfNoPurchase(given, bgnbd.t), given.p_zero);
    expectClose(model.expectedPurchases(given, bgnbd.t), given.cond_exp);
  });

  it.each(pareto_nbd.cases)('Pareto/NBD agrees for x = $x, tx = $tx, T = $T', (given) => {
    const model = paretoNbd([0.553, 10.578, 0.606, 11.669]);

    expectClose(model.logLikelihood(given), given.ll);
    expectClose(model.probabilityAlive(given), given.p_alive);
    expectClose(model.probabilityOfNoPurchase(given, pareto_nbd.t), given.p_zero);
    expectClose(model.expectedPurchases(given, pareto_nbd.t), given.cond_exp);
  });

  it.each(gamma_gamma.cases)('gamma-gamma agrees for x = $x, m = $m', (given) => {
    expectClose(gammaGammaMean([6.25, 3.74, 15.44], given), given.cond_mean);
  });

  it('the contract model agrees over all periods', () => {
    for (const [t, share] of sbg.S.entries()) {
      expectClose(contractSurvival([0.668, 3.806], t), share);
    }
    for (const [k, share] of sbg.retention.entries()) {
      expectClose(contractRetention([0.668, 3.806], k + 1), share);
    }
  });
});

function totalLogLikelihood(model: PurchaseModel, { x, tx, T }: ReturnType<typeof simulated>) {
  return x.reduce(
    (sum, repeats, i) => sum + logLikelihood(model, { x: repeats, tx: tx[i] ?? 0, T: T[i] ?? 0 }),
    0,
  );
}

/** Customers who buy and leave as the model says, seen for one to three years. */
function simulated(truth: PurchaseModel, customers: number) {
  const random = seededRandom(11);
  const rows: { x: number[]; tx: number[]; T: number[] } = { x: [], tx: [], T: [] };
  for (let i = 0; i < customers; i++) {
    const rate = gammaDraw(truth.r, random) / truth.alpha;
    const leaving = gammaDraw(truth.a, random);
    const leaves = leaving / (leaving + gammaDraw(truth.b, random));
    const T = Math.floor(365 + 730 * random());
    let [x, tx] = [0, 0];
    while (random() >= leaves) {
      const next = tx - Math.log(1 - random()) / rate;
      if (!(next <= T)) break;
      tx = next;
      x += 1;
    }
    rows.x.push(x);
    rows.tx.push(tx);
    rows.T.push(T);
  }
  return rows;
}

/** Marsaglia and Tsang's method, with the boost for shapes below 1. */
function gammaDraw(shape: number, random: () => number): number {
  if (shape < 1) return gammaDraw(shape + 1, random) * random() ** (1 / shape);
  const d = shape - 1 / 3;
  for (;;) {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const v = (1 + normal / Math.sqrt(9 * d)) ** 3;
    if (v > 0 && Math.log(1 - random()) < 0.5 * normal ** 2 + d - d * v + d * Math.log(v))
      return d * v;
  }
}
