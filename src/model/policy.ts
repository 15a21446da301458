import type { Coefficients } from './frame.ts';

/** A score from a line through points: input and points, both rising; flat outside. */
export type Curve = readonly (readonly [input: number, points: number])[];

/** The numbers a portal may tune, versioned; the defaults are in scoring/policy.ts, each with its source. */
export type Policy = {
  version: number;
  /** Days ahead the risk speaks of; 'auto' follows the length of the history. */
  horizonDays: number | 'auto';
  lookbackDays: number | 'auto';
  coefficients: Coefficients;
  valueMode: 'percentile' | 'absolute';
  /** Annualised revenue, portal currency; absolute mode. */
  absoluteTiers: { high: number; mid: number };
  /** Strict 90-day inactivity of the source documents instead of the account's own rhythm. */
  inactivity: 'cycle_aware' | 'strict';
  /** Add-on signals an admin switched on; all others give 0 points. */
  scoredSignals: readonly string[];
  /** Share of revenue that counts as profit in CLV, 0–1. */
  margin: number;
  /** Percentiles where a tier begins: at the first assignment, to enter it later, and to fall out of it. */
  percentileTiers: {
    high: { first: number; enter: number; leave: number };
    mid: { first: number; enter: number; leave: number };
    /** With fewer current customers absolute mode is used. */
    fewestCustomers: number;
  };
  /** Cuts of the probability of no deal, shared by bands and levels, each with the same half-width. */
  riskCuts: { high: number; medium: number; halfWidth: number };
  health: { scoreAtEvenOdds: number; pointsPerLogit: number };
  rhythm: {
    /** How many gaps the portal's typical gap counts for. */
    portalGaps: number;
    portalSquares: number;
    /** A rhythm is broken from this multiple of the typical gap on. */
    brokenFrom: number;
    /** Spread of log gaps at which half of the broken-rhythm term is left. */
    halfTrustSpread: number;
    halfTrustPurchases: number;
    /** Largest spread of log gaps that still counts as high, medium regularity. */
    regularity: { high: number; medium: number };
  };
  lifecycle: { newDays: number; dormantDays: number; dormantGaps: number };
  addOns: AddOnPolicy;
  signals: SignalPolicy;
  potential: PotentialPolicy;
  matrix: { valueFrom: number; potentialFrom: number };
  confidence: { purchases: number; verified: number; signals: number; purchasesForFull: number };
  confidenceCuts: { high: number; medium: number };
  concentration: { warning: number; breach: number; keyAccountShare: readonly [number, number] };
  gates: { tenureMonths: number; complaintFreeDays: number };
  /** Annual revenue, portal currency. */
  sizeClasses: { large: number; medium: number };
};

/** Logits of the signals without deal history, only counted when switched on. */
export type AddOnPolicy = {
  renewal: { withinDays: number; logit: number };
  /** Steps by days since the last two-way contact: up to `days`, then the next. */
  contactSilence: readonly { upToDays: number; logit: number }[];
  complaints: {
    withinDays: number;
    first: number;
    further: number;
    cap: number;
    /** Without any sign of the customer for so long, no complaint says nothing. */
    silentDays: number;
  };
  survey: { freshDays: number; detractor: number; promoter: number };
  /** The sum of all is kept within ± this. */
  limit: number;
};

export type SignalPolicy = {
  inactiveDays: number;
  inactiveGaps: number;
  inactivePurchases: number;
  responseRate: { below: number; outbound: number };
  contactGap: { multiple: number; contacts: number; leastDays: number };
  complaints: { count: number; withinDays: number; alarm: number };
  orderPlunge: {
    periodDays: number;
    fewestPeriods: number;
    mostPeriods: number;
    alarm: number;
  };
  renewalDays: number;
  /** A sales cycle is long from this multiple of the portal's median on: shown, never scored. */
  longSalesCycle: number;
  survey: { freshDays: number; npsAtMost: number; csatAtMost: number };
  /** So many signals together mean high. */
  highFrom: number;
};

export type PotentialPolicy = {
  headroom: Curve;
  high: number;
  mid: number;
  halfWidth: number;
  enquiry: { withinDays: number; points: number; cap: number };
  outlook: number;
  expansion: number;
  strategicFit: { most: number; points: number };
  /** Score of an account without revenue in 24 months. */
  reactivation: number;
};

/**
 * A policy as it was stored, completed: a field that came later has the value of `base`, and one that
 * is no longer known falls away. Lists are taken whole.
 */
export function policyOver(base: Policy, stored: Policy | undefined): Policy {
  return stored === undefined ? base : (completed(base, stored) as Policy);
}

function completed(base: unknown, stored: unknown): unknown {
  if (stored === undefined) return base;
  if (!isGroup(base) || !isGroup(stored)) return stored;
  return Object.fromEntries(
    Object.entries(base).map(([name, value]) => [name, completed(value, stored[name])]),
  );
}

export function isGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
