import { describe, expect, it } from 'vitest';
import { assess } from '../../src/scoring/assess.ts';
import { exactBill } from '../../src/scoring/health.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { expectedPurchases, probabilityOfNoPurchase } from '../../src/scoring/purchase-model.ts';
import { purchasesOf } from '../../src/scoring/purchases.ts';
import { percentileOf, quantilesOf, quintileOf } from '../../src/scoring/quantiles.ts';
import { annualised, quantitiesOf } from '../../src/scoring/quantities.ts';
import { rhythmOf } from '../../src/scoring/rhythm.ts';
import { factorValues, logitOf, probabilityOf } from '../../src/scoring/risk-logit.ts';
import { percentileTier } from '../../src/scoring/value-tier.ts';
import { aFrameOf } from '../support/evidence.ts';
import { worked, workedAccounts, workedCut } from '../support/vectors.ts';

const policy = defaultPolicy;
const frame = aFrameOf(workedAccounts(), workedCut, {
  policy: { ...policy, horizonDays: worked.cfg.h, lookbackDays: worked.cfg.lookback },
});
const context = { frame, policy };
const tiers = { A: 'high', B: 'mid', C: 'low' } as const;

/** The file gives a fixed number of decimals: equal to the last of them, or to a millionth. */
function expectAs(actual: number | undefined, expected: number, decimals: number) {
  const rounding = 0.500001 * 10 ** -decimals;
  expect(actual).toBeDefined();
  expect(Math.abs((actual ?? 0) - expected)).toBeLessThanOrEqual(
    Math.max(rounding, 1e-6 * Math.abs(expected)),
  );
}

function workedRow(id: string) {
  const account = workedAccounts().find(({ accountId }) => accountId === id);
  if (account === undefined) throw new Error(`no account ${id}`);
  const purchases = purchasesOf(account.deals, workedCut);
  const quantities = quantitiesOf(purchases, workedCut, frame.horizonDays);
  if (quantities === null) throw new Error(`no purchases of ${id}`);
  const rhythm = rhythmOf(quantities, frame.lnTypicalGap, policy);
  const percentile = percentileOf(frame.value, quantities.weightedRevenue);
  const { horizonDays } = frame;
  const x = factorValues({ quantities, rhythm, percentile, horizonDays });
  return { account, quantities, rhythm, percentile, x };
}

describe('the worked portal', () => {
  it('has the given frame', () => {
    const { portal } = worked;

    expect(frame.currentCustomers).toBe(portal.customers_current);
    expectAs(frame.lnTypicalGap, portal.lnTypicalGap, 6);
    expectAs(Math.exp(frame.lnTypicalGap), portal.typicalGap, 4);
    for (const [j, mean] of portal.factor_means.entries()) expectAs(frame.factorMeans[j], mean, 6);
    expectAs(exactBill([0, 0, 0, 0, 0], [], context).base, portal.base_points, 4);
  });

  it('counts juliet as lost and lima as a prospect', () => {
    const of = new Map(
      workedAccounts().map((account) => [
        String(account.accountId),
        assess(account, { ...context, standing: null }),
      ]),
    );

    expect(of.get('juliet')).toMatchObject({
      lifecycle: 'lost',
      unscored: { reason: 'lapsed' },
      health: null,
    });
    expect(of.get('juliet')?.purchases?.count).toBe(2);
    expect(of.get('lima')).toMatchObject({ lifecycle: 'prospect', purchases: null, health: null });
  });
});

describe.each(worked.rows)('$id of the worked portal', (row) => {
  it('has the given quantities', () => {
    const { quantities, rhythm, percentile, x } = workedRow(row.id);

    expect(quantities.count).toBe(row.n);
    expect(quantities.silentDays).toBe(row.R);
    expect(quantities.ageDays).toBe(row.T);
    expect(quantities.recentCount).toBe(row.deals_in_h);
    expect(quantities.revenueTtm).toBe(row.TTM);
    expectAs(quantities.logGapSum, row.logGapSum, 6);
    expectAs(rhythm.typicalGapDays, row.G, 6);
    expectAs(rhythm.spread, row.sd_log_gaps, 6);
    expectAs(quantities.weightedRevenue, row.EWMA_sum, 4);
    expectAs(annualised(quantities.weightedRevenue), row.V_annualised, 4);
    expectAs(percentile, row.percentile, 6);
    for (const [j, value] of row.factors.entries()) expectAs(x[j], value, 6);
  });

  it('has the given value tier', () => {
    const tier = percentileTier(row.percentile, null, policy);

    expect(tier).toBe(tiers[row.tier as keyof typeof tiers]);
  });

  it('has the given risk, and points to the last decimal', () => {
    const { x } = workedRow(row.id);
    const logit = logitOf(frame.coefficients, x);
    const bill = exactBill(x, [], context);

    expectAs(logit, row.logit_prior, 6);
    expectAs(probabilityOf(logit), row.p_prior, 6);
    expectAs(50 - 12.85 * logit, row.health_raw, 4);
    const { base, ...factors } = row.points_exact;
    expectAs(bill.base, base, 4);
    for (const [j, points] of Object.values(factors).entries()) {
      expectAs(bill.dealPoints[j], points, 4);
    }
  });

  it('is assessed with the given whole points, health and revenue at risk', () => {
    const { account } = workedRow(row.id);

    const { health, risk } = assess(account, { ...context, standing: null });

    expect(health?.score).toBe(row.health);
    const { base, ...factors } = row.points_rounded;
    expect(health?.base).toBe(base);
    for (const [code, points] of Object.entries(factors)) {
      expect(health?.factors.find((factor) => factor.code === code)?.points).toBe(points);
    }
    expectAs(risk?.revenueAtRisk, row.revenue_at_risk, 2);
  });

  it('has the given expectations of the purchase model', () => {
    const { quantities } = workedRow(row.id);
    const [r = 0, alphaInGaps = 0, a = 0, b = 0] = row.with_pattern_model.params_in_gap_units;
    const model = { r, alpha: alphaInGaps * Math.exp(frame.lnTypicalGap), a, b };
    const { count, ageDays, silentDays, total } = quantities;
    const history = { x: count - 1, tx: ageDays - silentDays, T: ageDays };

    const deals = expectedPurchases(model, history, worked.cfg.h);

    const { p_no_deal, expected_deals, expected_revenue, headroom } = row.with_pattern_model;
    expectAs(probabilityOfNoPurchase(model, history, worked.cfg.h), p_no_deal, 6);
    expectAs(deals, expected_deals, 6);
    expectAs((deals * total) / count, expected_revenue, 2);
    if (headroom !== null) {
      expectAs((deals * total) / count / quantities.revenueTtm, headroom, 4);
    }
  });
});

describe('percentiles and quintiles of the vectors', () => {
  it('gives ties the mean of their ranks', () => {
    const quantiles = quantilesOf([1, 2, 2, 3]);

    const percentiles = [1, 2, 2, 3].map((value) => percentileOf(quantiles, value));

    expect(percentiles).toEqual(worked.metrics.percentile_midrank);
  });

  it.each([
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], worked.metrics.quintiles],
    [[1, 1, 1, 1, 5, 6, 7, 8, 9, 10], worked.metrics.quintiles_ties],
  ])('puts %j into quintiles %j', (values, quintiles) => {
    const quantiles = quantilesOf(values);

    expect(values.map((value) => quintileOf(percentileOf(quantiles, value)))).toEqual(quintiles);
  });
});
