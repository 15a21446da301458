import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/model/assessment.ts';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Frame } from '../../src/model/frame.ts';
import { accountId } from '../../src/model/ids.ts';
import { assess, assessPurchases } from '../../src/scoring/assess.ts';
import { frameBuilder } from '../../src/scoring/frame.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { probabilityOfNoPurchase } from '../../src/scoring/purchase-model.ts';
import { type Purchases, purchasesOf } from '../../src/scoring/purchases.ts';
import { aDeal, aFrameOf, anAccount, anAccountWith, aTicket } from '../support/evidence.ts';

const today = 20_000;
const policy = { ...defaultPolicy, horizonDays: 365, lookbackDays: 730 };

type History = { daysAgo: number; amount: number }[];

/** Portals of up to 25 accounts, from one-time buyers to weekly ones, some long gone. */
const purchase = fc.record({
  daysAgo: fc.integer({ min: 0, max: 1400 }),
  amount: fc.integer({ min: 1, max: 100_000 }),
});
const history = fc.array(purchase, { minLength: 1, maxLength: 12 });
const portal = fc.array(history, { minLength: 2, maxLength: 25 });

function accountsOf(histories: History[], shiftDays = 0, factor = 1): Evidence[] {
  return histories.map((deals, i) => ({
    ...anAccount(accountId(`account-${i}`)),
    deals: deals.map(({ daysAgo, amount }) =>
      aDeal({ closedOn: today + shiftDays - daysAgo, amount: amount * factor }),
    ),
  }));
}

function assessAll(accounts: Evidence[], frame: Frame): Assessment[] {
  return accounts.map((account) => assess(account, { frame, policy, standing: null }));
}

/** Every number and word of an assessment that must not depend on currency, calendar or neighbours. */
function verdictOf({ lifecycle, risk, health, value, matrix, rfm, confidence }: Assessment) {
  return {
    lifecycle,
    probability: risk?.probability.toFixed(9),
    health: health?.score,
    points: health?.factors.map(({ points }) => points),
    percentile: value?.percentile,
    tier: value?.mode === 'percentile' ? value.tier : null,
    matrix,
    rfm,
    confidence,
  };
}

describe('scores do not depend on', { timeout: 60_000 }, () => {
  it('the currency: all amounts times k', () => {
    fc.assert(
      fc.property(portal, fc.constantFrom(2, 3, 7, 100), (histories, factor) => {
        const accounts = accountsOf(histories);
        const converted = accountsOf(histories, 0, factor);

        const before = assessAll(accounts, aFrameOf(accounts, today, { policy }));
        const after = assessAll(converted, aFrameOf(converted, today, { policy }));

        expect(after.map(verdictOf)).toEqual(before.map(verdictOf));
      }),
      { numRuns: 60 },
    );
  });

  it('the calendar: all dates plus d', () => {
    fc.assert(
      fc.property(portal, fc.integer({ min: -3000, max: 3000 }), (histories, shiftDays) => {
        const accounts = accountsOf(histories);
        const shifted = accountsOf(histories, shiftDays);

        const before = assessAll(accounts, aFrameOf(accounts, today, { policy }));
        const after = assessAll(shifted, aFrameOf(shifted, today + shiftDays, { policy }));

        expect(after.map(verdictOf)).toEqual(before.map(verdictOf));
      }),
      { numRuns: 60 },
    );
  });

  it('the order of accounts and of deals', () => {
    fc.assert(
      fc.property(portal, (histories) => {
        const accounts = accountsOf(histories);
        const turned = accounts
          .map((account) => ({ ...account, deals: [...account.deals].reverse() }))
          .reverse();

        const before = assessAll(accounts, aFrameOf(accounts, today, { policy }));
        const after = assessAll(turned, aFrameOf(turned, today, { policy })).reverse();

        expect(after.map(verdictOf)).toEqual(before.map(verdictOf));
      }),
      { numRuns: 60 },
    );
  });

  it('companies without purchases, or that left long ago after one', () => {
    fc.assert(
      fc.property(portal, fc.integer({ min: 1, max: 10 }), (histories, more) => {
        const accounts = accountsOf(histories);
        const others = Array.from({ length: 2 * more }, (_, i) =>
          i % 2 === 0 ? anAccountWith() : anAccountWith(aDeal({ closedOn: today - 1300 })),
        );

        const before = aFrameOf(accounts, today, { policy });
        const after = aFrameOf([...others, ...accounts], today, { policy });

        // Not the matrix: how many customers leave after one purchase tells what to expect of the others.
        const verdicts = (frame: Frame) =>
          assessAll(accounts, frame).map((one) => ({ ...verdictOf(one), matrix: null }));
        expect(verdicts(after)).toEqual(verdicts(before));
      }),
      { numRuns: 60 },
    );
  });

  it('how often and in which company an account is assessed', () => {
    fc.assert(
      fc.property(portal, (histories) => {
        const accounts = accountsOf(histories);
        const frame = aFrameOf(accounts, today, { policy });
        const [first = anAccountWith()] = accounts;

        const alone = assess(first, { frame, policy, standing: null });
        assessAll(accounts, frame);

        expect(assess(first, { frame, policy, standing: null })).toEqual(alone);
      }),
      { numRuns: 40 },
    );
  });
});

describe('within a frame', { timeout: 60_000 }, () => {
  it('one more silent day never raises the health', () => {
    fc.assert(
      fc.property(portal, (histories) => {
        const accounts = accountsOf(histories);
        const frame = aFrameOf(accounts, today, { policy });
        for (const account of accounts) {
          const now = assess(account, { frame, policy, standing: null });
          const next = assess(account, { frame, policy, standing: null, asOf: today + 1 });
          if (now.risk === null || next.risk === null) continue;
          expect(next.risk.probability).toBeGreaterThanOrEqual(now.risk.probability);
          expect(next.health?.score).toBeLessThanOrEqual(now.health?.score ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a deal won today never lowers the health', () => {
    fc.assert(
      fc.property(portal, fc.integer({ min: 1, max: 50_000 }), (histories, amount) => {
        const accounts = accountsOf(histories);
        const frame = aFrameOf(accounts, today, { policy });
        for (const account of accounts) {
          const deals = [...account.deals, aDeal({ closedOn: today, amount })];
          const before = assess(account, { frame, policy, standing: null });
          const after = assess({ ...account, deals }, { frame, policy, standing: null });
          expect(after.health?.score).toBeGreaterThanOrEqual(before.health?.score ?? 0);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('twenty tickets without a complaint change no score', () => {
    fc.assert(
      fc.property(portal, (histories) => {
        const accounts = accountsOf(histories);
        const frame = aFrameOf(accounts, today, { policy });
        const tickets = Array.from({ length: 20 }, (_, i) => aTicket({ openedOn: today - i }));
        for (const account of accounts) {
          const before = verdictOf(assess(account, { frame, policy, standing: null }));
          const after = verdictOf(
            assess({ ...account, tickets }, { frame, policy, standing: null }),
          );
          expect({ ...after, confidence: null }).toEqual({ ...before, confidence: null });
        }
      }),
      { numRuns: 40 },
    );
  });

  it('base, factors and the cap line add up to the health; dimensions to the factors', () => {
    const extremes = fc.constantFrom(
      policy,
      { ...policy, coefficients: { ...policy.coefficients, intercept: 9 } },
      { ...policy, coefficients: { ...policy.coefficients, intercept: -9 } },
      { ...policy, scoredSignals: ['renewal', 'contact_silence', 'complaints'] },
    );
    fc.assert(
      fc.property(portal, extremes, (histories, choice) => {
        const signals = { renewalOn: today + 10, lastContactOn: today - 100 };
        const accounts = accountsOf(histories).map((account) => ({ ...account, signals }));
        const frame = aFrameOf(accounts, today, { policy: choice });
        for (const account of accounts) {
          const { health } = assess(account, { frame, policy: choice, standing: null });
          if (health === null) continue;
          const points = health.factors.reduce((sum, factor) => sum + factor.points, 0);
          expect(health.base + points + health.capPoints).toBe(health.score);
          expect(Object.values(health.dimensionPoints).reduce((a, b) => a + b)).toBe(points);
          expect(health.score).toBeGreaterThanOrEqual(0);
          expect(health.score).toBeLessThanOrEqual(100);
          if (health.capPoints !== 0) expect([0, 100]).toContain(health.score);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('the purchase model', { timeout: 60_000 }, () => {
  it('gives the same probability in days and in weeks', () => {
    const models = fc.record({
      r: fc.double({ min: 0.1, max: 5, noNaN: true }),
      alpha: fc.double({ min: 1, max: 500, noNaN: true }),
      a: fc.double({ min: 0.1, max: 3, noNaN: true }),
      b: fc.double({ min: 0.1, max: 5, noNaN: true }),
    });
    const histories = fc.record({
      x: fc.integer({ min: 0, max: 30 }),
      tx: fc.integer({ min: 0, max: 1000 }),
      silence: fc.integer({ min: 0, max: 1000 }),
    });
    fc.assert(
      fc.property(models, histories, (model, { x, tx, silence }) => {
        const inDays = { x, tx, T: tx + silence };
        const inWeeks = { x, tx: tx / 7, T: (tx + silence) / 7 };
        const byDays = probabilityOfNoPurchase(model, inDays, 364);
        const byWeeks = probabilityOfNoPurchase({ ...model, alpha: model.alpha / 7 }, inWeeks, 52);

        expect(byWeeks).toBeCloseTo(byDays, 9);
      }),
    );
  });
});

describe('purchases in columns', { timeout: 60_000 }, () => {
  const inColumns = (purchases: Purchases): Purchases => ({
    ...purchases,
    days: Int32Array.from(purchases.days),
    amounts: Float64Array.from(purchases.amounts),
  });

  /** Columns hold no days of creation. */
  const withoutCycle = (assessment: Assessment): Assessment => {
    const { purchases } = assessment;
    return { ...assessment, purchases: purchases && { ...purchases, salesCycle: null } };
  };

  it('give the same frame and the same scores as deals', () => {
    fc.assert(
      fc.property(portal, (histories) => {
        const accounts = accountsOf(histories);
        const builder = frameBuilder({
          id: 'frame-1',
          day: today,
          policy,
          previous: null,
          calibration: 'never',
        });
        const columns = accounts.map(({ deals }) => inColumns(purchasesOf(deals, today)));
        for (const [i, purchases] of columns.entries()) {
          builder.addPurchases(`account-${i}`, purchases);
        }
        const frame = builder.finish();
        const context = { frame, policy, standing: null };

        const scores = columns.map((purchases, i) =>
          assessPurchases(purchases, anAccount(accountId(`account-${i}`)), context),
        );

        const asDeals = aFrameOf(accounts, today, { policy });
        expect(frame).toEqual({ ...asDeals, medianSalesCycleDays: null });
        expect(scores).toEqual(assessAll(accounts, frame).map(withoutCycle));
      }),
      { numRuns: 30 },
    );
  });
});
