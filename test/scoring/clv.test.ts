import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lifetimeValue, purchaseRange } from '../../src/scoring/clv.ts';
import { expectedPurchases } from '../../src/scoring/purchase-model.ts';

const model = { r: 0.8, alpha: 90, a: 0.4, b: 2 };
const regular = { x: 12, tx: 1000, T: 1030 };
const terms = { horizonDays: 180, meanDeal: 500, correction: 1, margin: 1 };

describe('lifetime value', () => {
  it('is the expected deals of a year at the mean deal, corrected and at margin', () => {
    const value = lifetimeValue(model, regular, { ...terms, correction: 0.8, margin: 0.3 });

    const inYear = expectedPurchases(model, regular, 365);
    expect(value.deals).toBe(expectedPurchases(model, regular, 180));
    expect(value.clv12).toBeCloseTo(inYear * 500 * 0.8 * 0.3, 9);
  });

  it('discounts three years from the middle of each', () => {
    const [one, two, three] = [1, 2, 3].map((years) =>
      expectedPurchases(model, regular, 365 * years),
    );
    const [a = 0, b = 0, c = 0] = [one, two, three];
    const expected = a / 1.1 ** 0.5 + (b - a) / 1.1 ** 1.5 + (c - b) / 1.1 ** 2.5;

    expect(lifetimeValue(model, regular, terms).clv36).toBeCloseTo(expected * 500, 9);
  });

  it('lies in its range and is less than three years are worth', () => {
    const histories = fc.record({
      x: fc.nat(60),
      T: fc.integer({ min: 1, max: 3000 }),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(histories, ({ x, T, share }) => {
        const value = lifetimeValue(model, { x, tx: x === 0 ? 0 : T * share, T }, terms);

        expect(value.clv12Low).toBeLessThanOrEqual(value.clv12);
        expect(value.clv12High).toBeGreaterThanOrEqual(value.clv12);
        expect(value.clv36).toBeGreaterThanOrEqual(value.clv12 / 1.1 ** 0.5 - 1e-9);
      }),
    );
  });

  it('has a range of whole deals that leaves a tenth on each side', () => {
    expect(purchaseRange(model, { x: 0, tx: 0, T: 900 }, 365)).toEqual({ low: 0, high: 0 });

    const { low, high } = purchaseRange(model, regular, 365);
    expect(low).toBeGreaterThanOrEqual(0);
    expect(high).toBeGreaterThan(expectedPurchases(model, regular, 365));
  });
});
