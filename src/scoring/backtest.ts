import type { Day } from '../model/day.ts';
import type { Coefficients, Frame, SignalFit, Verification } from '../model/frame.ts';
import { type BacktestCase, type BacktestRequest, collectCases } from './backtest-cases.ts';
import {
  type AreaReport,
  areaReports,
  type MethodReport,
  methodReports,
  reliabilityBins,
  sharesByTier,
  type TierShares,
  valueTiers,
} from './backtest-methods.ts';
import { areaUnderCurve, type CalibrationBin, captureAtTop, reliability } from './metrics.ts';
import { type SignalReport, signalReports } from './signal-reports.ts';
import { tierChanges } from './tier-stability.ts';

export type BacktestReport = {
  cut: Day;
  horizonDays: number;
  lookbackDays: number;
  customers: number;
  churned: number;
  baseRate: number | null;
  /** Of saying the base rate for everyone. */
  baseRateBrier: number | null;
  /** Closed before the cut but entered after it: left out, for on that day they were not known. */
  backdatedDeals: number;
  calibration: {
    source: 'default' | 'portal';
    coefficients: Coefficients;
    signalFits: readonly SignalFit[];
  };
  /** Mainstay's own first. */
  methods: MethodReport[];
  reliability: CalibrationBin[];
  tierShares: TierShares | null;
  valueChangesWithoutHysteresis: number | null;
  /** Of the past revenue of customers who then left, what the first tenth of a list sorted this way holds. */
  lostRevenueAtTop10: { revenueAtRisk: number | null; risk: number | null; value: number | null };
  subgroups: SubgroupReport[];
  signals: SignalReport[];
  verdict: BacktestVerdict;
  verification: Verification;
};

export type SubgroupReport = {
  name: 'one_deal' | 'regular_overdue' | 'high_tier';
  customers: number;
  predicted: number | null;
  actual: number | null;
  auc: number | null;
};

/** What the test allows one to say. */
export type BacktestVerdict = {
  sufficient: boolean;
  lacks: ('customers' | 'churned' | 'retained' | 'better_than_chance')[];
  rfmWins: boolean;
  /** Other methods with a larger area, best first. */
  betterMethods: string[];
  leakingMethods: string[];
};

/**
 * Judges the scores as they would have stood on a past day by what then happened. Nothing is chosen on
 * the window that is reported: the coefficients come from windows that end by the cut.
 */
export function backtest(request: BacktestRequest): BacktestReport {
  const collected = collectCases(request);
  const { frame, cases } = collected;
  refuseUnfinished(frame, request);
  const changes = tierChanges(request);
  const methods = methodReports(collected, changes, request.policy);
  const customers = cases.length;
  const churned = cases.filter((one) => one.churned === 1).length;
  const baseRate = customers === 0 ? null : churned / customers;
  const verdict = verdictOf(methods, { customers, churned });
  return {
    cut: frame.day,
    horizonDays: frame.horizonDays,
    lookbackDays: frame.lookbackDays,
    customers,
    churned,
    baseRate,
    baseRateBrier: baseRate === null ? null : baseRate * (1 - baseRate),
    backdatedDeals: collected.backdatedDeals,
    calibration: {
      source: frame.calibration.source,
      coefficients: frame.coefficients,
      signalFits: frame.signalFits ?? [],
    },
    methods,
    reliability: reliability(cases.map(probability), cases.map(outcome), reliabilityBins),
    tierShares: sharesByTier(
      valueTiers(cases),
      cases.map(() => 1),
    ),
    valueChangesWithoutHysteresis: changes.value_without_hysteresis,
    lostRevenueAtTop10: lostRevenue(cases),
    subgroups: subgroupReports(cases),
    signals: signalReports(cases, { frame, policy: request.policy }),
    verdict,
    verification: verificationOf(frame.day, { customers, churned, verdict }, methods[0]),
  };
}

/** The verdict alone: a fraction of the work of the whole report. */
export function verify(request: BacktestRequest): Verification {
  const { frame, methods, cases } = collectCases(request);
  refuseUnfinished(frame, request);
  const churned = cases.filter((one) => one.churned === 1).length;
  const own = areaReports({ methods: methods.slice(0, 1), cases });
  const verdict = verdictOf(own, { customers: cases.length, churned });
  return verificationOf(frame.day, { customers: cases.length, churned, verdict }, own[0]);
}

function refuseUnfinished({ day, horizonDays }: Frame, { completeUntil }: BacktestRequest) {
  if (day + horizonDays <= completeUntil) return;
  throw new RangeError(`what follows day ${day} within ${horizonDays} days is not known yet`);
}

type Counts = { customers: number; churned: number };

/** Least that a backtest has to find before its answer counts; the low end of the area has to lie above. */
export const sufficiency = { customers: 50, churned: 10, retained: 10, aucLow: 0.55 };

function verdictOf(methods: readonly AreaReport[], { customers, churned }: Counts) {
  const [own, ...others] = methods;
  const area = (name: string) => methods.find((method) => method.name === name)?.auc ?? 0;
  const lacks: BacktestVerdict['lacks'] = [];
  if (customers < sufficiency.customers) lacks.push('customers');
  if (churned < sufficiency.churned) lacks.push('churned');
  if (customers - churned < sufficiency.retained) lacks.push('retained');
  if ((own?.aucInterval?.low ?? 0) <= sufficiency.aucLow) lacks.push('better_than_chance');
  const verdict: BacktestVerdict = {
    sufficient: lacks.every((lack) => lack === 'better_than_chance'),
    lacks,
    rfmWins: area('rfm') > area('mainstay'),
    betterMethods: others
      .filter(({ auc }) => (auc ?? 0) > area('mainstay'))
      .sort((a, b) => (b.auc ?? 0) - (a.auc ?? 0))
      .map(({ name }) => name),
    leakingMethods: methods.filter(({ peeks }) => peeks > 0).map(({ name }) => name),
  };
  return verdict;
}

function verificationOf(
  cut: Day,
  { customers, churned, verdict }: Counts & { verdict: BacktestVerdict },
  own: AreaReport | undefined,
): Verification {
  return {
    verified: verdict.lacks.length === 0,
    cut,
    customers,
    churned,
    auc: own?.auc ?? 0.5,
    aucLow: own?.aucInterval?.low ?? 0,
    aucHigh: own?.aucInterval?.high ?? 1,
  };
}

/** Groups in which an average hides the most. */
function subgroupReports(cases: readonly BacktestCase[]): SubgroupReport[] {
  const oneDeal = cases.filter(({ assessment }) => assessment.purchases?.count === 1);
  const overdue = cases.filter(({ assessment: { purchases } }) => {
    if (purchases === null || purchases.regularity !== 'high') return false;
    return purchases.silentDays >= 3 * purchases.typicalGapDays;
  });
  const high = cases.filter(({ assessment }) => assessment.value?.tier === 'high');
  return [
    subgroupReport('one_deal', oneDeal),
    subgroupReport('regular_overdue', overdue),
    subgroupReport('high_tier', high),
  ];
}

function subgroupReport(
  name: SubgroupReport['name'],
  cases: readonly BacktestCase[],
): SubgroupReport {
  return {
    name,
    customers: cases.length,
    predicted: meanOf(cases.map(probability)),
    actual: meanOf(cases.map(outcome)),
    auc: areaUnderCurve(cases.map(probability), cases.map(outcome)),
  };
}

function lostRevenue(cases: readonly BacktestCase[]): BacktestReport['lostRevenueAtTop10'] {
  const revenue = cases.map(
    ({ assessment: { risk } }) =>
      (risk?.revenueAtRisk ?? 0) / Math.max(risk?.probability ?? 1, 1e-12),
  );
  const lost = cases.map((one, i) => one.churned * (revenue[i] ?? 0));
  const value = cases.map(({ assessment }) => assessment.value?.percentile ?? 0);
  const atRisk = cases.map(({ assessment }) => assessment.risk?.revenueAtRisk ?? 0);
  return {
    revenueAtRisk: captureAtTop(atRisk, lost, 0.1),
    risk: captureAtTop(cases.map(probability), lost, 0.1),
    value: captureAtTop(value, lost, 0.1),
  };
}

function probability({ assessment }: BacktestCase): number {
  return assessment.risk?.probability ?? 0;
}

function outcome({ churned }: BacktestCase): number {
  return churned;
}

function meanOf(values: readonly number[]): number | null {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? null : sum / values.length;
}
