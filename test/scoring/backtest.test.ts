import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Evidence } from '../../src/model/evidence.ts';
import { backtest, verify } from '../../src/scoring/backtest.ts';
import { type BacktestRequest, collectCases } from '../../src/scoring/backtest-cases.ts';
import { seededRandom } from '../../src/scoring/bootstrap.ts';
import { fixedThresholdRisk, rfmRisk } from '../../src/scoring/comparison-scores.ts';
import { evidenceAsOf } from '../../src/scoring/evidence-as-of.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { purchasesOf } from '../../src/scoring/purchases.ts';
import { aDeal, anAccountWith, aTicket, dealsOn, on } from '../support/evidence.ts';
import { simulatedPortal } from '../support/simulated-portal.ts';

const end = on('2024-12-31');
const cut = end - 180;
const portal = simulatedPortal(900, end);

function request(difference: Partial<BacktestRequest> = {}): BacktestRequest {
  const policy = { ...defaultPolicy, horizonDays: 180, lookbackDays: 365 };
  return { accounts: () => portal, policy, cut, completeUntil: end, ...difference };
}

const report = backtest(request());

describe('the backtest', () => {
  it('verifies scores that foresee who leaves', () => {
    const [own] = report.methods;

    expect(own?.name).toBe('mainstay');
    expect(own?.auc).toBeGreaterThan(0.7);
    expect(own?.aucInterval?.low).toBeGreaterThan(0.55);
    expect(report.verdict).toMatchObject({ sufficient: true, lacks: [], leakingMethods: [] });
    expect(report.verification).toEqual({
      verified: true,
      cut,
      customers: report.customers,
      churned: report.churned,
      auc: own?.auc,
      aucLow: own?.aucInterval?.low,
      aucHigh: own?.aucInterval?.high,
    });
  });

  it('says the same in short', () => {
    const { verified, auc, customers, churned } = verify(request());

    expect({ verified, auc, customers, churned }).toEqual({
      verified: true,
      auc: report.methods[0]?.auc,
      customers: report.customers,
      churned: report.churned,
    });
  });

  it('calibrates on the past and counts every customer once', () => {
    expect(report.calibration.source).toBe('portal');
    expect(report.reliability.reduce((sum, { cases }) => sum + cases, 0)).toBe(report.customers);
    expect(report.baseRate).toBeCloseTo(report.churned / report.customers, 12);
    expect(report.methods[0]?.brier).toBeLessThan(report.baseRateBrier ?? 0);
    for (const method of report.methods) {
      const { high = 0, mid = 0, low = 1 } = method.revenueCapture ?? {};
      expect(high + mid + low).toBeCloseTo(1, 9);
    }
  });

  it('tiers more steadily than the same value without hysteresis', () => {
    expect(report.methods[0]?.tierChangesPerAccountYear).toBeLessThan(
      report.valueChangesWithoutHysteresis ?? 0,
    );
  });

  it('gives a random score half, within its interval', () => {
    const random = seededRandom(5);
    const dice = new Map(portal.map(({ accountId }) => [accountId, random()]));
    const riskOf = ({ accountId }: Evidence) => dice.get(accountId) ?? 0;

    const { methods } = backtest(request({ ownScores: [{ name: 'dice', riskOf }] }));

    const found = methods.find(({ name }) => name === 'dice');
    expect(found?.aucInterval?.low).toBeLessThan(0.5);
    expect(found?.aucInterval?.high).toBeGreaterThan(0.5);
    expect(found?.leadInterval?.low).toBeGreaterThan(0);
    expect(found?.peeks).toBe(0);
  });

  it('catches a score that peeks, and gives it nothing to see', () => {
    const dealsAfter = ({ deals }: Evidence, asOf: number) =>
      deals.filter(({ closedOn }) => closedOn !== null && closedOn > asOf).length;
    const riskOf = (evidence: Evidence, asOf: number) => -dealsAfter(evidence, asOf);

    const { methods, verdict } = backtest(request({ ownScores: [{ name: 'oracle', riskOf }] }));

    const found = methods.find(({ name }) => name === 'oracle');
    expect(found?.auc).toBe(0.5);
    expect(found?.peeks).toBeGreaterThan(100);
    expect(verdict.leakingMethods).toEqual(['oracle']);
  });

  it('leaves out deals that were entered after the day they claim to have been closed before', () => {
    const stayed = portal.filter(({ deals }) =>
      deals.some(({ closedOn }) => (closedOn ?? 0) > cut),
    );
    const backdated = aDeal({ closedOn: cut - 3, createdOn: cut + 30 });
    const leaking = portal.map((account) =>
      stayed.includes(account) ? { ...account, deals: [...account.deals, backdated] } : account,
    );

    const guarded = backtest(request({ accounts: () => leaking }));

    expect(guarded.backdatedDeals).toBe(stayed.length);
    expect(guarded.methods).toEqual(report.methods);
  });

  it('says so when RFM wins', () => {
    const rfmThen = new Map(
      collectCases(request()).cases.map(({ assessment }) => [
        assessment.accountId,
        rfmRisk(assessment),
      ]),
    );
    const asRfmSays = portal.map((account) => {
      const known = account.deals.filter(({ closedOn }) => (closedOn ?? 0) <= cut);
      const stays = (rfmThen.get(account.accountId) ?? 0) <= -9;
      return { ...account, deals: stays ? [...known, ...dealsOn([cut + 9])] : known };
    });

    const { verdict, methods } = backtest(request({ accounts: () => asRfmSays }));

    expect(report.verdict.rfmWins).toBe(false);
    expect(methods.find(({ name }) => name === 'rfm')?.auc).toBe(1);
    expect(verdict.rfmWins).toBe(true);
    expect(verdict.betterMethods[0]).toBe('rfm');
  });

  it('does not verify scores that are no better than chance', () => {
    const random = seededRandom(8);
    const shuffled = portal.map((account) => {
      const known = account.deals.filter(({ closedOn }) => (closedOn ?? 0) <= cut);
      return { ...account, deals: random() < 0.5 ? [...known, ...dealsOn([cut + 9])] : known };
    });

    const { verdict, verification } = backtest(request({ accounts: () => shuffled }));

    expect(verdict).toMatchObject({ sufficient: true, lacks: ['better_than_chance'] });
    expect(verification.verified).toBe(false);
  });

  it('supports a signal that foretold who left, and not one that did not', () => {
    const left = new Set(
      collectCases(request()).cases.flatMap(({ assessment, churned }) =>
        churned === 1 ? [assessment.accountId] : [],
      ),
    );
    const random = seededRandom(9);
    const complaining = portal.map((account) => {
      const complains = random() < (left.has(account.accountId) ? 0.5 : 0.02);
      const openedOn = complains ? cut - 10 : cut + 10;
      const surveys = [{ kind: 'nps' as const, value: random() < 0.5 ? 2 : 10, answeredOn: cut }];
      return {
        ...account,
        tickets: [aTicket({ openedOn, isComplaint: true })],
        signals: { surveys },
      };
    });

    const { signals } = backtest(request({ accounts: () => complaining }));

    const of = new Map(signals.map((signal) => [signal.code, signal]));
    expect(of.get('complaints')).toMatchObject({ supported: true });
    expect(of.get('satisfaction_survey')).toMatchObject({ supported: false });
    const complaints = of.get('complaints');
    expect(complaints?.predictedWith).toBeGreaterThan(complaints?.predicted ?? 1);
    expect(complaints?.actual).toBeGreaterThan(complaints?.predicted ?? 1);
    expect(of.has('renewal')).toBe(false);
  });

  it('does not verify on a handful of customers', () => {
    const { verdict, verification } = backtest(request({ accounts: () => portal.slice(0, 40) }));

    expect(verdict.lacks).toContain('customers');
    expect(verdict.sufficient).toBe(false);
    expect(verification.verified).toBe(false);
  });

  it('answers without any customer', () => {
    const { customers, baseRate, verification } = backtest(request({ accounts: () => [] }));

    expect({ customers, baseRate }).toEqual({ customers: 0, baseRate: null });
    expect(verification.verified).toBe(false);
  });

  it('refuses a day whose outcome is not known yet', () => {
    expect(() => backtest(request({ cut: end - 179 }))).toThrow('is not known yet');
    expect(() => verify(request({ cut: end - 179 }))).toThrow('is not known yet');
  });
});

describe('evidence as of a day', () => {
  const day = on('2024-06-30');

  it('is the same whatever is added later', () => {
    const later = fc.array(
      fc.oneof(
        fc.integer({ min: 1, max: 400 }).map((after) => aDeal({ closedOn: day + after })),
        fc.integer({ min: 1, max: 400 }).map((after) => aTicket({ openedOn: day + after })),
        fc
          .integer({ min: 1, max: 400 })
          .map((after) => aDeal({ closedOn: day - after, createdOn: day + after })),
        fc.constant(aDeal({ status: 'open', closedOn: null, createdOn: day - 5 })),
      ),
    );
    const before = [aDeal({ closedOn: day }), aTicket({ openedOn: day })];
    const { accountId } = anAccountWith();
    const known = evidenceAsOf({ ...anAccountWith(...before), accountId }, day);
    fc.assert(
      fc.property(later, (additions) => {
        const today = { ...anAccountWith(...before, ...additions), accountId };

        expect(evidenceAsOf(today, day)).toEqual(known);
      }),
    );
  });

  it('forgets answers and facts that came later, and what has no date', () => {
    const today = anAccountWith(
      aTicket({ openedOn: day - 9, closedOn: day + 1, firstReplyMs: 5, resolutionMs: 9 }),
      {
        signals: {
          lastContactOn: day + 3,
          renewalOn: day + 40,
          hasKeyDecisionMaker: true,
          surveys: [
            { kind: 'nps', value: 9, answeredOn: day },
            { kind: 'nps', value: 2, answeredOn: day + 1 },
          ],
          competitorActive: { value: true, enteredOn: day + 1, expiresOn: null },
          strategicFit: { value: 2, enteredOn: day - 1, expiresOn: null },
        },
      },
      { profile: { lifecycleStage: 'churned', annualRevenue: 5 } },
    );

    const known = evidenceAsOf(today, day);

    expect(known.tickets[0]).toMatchObject({
      closedOn: null,
      firstReplyMs: null,
      resolutionMs: null,
    });
    expect(known.signals).toEqual({
      surveys: [{ kind: 'nps', value: 9, answeredOn: day }],
      competitorActive: null,
      strategicFit: { value: 2, enteredOn: day - 1, expiresOn: null },
    });
    expect(known.profile).toMatchObject({ lifecycleStage: null, annualRevenue: null });
  });

  it('knows no last contact where only the last is kept: it would tell who was left alone later', () => {
    const known = evidenceAsOf(anAccountWith({ signals: { lastContactOn: day - 40 } }), day);

    expect(known.signals).toEqual({});
  });

  it('finds the last contact of that day among the dated ones', () => {
    const signals = { lastContactOn: day + 3, contactDays: [day - 20, day + 3, day - 4] };

    const known = evidenceAsOf(anAccountWith({ signals }), day);

    expect(known.signals).toEqual({ contactDays: [day - 20, day - 4], lastContactOn: day - 4 });
  });

  it('keeps only the history asked for', () => {
    const account = anAccountWith(...dealsOn([day - 100, day - 99, day]));

    expect(evidenceAsOf(account, day, 100).deals.map(({ closedOn }) => closedOn)).toEqual([
      day - 99,
      day,
    ]);
  });
});

describe('the fixed-threshold score', () => {
  const asOf = on('2024-06-30');
  it.each([
    { name: 'bought today for the first time', ages: [0], health: 40 + 9 + 30 },
    {
      name: 'twelve purchases, as many now as before',
      ages: [0, 20, 45, 70, 95, 120, 150, 170, 200, 230, 260, 290],
      health: 40 + 30 + 21,
    },
    { name: 'falling', ages: [31, 100, 110, 120], health: 32 + 18 + 9 },
    { name: 'silent for half a year', ages: [181, 200], health: 0 + 9 + 0 },
    { name: 'silent for more than a year', ages: [400], health: 0 },
  ])('$name: $health', ({ ages, health }) => {
    const purchases = purchasesOf(dealsOn(ages.map((age) => asOf - age)), asOf);

    expect(fixedThresholdRisk(purchases, asOf)).toBe(100 - health);
  });
});
