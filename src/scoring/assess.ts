import type {
  Assessment,
  ExpectedVerdict,
  HealthVerdict,
  PurchaseSummary,
  Standing,
  ValueVerdict,
} from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { type AddOn, addOnsOf, complaintsWithin, countedLogits } from './add-ons.ts';
import { monthsBetween } from './calendar.ts';
import { concentrationOf, revenueShare } from './concentration.ts';
import { confidenceOf } from './confidence.ts';
import { expectedOf } from './expected.ts';
import { billOf, dimensionPointsOf, factorsOf } from './health.ts';
import { lifecycleOf, newUntilDays } from './lifecycle.ts';
import { growthStrategyOf, matrixOf, nineBoxOf } from './nine-box.ts';
import { headroomOf, potentialOf, weightedPipeline } from './potential.ts';
import { productsOf } from './products.ts';
import { type Purchases, purchasesOf } from './purchases.ts';
import { percentileOf } from './quantiles.ts';
import { annualised, type Quantities, quantitiesOf } from './quantities.ts';
import { rfmOf } from './rfm.ts';
import { type Rhythm, rhythmOf, shownRhythm } from './rhythm.ts';
import { riskOf } from './risk.ts';
import { factorValues, probabilityOf } from './risk-logit.ts';
import { riskSignalsOf } from './risk-signals.ts';
import { salesCycleOf } from './sales-cycle.ts';
import { scoreAsOf } from './trend.ts';
import { absoluteTier, percentileTier, valueModeOf } from './value-tier.ts';

export type AssessmentContext = {
  frame: Frame;
  policy: Policy;
  /** What stood at the last renewal of the frame; null at the first assessment. */
  standing: Standing | null;
  /** The frame's day when absent. */
  asOf?: Day;
};

/**
 * What scoring says of an account. The same evidence, frame, policy and standing give the same assessment,
 * whatever was asked before.
 */
export function assess(evidence: Evidence, context: AssessmentContext): Assessment {
  const asOf = context.asOf ?? context.frame.day;
  return assessPurchases(purchasesOf(evidence.deals, asOf), evidence, context);
}

/** The same for purchases that are at hand in columns; of the deals only the open ones are then looked at. */
export function assessPurchases(
  purchases: Purchases,
  evidence: Evidence,
  context: AssessmentContext,
): Assessment {
  const { frame, policy, standing } = context;
  const asOf = context.asOf ?? frame.day;
  const quantities = quantitiesOf(purchases, asOf, frame.horizonDays);
  const addOns = addOnsOf(evidence, asOf, policy);
  const known = { isVerified: frame.verification?.verified === true, addOns, context };
  const unscored: Assessment = {
    accountId: evidence.accountId,
    asOf,
    frameId: frame.id,
    policyVersion: policy.version,
    lifecycle: 'prospect',
    unscored: { reason: 'no_purchases', facts: {} },
    purchases: null,
    value: null,
    health: null,
    risk: null,
    expected: null,
    potential: null,
    nineBox: null,
    ...nineBoxHistory(null, standing, asOf),
    priority: null,
    matrix: null,
    growthStrategy: null,
    rfm: null,
    confidence: confidenceOf(quantities?.count ?? 0, known),
  };
  if (quantities === null) return unscored;

  const rhythm = rhythmOf(quantities, frame.lnTypicalGap, policy);
  const lifecycle = lifecycleOf(quantities, rhythm.typicalGapDays, context);
  const account = { evidence, purchases, quantities, rhythm, addOns, asOf, lifecycle };
  const summary = { lifecycle, purchases: summaryOf(account, context) };
  if (lifecycle === 'lost') {
    const facts = { silentDays: quantities.silentDays, lookbackDays: frame.lookbackDays };
    return { ...unscored, ...summary, unscored: { reason: 'lapsed', facts } };
  }
  return { ...unscored, ...summary, ...scoresOf(account, context) };
}

/** What stands after an assessment: the measure for hysteresis once the frame is renewed. */
export function standingAfter(assessment: Assessment): Standing {
  const { value, potential, health, risk, nineBox, previousNineBox, nineBoxSince } = assessment;
  return {
    valueTier: value?.tier ?? null,
    potentialTier: potential?.tier ?? null,
    healthBand: health?.band ?? null,
    riskLevel: risk?.level ?? null,
    probabilityLevel: risk?.probabilityLevel ?? null,
    nineBox,
    previousNineBox,
    nineBoxSince,
  };
}

type Account = {
  evidence: Evidence;
  purchases: Purchases;
  quantities: Quantities;
  rhythm: Rhythm;
  addOns: readonly AddOn[];
  asOf: Day;
  lifecycle: Assessment['lifecycle'];
};

function scoresOf(account: Account, context: AssessmentContext): Partial<Assessment> {
  const { evidence, quantities, rhythm, asOf, lifecycle } = account;
  const { frame, policy, standing } = context;
  const isNew = lifecycle === 'new';

  const value = valueVerdictOf(account, context);
  const revenue = expectedOf(quantities, frame, 1);
  const pipeline = weightedPipeline(evidence.deals, asOf);
  const headroom = headroomOf(quantities, revenue.clv12, pipeline);
  const { health, risk } = healthAndRisk(account, context, { value, headroom: headroom.ratio });
  const potential = potentialOf(headroom, evidence, {
    asOf,
    policy,
    before: standing?.potentialTier ?? null,
    isHeldBack: rhythm.broken > 0 || risk.level === 'high',
  });
  const products = productsOf(evidence, asOf, frame);
  const box = isNew ? null : nineBoxOf(value.tier, potential.tier);
  return {
    unscored: isNew ? tooEarly(quantities, context) : null,
    value,
    health,
    risk,
    expected: withMargin(revenue, policy.margin),
    potential,
    nineBox: box?.type ?? null,
    ...nineBoxHistory(box?.type ?? null, standing, asOf),
    priority: box?.priority ?? null,
    matrix: isNew ? null : matrixOf(value.percentile, potential.score, policy),
    growthStrategy: growthStrategyOf('existing', products?.newFamilies.length ? 'new' : 'existing'),
    ...(products && { products }),
    rfm: rfmOf(quantities, frame),
  };
}

function healthAndRisk(
  account: Account,
  context: AssessmentContext,
  known: { value: ValueVerdict; headroom: number | null },
) {
  const { evidence, purchases, quantities, rhythm, addOns, asOf } = account;
  const { frame, policy, standing } = context;
  const { horizonDays } = frame;
  const inputs = { quantities, rhythm, percentile: known.value.percentile, horizonDays };
  const bill = billOf(factorValues(inputs), countedLogits(addOns, context), context);
  const signals = riskSignalsOf({
    evidence,
    purchases,
    quantities,
    asOf,
    portalGapDays: Math.exp(frame.lnTypicalGap),
    valueTier: known.value.tier,
    policy,
  });
  const { risk, band } = riskOf(
    {
      probability: probabilityOf(bill.logit),
      horizonDays,
      revenueInHorizon: quantities.revenueInHorizon,
      signals,
      isRhythmBroken: rhythm.broken > 0,
      isTooEarly: account.lifecycle === 'new',
    },
    standing,
    policy,
  );
  const growth = { momentum: momentumOf(quantities), headroom: known.headroom };
  const factors = factorsOf(bill, inputs, { addOns, growth, context });
  const health: HealthVerdict = {
    score: bill.score,
    band,
    base: bill.base,
    factors,
    capPoints: bill.capPoints,
    dimensionPoints: dimensionPointsOf(factors),
    change30Days: changeIn(30, bill.score, account, context),
    change90Days: changeIn(90, bill.score, account, context),
  };
  return { health, risk };
}

function valueVerdictOf(
  account: Account,
  { frame, policy, standing }: AssessmentContext,
): ValueVerdict {
  const { quantities, evidence, asOf } = account;
  const { revenueTtm } = quantities;
  const percentile = percentileOf(frame.value, quantities.weightedRevenue);
  const mode = valueModeOf(frame, policy);
  const share = revenueShare(revenueTtm, frame.totalRevenueTtm);
  const ranked = frame.revenueTtm.count;
  const failedGates: ValueVerdict['failedGates'][number][] = [];
  const { tenureMonths, complaintFreeDays } = policy.gates;
  if (monthsBetween(quantities.firstOn, asOf) < tenureMonths) failedGates.push('tenure');
  if (complaintsWithin(evidence, asOf, complaintFreeDays) > 0) failedGates.push('complaint');
  return {
    tier:
      mode === 'percentile'
        ? percentileTier(percentile, standing?.valueTier ?? null, policy)
        : absoluteTier(annualised(quantities.weightedRevenue), policy),
    mode,
    percentile,
    score: Math.round(100 * percentile),
    rank: Math.max(1, Math.round(ranked * (1 - percentileOf(frame.revenueTtm, revenueTtm)) + 0.5)),
    ranked,
    revenueShare: share,
    concentration: concentrationOf(share, policy),
    failedGates,
  };
}

function summaryOf(account: Account, context: AssessmentContext): PurchaseSummary {
  const { evidence, purchases, quantities, rhythm, asOf } = account;
  const { count, firstOn, lastOn, silentDays, total, valuedCount } = quantities;
  return {
    count,
    firstOn,
    lastOn,
    silentDays,
    tenureMonths: monthsBetween(firstOn, asOf),
    cumulativeAmount: total,
    averageOrder: valuedCount === 0 ? null : total / valuedCount,
    revenueTtm: quantities.revenueTtm,
    revenueAnnualised: annualised(quantities.weightedRevenue),
    dealsInHorizon: quantities.recentCount,
    typicalGapDays: rhythm.typicalGapDays,
    ...shownRhythm(purchases, asOf, rhythm, context.policy),
    salesCycle: salesCycleOf(evidence.deals, asOf, context),
    dealsWithoutAmount: purchases.dealsWithoutAmount,
    amountsWithoutRate: purchases.amountsWithoutRate,
    ...(purchases.converted && { converted: purchases.converted }),
  };
}

/** A type is kept with the day it began; one that ended stays known as the previous one. */
function nineBoxHistory(type: Assessment['nineBox'], standing: Standing | null, asOf: Day) {
  if (standing !== null && standing.nineBox === type) {
    const { previousNineBox, nineBoxSince } = standing;
    return { previousNineBox, nineBoxSince };
  }
  return {
    previousNineBox: standing === null ? null : (standing.nineBox ?? standing.previousNineBox),
    nineBoxSince: type === null ? null : asOf,
  };
}

function tooEarly(quantities: Quantities, { frame, policy }: AssessmentContext) {
  const { firstOn } = quantities;
  const scoredFrom = firstOn + Math.ceil(newUntilDays(frame, policy));
  return { reason: 'too_early', facts: { firstOn, scoredFrom } } as const;
}

function withMargin(revenue: ExpectedVerdict, margin: number): ExpectedVerdict {
  return {
    ...revenue,
    clv12: revenue.clv12 * margin,
    clv12Low: revenue.clv12Low * margin,
    clv12High: revenue.clv12High * margin,
    clv36: revenue.clv36 * margin,
  };
}

/** Revenue of the last horizon against the one before: shown only, it says little of the next. */
function momentumOf({ revenueInHorizon, revenueBefore }: Quantities): number | null {
  return revenueBefore > 0 ? revenueInHorizon / revenueBefore : null;
}

function changeIn(days: number, score: number, account: Account, context: AssessmentContext) {
  const { purchases, evidence, asOf } = account;
  const before = scoreAsOf(purchases, evidence, asOf - days, context);
  return before === null ? null : score - before;
}
