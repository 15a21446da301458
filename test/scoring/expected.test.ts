import { describe, expect, it } from 'vitest';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { expectedPurchases } from '../../src/scoring/purchase-model.ts';
import { aDeal, aFrameOf, anAccountWith, dealsOn } from '../support/evidence.ts';

const today = 20_000;
const days = [today - 500, today - 400, today - 200, today - 50];
const neighbours = Array.from({ length: 30 }, (_, i) =>
  anAccountWith(...dealsOn([today - i, today - i - 100, today - i - 700], 100 + i)),
);
const frame = aFrameOf(neighbours, today);
const model = frame.purchaseModel ?? { r: 0, alpha: 0, a: 0, b: 0 };
const history = { x: 3, tx: 450, T: 500 };

function expectedWith(deals = dealsOn(days, 1000), choice = policy, revenueCorrection = 1) {
  return assess(anAccountWith(...deals), {
    frame: { ...frame, revenueCorrection },
    policy: choice,
    standing: null,
  }).expected;
}

describe('expected deals and value', () => {
  it('come from the purchase model of the frame', () => {
    const expected = expectedWith();

    expect(expected?.deals).toBeCloseTo(expectedPurchases(model, history, frame.horizonDays), 9);
    expect(expected?.clv12).toBeCloseTo(1000 * expectedPurchases(model, history, 365), 6);
    expect(expected?.clv12Low).toBeLessThanOrEqual(expected?.clv12 ?? 0);
    expect(expected?.clv12High).toBeGreaterThanOrEqual(expected?.clv12 ?? 0);
    expect(expected?.clv36).toBeGreaterThan(expected?.clv12 ?? 0);
  });

  it('take the mean of the amounts that are known', () => {
    const [first, ...others] = days;
    const deals = [aDeal({ closedOn: first ?? 0, amount: null }), ...dealsOn(others, 1000)];

    expect(expectedWith(deals)).toEqual(expectedWith());
    expect(expectedWith(days.map((closedOn) => aDeal({ closedOn, amount: null })))?.clv12).toBe(0);
  });

  it('are multiplied by margin and correction; the number of deals is not', () => {
    const whole = expectedWith();
    const half = expectedWith(undefined, { ...policy, margin: 0.5 }, 1.2);

    expect(half?.deals).toBe(whole?.deals);
    expect(half?.clv12).toBeCloseTo(0.6 * (whole?.clv12 ?? 0), 6);
    expect(half?.clv36).toBeCloseTo(0.6 * (whole?.clv36 ?? 0), 6);
    expect(half?.clv12High).toBeCloseTo(0.6 * (whole?.clv12High ?? 0), 6);
  });

  it('leave the headroom to revenue, whatever the margin', () => {
    const of = (margin: number) =>
      assess(anAccountWith(...dealsOn(days)), {
        frame,
        policy: { ...policy, margin },
        standing: null,
      }).potential;

    expect(of(0.2)).toEqual(of(1));
  });
});
