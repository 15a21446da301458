import type {
  Assessment,
  ExpectedVerdict,
  PotentialVerdict,
  PurchaseSummary,
  RiskVerdict,
  ValueVerdict,
} from '../model/assessment.ts';
import type { Evidence } from '../model/evidence.ts';
import { writeDay } from './fields.ts';
import { reasonLines } from './reason-lines.ts';

/** One line of `mainstay score`: the keys are the columns, in this order. What does not apply is null. */
export type ScoreRow = ReturnType<typeof scoreRow>;

export function scoreRow(assessment: Assessment, { profile }: Evidence) {
  const { purchases, value, risk, health, expected, potential } = assessment;
  return {
    company_id: assessment.accountId,
    name: profile.name,
    as_of: writeDay(assessment.asOf),
    status: assessment.lifecycle,
    ...(purchases ? purchaseColumns(purchases) : noPurchases),
    ...(value ? valueColumns(value) : noValue),
    ...(risk ? riskColumns(risk) : noRisk),
    health: health?.score ?? null,
    health_band: health?.band ?? null,
    confidence: assessment.confidence.score,
    ...(potential ? potentialColumns(potential) : noPotential),
    nine_box: assessment.nineBox,
    priority: assessment.priority,
    matrix: assessment.matrix,
    ...(expected ? expectedColumns(expected) : noExpectation),
    rfm: assessment.rfm,
    reasons: reasonLines(assessment),
  };
}

function purchaseColumns(purchases: PurchaseSummary) {
  const { nextExpectedOn, salesCycle } = purchases;
  // A file without days of creation has a cycle of 0 days everywhere.
  const cycle = salesCycle && salesCycle.index !== null ? salesCycle : null;
  return {
    purchases: purchases.count,
    first_purchase: writeDay(purchases.firstOn),
    last_purchase: writeDay(purchases.lastOn),
    recency_days: purchases.silentDays,
    total_revenue: purchases.cumulativeAmount,
    ttm_revenue: purchases.revenueTtm,
    ewma_revenue: purchases.revenueAnnualised,
    typical_gap_days: purchases.typicalGapDays,
    next_expected_order: nextExpectedOn === null ? null : writeDay(nextExpectedOn),
    sales_cycle_days: cycle?.medianDays ?? null,
    sales_cycle_index: cycle?.index ?? null,
  };
}

function valueColumns({ percentile, tier, revenueShare }: ValueVerdict) {
  return { value_percentile: percentile, value_tier: tier, revenue_share: revenueShare };
}

function riskColumns({ probability, level, revenueAtRisk, signals }: RiskVerdict) {
  return {
    risk_probability: probability,
    risk_level: level,
    revenue_at_risk: revenueAtRisk,
    risk_signals: signals.map(({ code }) => code).join(';'),
  };
}

function potentialColumns({ headroom, score, tier }: PotentialVerdict) {
  return { headroom, potential_score: score, potential_tier: tier };
}

function expectedColumns({ deals, clv12, clv12Low, clv12High, clv36 }: ExpectedVerdict) {
  return { expected_deals: deals, clv12, clv12_low: clv12Low, clv12_high: clv12High, clv36 };
}

const noPurchases = {
  purchases: 0,
  first_purchase: null,
  last_purchase: null,
  recency_days: null,
  total_revenue: 0,
  ttm_revenue: 0,
  ewma_revenue: 0,
  typical_gap_days: null,
  next_expected_order: null,
  sales_cycle_days: null,
  sales_cycle_index: null,
};
const noValue = { value_percentile: null, value_tier: null, revenue_share: null };
const noRisk = {
  risk_probability: null,
  risk_level: null,
  revenue_at_risk: null,
  risk_signals: null,
};
const noPotential = { headroom: null, potential_score: null, potential_tier: null };
const noExpectation = {
  expected_deals: null,
  clv12: null,
  clv12_low: null,
  clv12_high: null,
  clv36: null,
};
