import type { Policy } from '../model/policy.ts';

/**
 * The default of every number a portal may tune. "Measured": chosen on public transaction data (see
 * docs/scoring.md); "documents": given by the method this product implements; "assumption": neither.
 */
export const defaultPolicy: Policy = {
  version: 1,
  horizonDays: 'auto',
  lookbackDays: 'auto',
  // Measured: mean over eight data set and horizon settings; the prior of every portal's own fit.
  coefficients: {
    intercept: 2.15,
    timeSinceLastDeal: 0.1,
    dealsInWindow: 0.6,
    dealsEver: 0.85,
    value: 0.65,
    brokenRhythm: 3.5,
  },
  valueMode: 'percentile',
  // Documents: 100,000 and 50,000 a year, in whatever currency the portal uses.
  absoluteTiers: { high: 100_000, mid: 50_000 },
  inactivity: 'cycle_aware',
  // None until the portal's own backtest supports them or an admin switches them on.
  scoredSignals: [],
  margin: 1,
  // Documents: top 20 %, next 30 %, last 30 %. The band between 50 and 70 % and the five points around
  // the cuts hold a tier still: measured, tier changes fall from .34 to .10 per account and year.
  percentileTiers: {
    high: { first: 0.8, enter: 0.85, leave: 0.75 },
    mid: { first: 0.5, enter: 0.55, leave: 0.3 },
    fewestCustomers: 20,
  },
  // Assumption: cuts that split the measured risks into three useful groups.
  riskCuts: { high: 0.75, medium: 0.45, halfWidth: 0.05 },
  // 50 points at even odds; 12.85 points a logit put a risk of 2 % at 100 and of 98 % at 0.
  health: { scoreAtEvenOdds: 50, pointsPerLogit: 12.85 },
  rhythm: {
    // Measured, like the coefficients: shrinkage of an account's rhythm towards the portal's.
    portalGaps: 2,
    portalSquares: 1.6,
    brokenFrom: 1.5,
    halfTrustSpread: 0.6,
    halfTrustPurchases: 4,
    // Assumption: four evenly spaced orders (.57) are regular, gaps by chance alone (1.1) are not.
    regularity: { high: 0.6, medium: 0.9 },
  },
  // Documents: 90 days; 1.5 gaps measured as the point from which silence says something.
  lifecycle: { newDays: 90, dormantDays: 90, dormantGaps: 1.5 },
  addOns: {
    // Measured by analogy, software contracts: 21 % left in the renewal month against 4–5 %.
    renewal: { withinDays: 90, logit: 1 },
    // By analogy, silence of logins, halved.
    contactSilence: [
      { upToDays: 7, logit: -0.2 },
      { upToDays: 30, logit: 0.2 },
      { upToDays: 90, logit: 0.4 },
      { upToDays: Number.MAX_SAFE_INTEGER, logit: 0.6 },
    ],
    // By analogy, complaints in telecommunications.
    complaints: { withinDays: 90, first: 0.5, further: 0.3, cap: 1, silentDays: 180 },
    // Assumption: no public data ties survey answers to later purchases.
    survey: { freshDays: 180, detractor: 0.3, promoter: -0.2 },
    limit: 1.5,
  },
  signals: {
    // Documents: no deal in three months; 1.5 own gaps for accounts that buy less often.
    inactiveDays: 90,
    inactiveGaps: 1.5,
    inactivePurchases: 3,
    // Documents: response rate below 30 %; assumption: at least five contacts behind it.
    responseRate: { below: 0.3, outbound: 5 },
    // Documents name the sign; assumption: twice the usual gap, at least 14 days, five contacts.
    contactGap: { multiple: 2, contacts: 5, leastDays: 14 },
    // Assumption: two in 90 days, or more than chance explains at 1 %.
    complaints: { count: 2, withinDays: 90, alarm: 0.01 },
    // Documents name the sign. Looked at every day, .005 alarms falsely for less than 2 % of simulated
    // stable accounts a quarter; .01 would for 2.7 %.
    orderPlunge: { periodDays: 90, fewestPeriods: 4, mostPeriods: 8, alarm: 0.005 },
    renewalDays: 60,
    // Documents: 30 % longer than usual.
    longSalesCycle: 1.3,
    survey: { freshDays: 180, npsAtMost: 6, csatAtMost: 2 },
    highFrom: 3,
  },
  potential: {
    // Measured: thirds of headroom grew by a quarter or more in 14, 21 and 30 % of cases.
    headroom: [
      [0, 0],
      [0.75, 34],
      [1.25, 67],
      [2, 100],
    ],
    high: 67,
    mid: 34,
    halfWidth: 3,
    // Documents name the signs; assumption: their points.
    enquiry: { withinDays: 90, points: 10, cap: 20 },
    outlook: 10,
    expansion: 10,
    strategicFit: { most: 3, points: 10 },
    reactivation: 50,
  },
  matrix: { valueFrom: 0.5, potentialFrom: 50 },
  // Assumption: how much is known of the account, of the method here, and of the optional signals.
  confidence: { purchases: 50, verified: 30, signals: 20, purchasesForFull: 5 },
  confidenceCuts: { high: 70, medium: 40 },
  // Documents: 25 % limit and key-account share 30–70 %; assumption: warning from 20 %.
  concentration: { warning: 0.2, breach: 0.25, keyAccountShare: [0.3, 0.7] },
  // Documents: two years together, no complaint in six months.
  gates: { tenureMonths: 24, complaintFreeDays: 183 },
  // Documents: 100 million and 10 million a year.
  sizeClasses: { large: 100_000_000, medium: 10_000_000 },
};
