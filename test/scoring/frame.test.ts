import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import type { Frame } from '../../src/model/frame.ts';
import { accountId } from '../../src/model/ids.ts';
import { assess } from '../../src/scoring/assess.ts';
import { calibrationWindows, revenueCorrection } from '../../src/scoring/calibration-windows.ts';
import { frameBuilder } from '../../src/scoring/frame.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { purchaseColumns } from '../../src/scoring/purchase-columns.ts';
import { expectedPurchases } from '../../src/scoring/purchase-model.ts';
import { purchasesOf } from '../../src/scoring/purchases.ts';
import { aDeal, aFrameOf, anAccount, anAccountWith, dealsOn } from '../support/evidence.ts';

const today = 20_000;

/** Accounts with own gaps of 20 to 200 days over four years; every third left a while ago. */
function aPortal(size: number): Evidence[] {
  return Array.from({ length: size }, (_, i) => {
    const gap = 20 + ((i * 37) % 180);
    const last = i % 3 === 0 ? 200 + ((i * 53) % 900) : (i * 11) % gap;
    const days: number[] = [];
    for (let ago = last; ago < 1460; ago += gap + ((i * ago) % 9)) days.push(today - ago);
    return {
      ...anAccount(accountId(`account-${i}`)),
      deals: dealsOn(days, 100 + ((i * 71) % 900)),
    };
  });
}

describe('horizon and look-back', () => {
  it.each([
    { historyDays: 1095, horizonDays: 365, lookbackDays: 730 },
    { historyDays: 1094, horizonDays: 180, lookbackDays: 365 },
    { historyDays: 548, horizonDays: 180, lookbackDays: 365 },
    { historyDays: 547, horizonDays: 90, lookbackDays: 365 },
    { historyDays: 0, horizonDays: 90, lookbackDays: 365 },
  ])('of $historyDays days of history are $horizonDays and $lookbackDays', (row) => {
    const frame = aFrameOf([anAccountWith(...dealsOn([today, today - row.historyDays]))], today);

    expect(frame).toMatchObject({
      horizonDays: row.horizonDays,
      lookbackDays: row.lookbackDays,
    });
  });

  it('may be set', () => {
    const set = { ...policy, horizonDays: 30, lookbackDays: 400 };

    const frame = aFrameOf(aPortal(5), today, { policy: set });

    expect(frame).toMatchObject({ horizonDays: 30, lookbackDays: 400 });
  });
});

describe('a frame', () => {
  it('of an empty portal scores nobody and breaks nothing', () => {
    const frame = aFrameOf([], today, { calibration: 'monthly' });
    const surprise = anAccountWith(aDeal({ closedOn: today }));

    const { lifecycle, value } = assess(surprise, { frame, policy, standing: null });

    expect(frame).toMatchObject({ currentCustomers: 0, totalRevenueTtm: 0, horizonDays: 90 });
    expect(lifecycle).toBe('new');
    expect(value).toMatchObject({ mode: 'absolute', revenueShare: 0 });
  });

  it('survives being stored', () => {
    const frame = aFrameOf(aPortal(60), today, { calibration: 'monthly' });
    const stored: Frame = JSON.parse(JSON.stringify(frame));

    const before = aPortal(60).map((one) => assess(one, { frame, policy, standing: null }));
    const after = aPortal(60).map((one) => assess(one, { frame: stored, policy, standing: null }));

    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
  });

  it('does not see deals dated after its day', () => {
    const accounts = aPortal(30);
    const ahead = accounts.map((account) => ({
      ...account,
      deals: [...account.deals, aDeal({ closedOn: today + 1, amount: 1e9 })],
    }));

    expect(aFrameOf(ahead, today)).toEqual(aFrameOf(accounts, today));
  });
});

describe('what is fitted', () => {
  const fitted = aFrameOf(aPortal(400), today, { calibration: 'monthly' });

  it('is the portal’s own once there is history', () => {
    expect(fitted.calibration).toEqual({ source: 'portal', fittedOn: today });
    expect(fitted.coefficients).not.toEqual(policy.coefficients);
    for (const value of Object.values(fitted.coefficients).slice(1)) {
      expect(value).toBeGreaterThanOrEqual(0);
    }
    expect(fitted.purchaseModel).not.toBeNull();
    expect(fitted.revenueCorrection).toBeGreaterThanOrEqual(Math.SQRT1_2);
    expect(fitted.revenueCorrection).toBeLessThanOrEqual(Math.SQRT2);
  });

  it('does not depend on the order of the accounts', () => {
    expect(aFrameOf(aPortal(400).reverse(), today, { calibration: 'monthly' })).toEqual(fitted);
  });

  it('stays the default without history, or when told so', () => {
    const young = aFrameOf(
      aPortal(50).map((account) => ({
        ...account,
        deals: account.deals.filter(({ closedOn }) => (closedOn ?? 0) > today - 100),
      })),
      today,
      { calibration: 'monthly' },
    );

    expect(young.calibration).toEqual({ source: 'default', fittedOn: null });
    expect(young.coefficients).toEqual(policy.coefficients);
    expect(aFrameOf(aPortal(400), today, { calibration: 'never' }).calibration.source).toBe(
      'default',
    );
  });

  it.each([
    [0, 'kept'],
    [29, 'kept'],
    [30, 'refitted'],
  ])('is after %d days %s', (later, outcome) => {
    const next = aFrameOf(aPortal(400), today + later, {
      previous: fitted,
      calibration: 'monthly',
    });

    const isKept = next.calibration.fittedOn === today;
    expect(isKept ? 'kept' : 'refitted').toBe(outcome);
    if (isKept) {
      expect(next.coefficients).toEqual(fitted.coefficients);
      expect(next.purchaseModel).toEqual(fitted.purchaseModel);
    }
  });

  it('is refitted when the horizon changes', () => {
    const next = aFrameOf(aPortal(400), today + 1, {
      previous: fitted,
      calibration: 'monthly',
      policy: { ...policy, horizonDays: 90 },
    });

    expect(next.calibration.fittedOn).toBe(today + 1);
    expect(next.revenueCorrection).toBe(1);
  });

  it('uses windows whose outcome is known, each with a horizon of history', () => {
    const accounts = aPortal(50).map(({ deals }) => purchasesOf(deals, today));
    const windowsAfter = (historyDays: number) =>
      calibrationWindows(accounts, {
        day: today,
        earliest: today - historyDays,
        horizonDays: 365,
        lookbackDays: 730,
        lnTypicalGap: Math.log(90),
        policy,
      });

    expect(windowsAfter(729)).toHaveLength(0);
    expect(windowsAfter(730)).toHaveLength(1);
    expect(windowsAfter(730 + 91)).toHaveLength(2);
    expect(windowsAfter(5000)).toHaveLength(4);
    for (const { x, churned } of windowsAfter(5000)) {
      expect(x).toHaveLength(5 * churned.length);
      expect(churned).toContain(0);
      expect(churned).toContain(1);
    }
  });

  it('knows of each window who bought after its day', () => {
    const day = today - 365;
    const accounts = [
      [day - 10, day + 1],
      [day - 10, day + 365],
      [day - 10, day],
      [day - 10],
      [day - 731, day + 5],
      [day + 5],
    ].map((days) => purchasesOf(dealsOn(days), today));
    const [window] = calibrationWindows(accounts, {
      day: today,
      earliest: today - 730,
      horizonDays: 365,
      lookbackDays: 730,
      lnTypicalGap: Math.log(90),
      policy,
    });

    expect([...(window?.churned ?? [])]).toEqual([0, 0, 1, 1]);
    expect(window?.x[0]).toBeCloseTo(Math.log(11 / 365), 12);
    expect(window?.x[2]).toBeCloseTo(0, 12);
  });

  it('corrects expected revenue by the square root of what the last year brought', () => {
    const model = { r: 2, alpha: 100, a: 0.5, b: 2 };
    const year = Array.from({ length: 25 }, () =>
      purchasesOf([...dealsOn([today - 900, today - 400]), aDeal({ closedOn: today - 9 })], today),
    );
    const expected = expectedPurchases(model, { x: 1, tx: 500, T: 535 }, 365) * 1000;
    const correctionFor = (accounts: typeof year, historyDays = 2000) =>
      revenueCorrection(accounts, model, {
        day: today,
        earliest: today - historyDays,
        horizonDays: 365,
        lookbackDays: 730,
        lnTypicalGap: Math.log(90),
        policy,
      });

    expect(expected).toBeGreaterThan(500);
    expect(correctionFor(year)).toBeCloseTo(Math.sqrt(1000 / expected), 9);
    expect(correctionFor(year.slice(0, 19))).toBe(1);
    expect(correctionFor(year, 729)).toBe(1);
    const silent = year.map(() => purchasesOf(dealsOn([today - 900, today - 400]), today));
    expect(correctionFor(silent)).toBeCloseTo(Math.SQRT1_2, 12);
  });

  it('carries a verification over until a new one is given', () => {
    const verification = {
      verified: true,
      cut: today - 365,
      customers: 400,
      churned: 100,
      auc: 0.8,
      aucLow: 0.75,
      aucHigh: 0.85,
    };
    const builder = (previous: Frame | null, given?: typeof verification | null) =>
      frameBuilder({
        id: 'next',
        day: today,
        policy,
        previous,
        ...(given === undefined ? {} : { verification: given }),
      }).finish();

    const first = builder(null, verification);

    expect(first.verification).toEqual(verification);
    expect(builder(first).verification).toEqual(verification);
    expect(builder(first, null).verification).toBeNull();
    expect(builder(null).verification).toBeNull();
  });
});

describe('a sample', () => {
  it('is the same for every order, close to its size, and everyone in a small portal', () => {
    const sampled = (ids: string[], size: number) => {
      const columns = purchaseColumns();
      const none = { days: [], amounts: [], dealsWithoutAmount: 0, amountsWithoutRate: 0 };
      for (const id of ids) columns.add(id, none);
      return columns.sample(size).map((account) => ids[account]);
    };
    const ids = Array.from({ length: 20_000 }, (_, i) => String(9_000_000 + i));

    const sample = sampled(ids, 2000);

    expect(Math.abs(sample.length - 2000)).toBeLessThan(150);
    expect(new Set(sampled([...ids].reverse(), 2000))).toEqual(new Set(sample));
    expect(sampled(ids.slice(0, 2000), 2000)).toHaveLength(2000);
  });
});
