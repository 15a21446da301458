import type { Day } from './day.ts';
import type { AccountId } from './ids.ts';

export const tiers = ['high', 'mid', 'low'] as const;
export type Tier = (typeof tiers)[number];
export const risingTiers: readonly Tier[] = tiers.toReversed();

export const lifecycleStates = ['prospect', 'new', 'active', 'dormant', 'lost'] as const;
export type LifecycleState = (typeof lifecycleStates)[number];

export const healthBands = ['healthy', 'attention', 'at_risk'] as const;
export type HealthBand = (typeof healthBands)[number];

export const riskLevels = ['low', 'medium', 'high'] as const;
export type RiskLevel = (typeof riskLevels)[number];

export const nineBoxTypes = [
  'core',
  'mature_stable',
  'maintain',
  'growth',
  'regular',
  'observe',
  'opportunity',
  'low_stable',
  'churn_warning',
] as const;
export type NineBoxType = (typeof nineBoxTypes)[number];

export const matrixTypes = ['I', 'II', 'III', 'IV'] as const;
export type MatrixType = (typeof matrixTypes)[number];

export const growthStrategies = ['loyalty', 'expansion', 'acquisition', 'diversification'] as const;
export type GrowthStrategy = (typeof growthStrategies)[number];

export const riskSignalCodes = [
  'R1_inactive',
  'R2_low_response',
  'R3_gap_longer',
  'R4_complaints',
  'R5_competitor',
  'R6_order_plunge',
  'R7_contract',
  'R8_no_kdm',
  'R9_detractor',
  'R10_payment',
] as const;
export type RiskSignalCode = (typeof riskSignalCodes)[number];

export const dimensions = [
  'satisfaction',
  'cooperation_depth',
  'growth_momentum',
  'risk_warning',
] as const;
export type Dimension = (typeof dimensions)[number];

export const factorCodes = [
  'time_since_last_deal',
  'deals_in_window',
  'deals_ever',
  'value',
  'broken_rhythm',
  'renewal',
  'contact_silence',
  'complaints',
  'satisfaction_survey',
  'service_response',
  'competitor',
  'payment',
  'momentum',
  'headroom',
] as const;
export type FactorCode = (typeof factorCodes)[number];

/** How well a factor is supported: A measured on public data, B and C by analogy, D assumption. */
export type EvidenceGrade = 'A' | 'B' | 'C' | 'D';

/** Numbers and codes a sentence is made of; the words are added per language where they are shown. */
export type Facts = Readonly<Record<string, number | string | null>>;

/**
 * What the portal's own past says of a signal: it made the probabilities better, it did not, or why it
 * cannot be asked. 'undated', 'overwritten': earlier values are not on record.
 */
export const signalOutcomes = [
  'supported',
  'not_supported',
  'too_few',
  'too_young',
  'undated',
  'overwritten',
  'no_weight',
] as const;
export type SignalOutcome = (typeof signalOutcomes)[number];

/** One line of the health bill: base + factors + cap = score. */
export type Factor = {
  code: FactorCode;
  dimension: Dimension;
  /** Whole points; 0 when `state` is not 'scored'. */
  points: number;
  /** 'shown': displayed but never scored; 'off': a signal neither supported nor switched on; 'missing': no evidence. */
  state: 'scored' | 'shown' | 'off' | 'missing';
  value: number | null;
  unit: 'days' | 'deals' | 'percentile' | 'ratio' | 'rating' | 'hours' | null;
  /** The portal's average customer, same unit; null where there is none. */
  average: number | null;
  grade: EvidenceGrade;
  /** Of a signal, once the portal's past was asked. */
  ownResult?: SignalOutcome;
  asOf: Day | null;
  facts: Facts;
};

export type RiskSignal = { code: RiskSignalCode; facts: Facts };

export const unscoredReasons = ['no_purchases', 'too_early', 'lapsed'] as const;
/** Why an account has no band and no risk level. */
export type UnscoredReason = (typeof unscoredReasons)[number];

/** From creating a deal to winning it. */
export type SalesCycle = {
  medianDays: number;
  /** Median over the portal's accounts. */
  usualDays: number | null;
  /** Won deals behind it. */
  deals: number;
  /** medianDays ÷ usualDays; null where the portal has nothing to compare with. */
  index: number | null;
  isLong: boolean;
};

export type PurchaseSummary = {
  /** Days with a net positive purchase. */
  count: number;
  firstOn: Day;
  lastOn: Day;
  silentDays: number;
  tenureMonths: number;
  cumulativeAmount: number;
  averageOrder: number | null;
  /** Amounts of the trailing 365 days. */
  revenueTtm: number;
  /** Exponentially weighted (half-life 365 days), annualised. */
  revenueAnnualised: number;
  dealsInHorizon: number;
  /** G of docs/scoring.md: own gaps drawn towards the portal's, days. */
  typicalGapDays: number;
  medianGapDays: number | null;
  regularity: 'high' | 'medium' | 'low' | null;
  nextExpectedOn: Day | null;
  overdueRatio: number | null;
  salesCycle?: SalesCycle | null;
  dealsWithoutAmount: number;
  amountsWithoutRate: number;
  /** Amounts converted at the portal's own rates, and the day of the oldest of these. */
  converted?: { amounts: number; oldestRateOn: Day };
};

export type ValueVerdict = {
  tier: Tier;
  mode: 'percentile' | 'absolute';
  /** Mid-rank among current customers, 0–1. */
  percentile: number;
  /** 0–100. */
  score: number;
  /** 1 = largest by trailing-12-month revenue; `ranked` accounts take part. */
  rank: number;
  ranked: number;
  /** Share of the portal's trailing-12-month revenue, 0–1. */
  revenueShare: number;
  concentration: 'none' | 'warning' | 'breach';
  /** Gates of the source documents that fail: shown, they never change the tier. */
  failedGates: readonly ('tenure' | 'complaint')[];
};

export type HealthVerdict = {
  /** 0–100 whole number; base + factors' points + capPoints. */
  score: number;
  /** null for new accounts: too early to say. */
  band: HealthBand | null;
  base: number;
  factors: readonly Factor[];
  /** Not 0 only when the sum leaves 0–100. */
  capPoints: number;
  dimensionPoints: Readonly<Record<Dimension, number>>;
  /** Against the score of 30 and 90 days ago by today's coefficients; null when there was none. */
  change30Days: number | null;
  change90Days: number | null;
};

export type RiskVerdict = {
  /** Probability of no deal in the next `horizonDays`. */
  probability: number;
  horizonDays: number;
  /** Overlay: the higher of `probabilityLevel` and what the named signals say. null for new accounts. */
  level: RiskLevel | null;
  /** Of the probability alone, with hysteresis. */
  probabilityLevel: RiskLevel | null;
  signals: readonly RiskSignal[];
  revenueAtRisk: number;
};

export type ExpectedVerdict = {
  /** Expected deals in the next `horizonDays`. */
  deals: number;
  clv12: number;
  clv12Low: number;
  clv12High: number;
  clv36: number;
  /**
   * Probability of not having left for good: shown, never a risk, for it is 1 for everyone who bought once.
   * null below two repeat purchases, and while too few customers of the portal repeat to fit it.
   */
  probabilityAlive?: number | null;
};

export type PotentialVerdict = {
  tier: Tier;
  /** 0–100: headroom points plus signal points, clamped. */
  score: number;
  headroom: number | null;
  reasons: readonly { code: string; points: number; facts: Facts }[];
  /** High was withheld: broken rhythm or high risk. */
  cappedByRisk: boolean;
};

export type Confidence = {
  /** 0–100. */
  score: number;
  level: 'high' | 'medium' | 'low';
  missing: readonly FactorCode[];
};

/** What the account buys, by product family. */
export type ProductFacts = {
  /** Families ever bought; `families` names the latest of them. */
  count: number;
  families: readonly { name: string; firstOn: Day; lastOn: Day }[];
  lastOn: Day | null;
  /** First bought within 365 days, by a customer that bought others before. */
  newFamilies: readonly string[];
  /** What at least 30 % of the industry's customers buy and this one never did; shares 0–1. */
  whitespace: readonly { name: string; share: number }[];
};

/** What stood at the last renewal of the frame; hysteresis is measured against it, so re-scoring within a frame repeats. */
export type Standing = {
  valueTier: Tier | null;
  potentialTier: Tier | null;
  healthBand: HealthBand | null;
  riskLevel: RiskLevel | null;
  /** Of the probability alone; without it `riskLevel` stands in. */
  probabilityLevel?: RiskLevel | null;
  nineBox: NineBoxType | null;
  previousNineBox: NineBoxType | null;
  nineBoxSince: Day | null;
};

/** A value tier that somebody set in place of the computed one, through the day `until`. */
export type TierOverride = { tier: Tier; since: Day; until: Day };

/** The override with what would stand without it. */
export type OverrideVerdict = TierOverride & {
  computed: {
    valueTier: Tier;
    nineBox: NineBoxType | null;
    priority: number | null;
    previousNineBox: NineBoxType | null;
    nineBoxSince: Day | null;
  };
};

/** Tickets of the last 365 days whose first answer was given, or is overdue. */
export type Attainment = { answeredInTime: number; decided: number };

/** What scoring says of one account as of one day, within one frame. Parts that do not apply are null. */
export type Assessment = {
  accountId: AccountId;
  asOf: Day;
  frameId: string;
  policyVersion: number;
  lifecycle: LifecycleState;
  /** null when the account has a band and a level. */
  unscored: { reason: UnscoredReason; facts: Facts } | null;
  purchases: PurchaseSummary | null;
  value: ValueVerdict | null;
  health: HealthVerdict | null;
  risk: RiskVerdict | null;
  expected: ExpectedVerdict | null;
  potential: PotentialVerdict | null;
  nineBox: NineBoxType | null;
  /** The type before the present one, and the day the present one began. */
  previousNineBox: NineBoxType | null;
  nineBoxSince: Day | null;
  /** 1–6, 6 = highest. */
  priority: number | null;
  matrix: MatrixType | null;
  growthStrategy: GrowthStrategy | null;
  /** Facts beside the scores; not there or null while line items are unknown. */
  products?: ProductFacts | null;
  /** Three digits 1–5: recency, frequency, monetary. */
  rfm: string | null;
  /** Not there while the computed tier stands. */
  override?: OverrideVerdict;
  /** Not there without a decided ticket. */
  attainment?: Attainment;
  confidence: Confidence;
};
