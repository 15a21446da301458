import { type Tier, tiers } from '../model/assessment.ts';
import type { Policy } from '../model/policy.ts';
import type { BacktestCase, BacktestCases } from './backtest-cases.ts';
import { bootstrapAreas, type Interval } from './bootstrap.ts';
import {
  areaUnderCurve,
  averagePrecision,
  brierScore,
  calibrationError,
  liftAtTop,
  reliability,
} from './metrics.ts';
import { plainTiers, type TierChanges } from './tier-stability.ts';

/** How well one score orders the customers of the cut. What a score cannot say is null. */
export type AreaReport = {
  name: string;
  auc: number | null;
  aucInterval: Interval | null;
  /** 95 % interval of Mainstay's area minus this one, on the same resamples. */
  leadInterval: Interval | null;
  /** Customers whose value changes when the score is shown what happened later: not 0 is a leak. */
  peeks: number;
};

export type MethodReport = AreaReport & {
  averagePrecision: number | null;
  liftAtTop10: number | null;
  brier: number | null;
  calibrationError: number | null;
  /** Share of the revenue of the next horizon held by each tier; other scores tier by their own ranking. */
  revenueCapture: TierShares | null;
  tierChangesPerAccountYear: number | null;
};

/** Shares that sum to 1. */
export type TierShares = Readonly<Record<Tier, number>>;

export function areaReports({
  methods,
  cases,
}: Pick<BacktestCases, 'methods' | 'cases'>): AreaReport[] {
  const outcomes = outcomesOf(cases);
  const risks = methods.map((_, method) => risksOf(cases, method));
  const intervals = bootstrapAreas(risks, outcomes);
  return methods.map(({ name, peeks }, method) => ({
    name,
    auc: areaUnderCurve(risks[method] ?? [], outcomes),
    aucInterval: intervals.areas[method] ?? null,
    leadInterval: method === 0 ? null : (intervals.leads[method] ?? null),
    peeks,
  }));
}

export function methodReports(
  { methods, cases }: BacktestCases,
  changes: TierChanges,
  policy: Policy,
): MethodReport[] {
  const outcomes = outcomesOf(cases);
  const revenue = cases.map(({ revenueAfter }) => revenueAfter);
  const changesOf = new Map<string, number | null>(Object.entries(changes));
  return areaReports({ methods, cases }).map((report, method) => {
    const scores = risksOf(cases, method);
    const tierOf = method === 0 ? valueTiers(cases) : plainTiers(scores.map(negated), policy);
    return {
      ...report,
      averagePrecision: averagePrecision(scores, outcomes),
      liftAtTop10: liftAtTop(scores, outcomes, 0.1),
      ...(methods[method]?.givesProbability ? probabilityErrors(scores, outcomes) : noErrors),
      revenueCapture: changesOf.has(report.name) ? sharesByTier(tierOf, revenue) : null,
      tierChangesPerAccountYear: changesOf.get(report.name) ?? null,
    };
  });
}

function outcomesOf(cases: readonly BacktestCase[]): number[] {
  return cases.map(({ churned }) => churned);
}

function risksOf(cases: readonly BacktestCase[], method: number): number[] {
  return cases.map(({ risks }) => risks[method] ?? 0);
}

function probabilityErrors(probabilities: readonly number[], outcomes: readonly number[]) {
  if (probabilities.length === 0) return noErrors;
  const table = reliability(probabilities, outcomes, reliabilityBins);
  return {
    brier: brierScore(probabilities, outcomes),
    calibrationError: calibrationError(table),
  };
}

export function valueTiers(cases: readonly BacktestCase[]): Tier[] {
  return cases.map(({ assessment }) => assessment.value?.tier ?? 'low');
}

/** null when there is nothing to share. */
export function sharesByTier(tierOf: readonly Tier[], amounts: readonly number[]) {
  const sums = { high: 0, mid: 0, low: 0 };
  for (const [i, tier] of tierOf.entries()) sums[tier] += amounts[i] ?? 0;
  const total = sums.high + sums.mid + sums.low;
  if (total <= 0) return null;
  for (const tier of tiers) sums[tier] /= total;
  return sums;
}

const noErrors = { brier: null, calibrationError: null };

function negated(value: number) {
  return -value;
}

export const reliabilityBins = 10;
