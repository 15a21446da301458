import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type {
  Coefficients,
  Frame,
  PurchaseModel,
  SignalFit,
  Verification,
} from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { type FrameSetting, purchaseHistories, revenueCorrection } from './calibration-windows.ts';
import { herfindahl } from './concentration.ts';
import { hasDatedSignals } from './dated-signals.ts';
import { industryFamilies } from './products.ts';
import { type PurchaseColumns, purchaseColumns } from './purchase-columns.ts';
import { fitPurchaseModel } from './purchase-model.ts';
import { type Purchases, purchasesOf } from './purchases.ts';
import { quantilesOf } from './quantiles.ts';
import { quantitiesOf } from './quantities.ts';
import { meanLogGap, medianOf, rhythmOf } from './rhythm.ts';
import { type FactorValues, factorValues } from './risk-logit.ts';
import { medianCycleDays } from './sales-cycle.ts';
import { sampleOf } from './sample.ts';
import { fitPortal } from './signal-fits.ts';

export type FrameOptions = {
  id: string;
  day: Day;
  policy: Policy;
  /** What was fitted less than a month ago is carried over from it. */
  previous: Frame | null;
  /** Carried over from `previous` when absent. */
  verification?: Verification | null;
  /** 'never' keeps the policy's own coefficients. */
  calibration?: 'monthly' | 'never';
};

/**
 * The portal-wide inputs of every score, from the evidence of all accounts in any order. Keeps purchases
 * in compact columns, and of a sample of the accounts what else is dated; `finish` may be called once all
 * accounts are in.
 */
export function frameBuilder(options: FrameOptions) {
  const columns = purchaseColumns();
  const families = industryFamilies(options.day, longestLookback(options.policy));
  const cycles: number[] = [];
  const dated = sampleOf<Dated>(datedSize, ({ evidence }) => evidence.accountId);
  return {
    add(evidence: Evidence): void {
      if (hasDatedSignals(evidence)) {
        dated.add({ account: columns.accounts, evidence: { ...evidence, deals: [] } });
      }
      const cycle = medianCycleDays(evidence.deals, options.day);
      if (cycle !== null) cycles.push(cycle);
      const purchases = purchasesOf(evidence.deals, options.day);
      columns.add(evidence.accountId, purchases);
      families.add(evidence, purchases.days[purchases.days.length - 1]);
    },

    /** The same for purchases at hand in columns; none of them after the frame's day. */
    addPurchases(accountId: string, purchases: Purchases): void {
      columns.add(accountId, purchases);
    },

    finish(): Frame {
      const frame = frameOf({ columns, cycles, dated: dated.list() }, options);
      const common = families.finish(frame.lookbackDays);
      return common === null ? frame : { ...frame, industryFamilies: common };
    },
  };
}

/** What is dated of an account beside its purchases, and where those are in the columns. */
type Dated = { account: number; evidence: Evidence };
type Collected = {
  columns: PurchaseColumns;
  /** Median days from creating to winning, of each account that has any. */
  cycles: readonly number[];
  dated: readonly Dated[];
};

function frameOf(collected: Collected, options: FrameOptions): Frame {
  const { columns, cycles } = collected;
  const { id, day, policy, previous } = options;
  const { earliest, meanLogGaps } = gapsOf(columns);
  const horizonDays = horizonOf(day - earliest, policy);
  const lookbackDays =
    policy.lookbackDays === 'auto' ? Math.max(365, 2 * horizonDays) : policy.lookbackDays;
  const lnTypicalGap = meanLogGaps.length === 0 ? Math.log(horizonDays) : medianOf(meanLogGaps);
  const setting = { day, horizonDays, lookbackDays, lnTypicalGap, policy };
  const verification =
    options.verification === undefined ? (previous?.verification ?? null) : options.verification;
  return {
    id,
    day,
    policyVersion: policy.version,
    horizonDays,
    lookbackDays,
    lnTypicalGap,
    medianSalesCycleDays: cycles.length === 0 ? null : medianOf(Float64Array.from(cycles)),
    ...populationOf(columns, setting),
    ...fitsOf(collected, { ...setting, earliest }, options),
    verification,
  };
}

/** Before the horizon is known: what 'auto' comes to at most. */
function longestLookback({ lookbackDays, horizonDays }: Policy): number {
  if (lookbackDays !== 'auto') return lookbackDays;
  return Math.max(365, 2 * (horizonDays === 'auto' ? 365 : horizonDays));
}

/** Years of history allow to look a year ahead; with less, and faster changes, the view is shorter. */
function horizonOf(historyDays: number, policy: Policy): number {
  if (policy.horizonDays !== 'auto') return policy.horizonDays;
  if (historyDays >= 3 * 365) return 365;
  return historyDays >= 1.5 * 365 ? 180 : 90;
}

/** First purchase of the portal, and the mean log gap of each account with two purchases or more. */
function gapsOf(columns: PurchaseColumns) {
  const meanLogGaps = new Float64Array(columns.accounts);
  let repeaters = 0;
  let earliest = Number.POSITIVE_INFINITY;
  for (let account = 0; account < columns.accounts; account++) {
    const { days } = columns.purchases(account);
    if (days.length > 0) earliest = Math.min(earliest, days[0] ?? earliest);
    const mean = meanLogGap(days, days.length);
    if (mean === null) continue;
    meanLogGaps[repeaters] = mean;
    repeaters += 1;
  }
  return { earliest, meanLogGaps: meanLogGaps.subarray(0, repeaters) };
}

type Population = Pick<
  Frame,
  | 'factorMeans'
  | 'value'
  | 'revenueTtm'
  | 'recency'
  | 'frequency'
  | 'totalRevenueTtm'
  | 'revenueHhi'
  | 'currentCustomers'
>;

function populationOf(columns: PurchaseColumns, setting: FrameSetting): Population {
  const { day, horizonDays, lookbackDays, lnTypicalGap, policy } = setting;
  const size = columns.accounts;
  const value = new Float64Array(size);
  const revenueTtm = new Float64Array(size);
  const recency = new Float64Array(size);
  const frequency = new Float64Array(size);
  const sums: [number, number, number, number, number] = [0, 0, 0, 0, 0];
  let current = 0;
  let totalRevenueTtm = 0;
  for (let account = 0; account < size; account++) {
    const quantities = quantitiesOf(columns.purchases(account), day, horizonDays);
    if (quantities === null) continue;
    totalRevenueTtm += quantities.revenueTtm;
    if (quantities.silentDays > lookbackDays) continue;
    value[current] = quantities.weightedRevenue;
    revenueTtm[current] = quantities.revenueTtm;
    recency[current] = quantities.silentDays;
    frequency[current] = quantities.count;
    const rhythm = rhythmOf(quantities, lnTypicalGap, policy);
    // Mid-ranks average to one half whatever the values are.
    addTo(sums, factorValues({ quantities, rhythm, percentile: 0.5, horizonDays }));
    current += 1;
  }
  return {
    factorMeans: current === 0 ? [0, 0, 0, -0.5, 0] : meansOf(sums, current),
    value: quantilesOf(value.subarray(0, current)),
    revenueTtm: quantilesOf(revenueTtm.subarray(0, current)),
    recency: quantilesOf(recency.subarray(0, current)),
    frequency: quantilesOf(frequency.subarray(0, current)),
    totalRevenueTtm: settled(totalRevenueTtm),
    revenueHhi: settled(herfindahl(revenueTtm.subarray(0, current))),
    currentCustomers: current,
  };
}

function addTo(sums: number[], x: FactorValues) {
  for (let j = 0; j < x.length; j++) sums[j] = (sums[j] ?? 0) + (x[j] ?? 0);
}

function meansOf(sums: readonly [number, number, number, number, number], count: number) {
  const [a, b, c, d, e] = sums;
  const mean = (sum: number) => settled(sum / count);
  return [mean(a), mean(b), mean(c), mean(d), mean(e)] as const;
}

/** Twelve digits: the last bits of a sum depend on the order in which accounts came. */
function settled(sum: number): number {
  return Number(sum.toPrecision(12));
}

type Fits = {
  coefficients: Coefficients;
  signalFits: readonly SignalFit[];
  calibration: Frame['calibration'];
  purchaseModel: PurchaseModel;
  repeatBuyers: number;
  revenueCorrection: number;
};

/** Refits at most monthly, so that scores move with the accounts and not with the model. */
function fitsOf(
  { columns, dated }: Collected,
  setting: FrameSetting & { earliest: Day },
  { previous, calibration = 'monthly' }: FrameOptions,
): Fits {
  const { day, horizonDays, lnTypicalGap, policy } = setting;
  const carried = previous !== null && isFresh(previous, setting) ? fitsFrom(previous) : null;
  if (carried !== null && calibration === 'monthly') return carried;

  const sampled = columns.sample(sampleSize);
  const sample = sampled.map((account) => columns.purchases(account));
  const evidenceOf = new Map(dated.map(({ account, evidence }) => [account, evidence]));
  const { coefficients, signalFits } =
    calibration === 'never'
      ? { coefficients: policy.coefficients, signalFits: [] }
      : fitPortal(sample, {
          ...setting,
          ...(dated.length > 0 && { dated: sampled.map((account) => evidenceOf.get(account)) }),
        });
  const source = coefficients === policy.coefficients ? 'default' : 'portal';
  const purchaseModel = fitPurchaseModel(purchaseHistories(sample, day), { lnTypicalGap });
  return {
    coefficients,
    signalFits,
    calibration: { source, fittedOn: source === 'portal' ? day : null },
    purchaseModel,
    repeatBuyers: sample.filter(({ days }) => days.length > 1).length,
    revenueCorrection:
      horizonDays < 365 ? 1 : settled(revenueCorrection(sample, purchaseModel, setting)),
  };
}

function isFresh(previous: Frame, { day, horizonDays }: FrameSetting): boolean {
  const { fittedOn } = previous.calibration;
  if (fittedOn === null || previous.horizonDays !== horizonDays) return false;
  return day >= fittedOn && day - fittedOn < refitDays;
}

function fitsFrom(previous: Frame): Fits | null {
  const { coefficients, signalFits, calibration, purchaseModel, repeatBuyers } = previous;
  // Made before these were asked for: ask now.
  if (!purchaseModel || !signalFits || repeatBuyers === undefined) return null;
  const { revenueCorrection } = previous;
  return {
    coefficients,
    signalFits,
    calibration,
    purchaseModel,
    repeatBuyers,
    revenueCorrection,
  };
}

const sampleSize = 20_000;
/** Holds the sample for sure, which a sample by halves may overshoot: twice as many, and then some. */
const datedSize = 2.2 * sampleSize;
const refitDays = 30;
