import type { FactorCode, SignalOutcome } from './assessment.ts';
import type { Day } from './day.ts';

/** Sorted distinct values with their mid-rank percentile; exact for small portals, a grid for large ones. */
export type Quantiles = {
  values: readonly number[];
  percentiles: readonly number[];
  count: number;
};

/** Coefficients of the risk logit, all ≥ 0: docs/scoring.md. */
export type Coefficients = {
  intercept: number;
  timeSinceLastDeal: number;
  dealsInWindow: number;
  dealsEver: number;
  value: number;
  brokenRhythm: number;
};

/** MBG/NBD parameters; time in days. */
export type PurchaseModel = { r: number; alpha: number; a: number; b: number };

/** What the portal's own history says of the scores; null until it has been measured. */
export type Verification = {
  verified: boolean;
  cut: Day;
  customers: number;
  churned: number;
  auc: number;
  aucLow: number;
  aucHigh: number;
};

/** A signal beside the deal history, as the portal's own past judges it. */
export type SignalFit = {
  code: FactorCode;
  outcome: SignalOutcome;
  /** What its default log odds are multiplied by; 0 unless supported. */
  weight: number;
  judged: SignalJudgement | null;
};

/** On a past window that began after all outcomes the weight was fitted to were known. */
export type SignalJudgement = {
  cut: Day;
  customers: number;
  /** Customers for whom the signal said anything. */
  telling: number;
  /** 95 % interval of the change of the Brier score over all customers; below 0 is better. */
  brierChange: { low: number; high: number };
};

/** By industry: the product families that many of its customers have bought, with their share 0–1. */
export type IndustryFamilies = Readonly<Record<string, readonly { name: string; share: number }[]>>;

/** The portal-wide inputs of every score, frozen together for one portal-local day. */
export type Frame = {
  id: string;
  day: Day;
  policyVersion: number;
  /** Of the portal's settings; absent means 0. */
  settingRevision?: number;
  horizonDays: number;
  lookbackDays: number;
  /** L: portal median of the accounts' mean log gap. */
  lnTypicalGap: number;
  /** Median over accounts of their median days from creating a deal to winning it. */
  medianSalesCycleDays?: number | null;
  /** ln((R+1)/h), −ln(1+c), −ln n, −pv, B: means over current customers. */
  factorMeans: readonly [number, number, number, number, number];
  /** Of the exponentially weighted revenue V among current customers. */
  value: Quantiles;
  /** Of the trailing-12-month revenue, for ranks. */
  revenueTtm: Quantiles;
  /** For the RFM quintiles. */
  recency: Quantiles;
  frequency: Quantiles;
  totalRevenueTtm: number;
  currentCustomers: number;
  coefficients: Coefficients;
  /** Of every signal; absent or empty: none was asked for, and none counts unless switched on. */
  signalFits?: readonly SignalFit[];
  /** Herfindahl index of the trailing-12-month revenue, 0–1. */
  revenueHhi: number;
  /** 'portal' when fitted on the portal's own history; day of the last fit that was tried. */
  calibration: { source: 'default' | 'portal'; fittedOn: Day | null };
  purchaseModel: PurchaseModel | null;
  /** Customers with a repeat purchase behind the purchase model. */
  repeatBuyers?: number;
  /** How actual revenue compared with predicted in the last window. */
  revenueCorrection: number;
  verification: Verification | null;
  /** Not there while line items are unknown. */
  industryFamilies?: IndustryFamilies;
};
