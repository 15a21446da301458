import type { AccountPast } from '../../src/cards/account-past.ts';
import type { AccountProfile } from '../../src/cards/account-profile.ts';
import type { ManualRecord } from '../../src/cards/manual-view-rules.ts';
import type { TicketService } from '../../src/cards/service-level-rules.ts';
import type { CardPortal, CardRecord } from '../../src/cards/view-context-rules.ts';
import type {
  Assessment,
  Factor,
  HealthVerdict,
  PurchaseSummary,
  RiskVerdict,
} from '../../src/model/assessment.ts';
import { accountId } from '../../src/model/ids.ts';
import { workCalendar } from '../../src/strategy/calendar.ts';

/** 2026-11-20, and noon of it in UTC. */
export const today = 20_777;
export const noon = today * 86_400_000 + 12 * 3_600_000;

export function aFactor(difference: Partial<Factor> & Pick<Factor, 'code'>): Factor {
  return {
    dimension: 'cooperation_depth',
    points: 0,
    state: 'scored',
    value: 1,
    unit: 'deals',
    average: 2,
    grade: 'A',
    asOf: today,
    facts: {},
    ...difference,
  };
}

/** The five factors of an account that ordered every 92 days and has been silent for 329: 43 points. */
export const silentFactors: readonly Factor[] = [
  aFactor({ code: 'time_since_last_deal', points: -1, value: 329, unit: 'days', average: 213.4 }),
  aFactor({ code: 'deals_in_window', points: -2, value: 1, average: 1.9 }),
  aFactor({ code: 'deals_ever', points: 11, value: 9, average: 3.6 }),
  aFactor({ code: 'value', points: 1, value: 0.78, unit: 'percentile', average: 0.5 }),
  aFactor({
    code: 'broken_rhythm',
    points: -13,
    value: 2.97,
    unit: 'ratio',
    average: null,
    facts: { broken: 0.31, silentDays: 329, typicalGapDays: 110 },
  }),
  aFactor({
    code: 'renewal',
    state: 'missing',
    value: null,
    unit: null,
    average: null,
    grade: 'B',
  }),
  aFactor({
    code: 'complaints',
    dimension: 'risk_warning',
    state: 'off',
    value: 1,
    unit: null,
    average: null,
    grade: 'C',
  }),
  aFactor({
    code: 'momentum',
    dimension: 'growth_momentum',
    state: 'shown',
    value: 0.6,
    unit: 'ratio',
    average: null,
  }),
];

const purchases: PurchaseSummary = {
  count: 9,
  firstOn: today - 1_065,
  lastOn: today - 329,
  silentDays: 329,
  tenureMonths: 35,
  cumulativeAmount: 1_180_400,
  averageOrder: 131_156,
  revenueTtm: 412_000,
  revenueAnnualised: 398_000,
  dealsInHorizon: 1,
  typicalGapDays: 110.3,
  medianGapDays: 92,
  regularity: 'high',
  nextExpectedOn: today - 237,
  overdueRatio: 3.6,
  dealsWithoutAmount: 0,
  amountsWithoutRate: 0,
  salesCycle: { medianDays: 84, usualDays: 60, deals: 9, index: 1.4, isLong: true },
};

const health: HealthVerdict = {
  score: 43,
  band: 'attention',
  base: 47,
  factors: silentFactors,
  capPoints: 0,
  dimensionPoints: { satisfaction: 0, cooperation_depth: -4, growth_momentum: 0, risk_warning: 0 },
  change30Days: -6,
  change90Days: -14,
};

const risk: RiskVerdict = {
  probability: 0.63,
  horizonDays: 365,
  level: 'medium',
  probabilityLevel: 'medium',
  signals: [{ code: 'R1_inactive', facts: { silentDays: 329, limitDays: 138, lastOn: 0 } }],
  revenueAtRisk: 259_560,
};

const silent: Assessment = {
  accountId: accountId('21000000011'),
  asOf: today,
  frameId: 'frame-1',
  policyVersion: 1,
  lifecycle: 'dormant',
  unscored: null,
  purchases,
  value: {
    tier: 'high',
    mode: 'percentile',
    percentile: 0.98,
    score: 98,
    rank: 2,
    ranked: 412,
    revenueShare: 0.043,
    concentration: 'none',
    failedGates: [],
  },
  health,
  risk,
  expected: {
    deals: 1.4,
    clv12: 184_200,
    clv12Low: 61_000,
    clv12High: 402_000,
    clv36: 430_000,
    probabilityAlive: 0.62,
  },
  potential: { tier: 'mid', score: 52, headroom: 1.02, reasons: [], cappedByRisk: false },
  nineBox: 'mature_stable',
  previousNineBox: 'core',
  nineBoxSince: today - 41,
  priority: 5,
  matrix: 'IV',
  growthStrategy: 'loyalty',
  rfm: '254',
  confidence: { score: 72, level: 'high', missing: ['renewal', 'satisfaction_survey'] },
};

/** An account with a broken rhythm: high value, dormant, needs attention. */
export function anAssessment(difference: Partial<Assessment> = {}): Assessment {
  return { ...silent, ...difference };
}

export function withHealth(difference: Partial<HealthVerdict>): Partial<Assessment> {
  return { health: { ...health, ...difference } };
}

export function withRisk(difference: Partial<RiskVerdict>): Partial<Assessment> {
  return { risk: { ...risk, ...difference } };
}

export function withPurchases(difference: Partial<PurchaseSummary>): Partial<Assessment> {
  return { purchases: { ...purchases, ...difference } };
}

/** A core customer that orders in its rhythm. */
export function aHealthyAssessment(): Assessment {
  return anAssessment({
    lifecycle: 'active',
    ...withPurchases({
      count: 12,
      silentDays: 77,
      lastOn: today - 77,
      medianGapDays: 91,
      nextExpectedOn: today + 14,
    }),
    ...withHealth({
      score: 71,
      band: 'healthy',
      change30Days: 2,
      factors: [
        aFactor({ code: 'time_since_last_deal', value: 77, unit: 'days', average: 213.4 }),
        aFactor({ code: 'deals_in_window', points: 5, value: 4, average: 1.9 }),
        aFactor({ code: 'deals_ever', points: 15, value: 12, average: 3.6 }),
        aFactor({ code: 'value', points: 3, value: 0.98, unit: 'percentile', average: 0.5 }),
        aFactor({
          code: 'broken_rhythm',
          points: 1,
          value: 0.7,
          unit: 'ratio',
          average: null,
          facts: { broken: 0 },
        }),
      ],
    }),
    ...withRisk({ probability: 0.163, level: 'low', probabilityLevel: 'low', signals: [] }),
    potential: { tier: 'high', score: 71, headroom: 1.4, reasons: [], cappedByRisk: false },
    nineBox: 'core',
    previousNineBox: 'mature_stable',
    priority: 6,
  });
}

/** One order so far, not long ago. */
export function aNewAssessment(): Assessment {
  return anAssessment({
    lifecycle: 'new',
    unscored: {
      reason: 'too_early',
      facts: { firstOn: today - 18, scoredFrom: today + 104 },
    },
    ...withPurchases({
      count: 1,
      firstOn: today - 18,
      lastOn: today - 18,
      silentDays: 18,
      cumulativeAmount: 18_500,
      averageOrder: 18_500,
      medianGapDays: null,
      nextExpectedOn: null,
    }),
    ...withHealth({ band: null }),
    ...withRisk({ level: null }),
    nineBox: null,
  });
}

export function aLostAssessment(): Assessment {
  return anAssessment({
    lifecycle: 'lost',
    unscored: { reason: 'lapsed', facts: { silentDays: 1_130, lookbackDays: 730 } },
    ...withPurchases({ count: 4, silentDays: 1_130, lastOn: today - 1_130 }),
    health: null,
    risk: null,
    nineBox: null,
  });
}

export function aProspectAssessment(): Assessment {
  return anAssessment({
    lifecycle: 'prospect',
    unscored: { reason: 'no_purchases', facts: {} },
    purchases: null,
    value: null,
    health: null,
    risk: null,
    nineBox: null,
  });
}

export function aCardRecord(assessment: Assessment | undefined): CardRecord {
  return { name: 'Nordwind GmbH', assessment, assessedAt: noon - 25 * 60_000 };
}

export function aCardPortal(difference: Partial<CardPortal> = {}): CardPortal {
  return {
    status: 'installed',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    locale: 'en',
    backfill: [],
    verification: null,
    mode: 'live',
    isPaused: false,
    ...difference,
  };
}

export const aVerification: CardPortal['verification'] = {
  verified: true,
  cut: today - 365,
  customers: 388,
  churned: 120,
  auc: 0.81,
  aucLow: 0.76,
  aucHigh: 0.85,
};

/** The first import, a little under half way. */
export const halfImported: CardPortal['backfill'] = [
  { objectType: 'company', done: 12_000, total: 12_000, isFinished: true },
  { objectType: 'deal', done: 18_400, total: 61_000, isFinished: false },
  { objectType: 'ticket', done: 9_800, total: 20_000, isFinished: false },
];

/** A year that ends with the 43 points of `anAssessment`: two orders, a complaint, new rules. */
export function aPast(difference: Partial<AccountPast> = {}): AccountPast {
  const ends = [355, 324, 293, 265, 234, 204, 173, 143, 112, 81, 51, 20].map((ago) => today - ago);
  const scores = [68, 71, 69, 66, 64, 61, 58, 57, 55, 52, 50, 48];
  return {
    history: [
      ...ends.map((day, month) => ({ day, score: scores[month] ?? null })),
      { day: today, score: 43 },
    ],
    change: {
      from: { day: today - 30, score: 49 },
      to: { day: today, score: 43 },
      deltas: [
        { code: 'time_since_last_deal', points: -1 },
        { code: 'deals_in_window', points: -2 },
        { code: 'broken_rhythm', points: -3 },
      ],
      arrow: 'down',
    },
    events: [
      { day: today - 340, kind: 'order' },
      { day: today - 329, kind: 'order' },
      { day: today - 120, kind: 'complaint' },
      { day: today - 60, kind: 'policy' },
      { day: today - 25, kind: 'override' },
    ],
    ...difference,
  };
}

/** A customer of three years with a decision maker and an influencer. */
export function aProfile(difference: Partial<AccountProfile['facts']> = {}): AccountProfile {
  return {
    industryNames: new Map(),
    facts: {
      accountId: accountId('21000000011'),
      name: 'Nordwind GmbH',
      industry: 'BUILDING_MATERIALS',
      sizeClass: 'medium',
      tenureMonths: 35,
      cumulativeAmount: 1_180_400,
      lastTransactionOn: today - 329,
      lastInteractionOn: today - 12,
      satisfaction: { rating: 4.5, answeredOn: today - 60 },
      complaints: 1,
      products: null,
      needs: [
        { source: 'enquiry', name: 'FEATURE_REQUEST', lastOn: today - 12, times: 3 },
        { source: 'order', name: 'Sensors', lastOn: today - 329, times: 1 },
      ],
      ...difference,
    },
    people: [
      { maskedName: 'A. B***', jobTitle: 'Head of purchasing', roles: ['kdm'] },
      { maskedName: 'C. D***', jobTitle: null, roles: ['influencer'] },
    ],
  };
}

/** A key-account manager set the tier for a while and noted a competitor. */
export function aManualRecord(difference: Partial<ManualRecord> = {}): ManualRecord {
  const common = {
    subject: null,
    person: null,
    authorId: 7,
    enteredAt: noon - 86_400_000,
    enteredOn: today - 1,
  };
  return {
    inputs: [
      {
        ...common,
        id: 'input-tier-1',
        kind: 'tier',
        value: 'mid',
        note: 'Two plants are being closed',
        expiresOn: today + 89,
      },
      {
        ...common,
        id: 'input-competitor-1',
        kind: 'competitor',
        value: 'yes',
        note: null,
        expiresOn: null,
      },
    ],
    authors: new Map([[7, 'Ben Chen']]),
    mayWrite: true,
    ...difference,
  };
}

/** Whole working days in Berlin, for a ticket that is no complaint. */
export function aTicketService(): TicketService {
  const hours = { from: 0, to: 24 };
  const office = { timeZone: 'Europe/Berlin', calendar: workCalendar('none'), hours };
  return { office, agreed: null, isComplaint: false, isRepeated: false, isUnexplained: false };
}
