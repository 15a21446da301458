import type { Factor, FactorCode, HealthVerdict } from '../model/assessment.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { type AddOn, weightOf } from './add-ons.ts';
import { wholePoints } from './points.ts';
import { type FactorInputs, type FactorValues, logitOf, slopesOf } from './risk-logit.ts';

/** A score as a sum: base, what each deal factor and each add-on moves it by, and what the limits take. */
export type Bill = {
  /** Log odds of no deal within the horizon, add-ons included. */
  logit: number;
  score: number;
  base: number;
  dealPoints: readonly number[];
  addOnPoints: readonly number[];
  capPoints: number;
};

/** Before rounding: `base` is the portal's average customer. */
export type ExactBill = {
  base: number;
  dealPoints: number[];
  addOnPoints: number[];
  logit: number;
};

export function exactBill(
  x: FactorValues,
  addOnLogits: readonly number[],
  context: Context,
): ExactBill {
  const { coefficients, factorMeans } = context.frame;
  const { scoreAtEvenOdds, pointsPerLogit } = context.policy.health;
  const dealPoints: number[] = [];
  for (const [j, slope] of slopesOf(coefficients).entries()) {
    dealPoints.push(-pointsPerLogit * slope * ((x[j] ?? 0) - (factorMeans[j] ?? 0)));
  }
  const addOnPoints: number[] = [];
  let logit = logitOf(coefficients, x);
  for (const added of addOnLogits) {
    addOnPoints.push(-pointsPerLogit * added);
    logit += added;
  }
  const base = scoreAtEvenOdds - pointsPerLogit * logitOf(coefficients, factorMeans);
  return { base, dealPoints, addOnPoints, logit };
}

/** Base, factors and the cap line are whole numbers and add up to the score. */
export function billOf(x: FactorValues, addOnLogits: readonly number[], context: Context): Bill {
  const exact = exactBill(x, addOnLogits, context);
  const { score, unclamped } = scoreOf(exact.logit, context.policy);
  const [base = 0, ...points] = wholePoints(
    [exact.base, ...exact.dealPoints, ...exact.addOnPoints],
    unclamped,
  );
  return {
    logit: exact.logit,
    score,
    base,
    dealPoints: points.slice(0, dealFactors.length),
    addOnPoints: points.slice(dealFactors.length),
    capPoints: score - unclamped,
  };
}

/** The whole-number score of log odds, and what it was before it was kept within 0–100. */
export function scoreOf(logit: number, { health }: Policy): { score: number; unclamped: number } {
  const unclamped = Math.round(health.scoreAtEvenOdds - health.pointsPerLogit * logit);
  return { score: Math.min(100, Math.max(0, unclamped)), unclamped };
}

type Context = { frame: Frame; policy: Policy };

/** What is displayed of growth and never scored: measured to point the wrong way, or already in the rest. */
export type ShownGrowth = { momentum: number | null; headroom: number | null };

export function factorsOf(
  bill: Bill,
  inputs: FactorInputs,
  details: { addOns: readonly AddOn[]; growth: ShownGrowth; context: Context },
): Factor[] {
  const { addOns, growth, context } = details;
  const asOf = inputs.quantities.lastOn + inputs.quantities.silentDays;
  return [
    ...dealFactorLines(bill, inputs, context.frame),
    ...addOns.map((addOn, i) => addOnLine(addOn, bill.addOnPoints[i] ?? 0, context)),
    growthLine('momentum', growth.momentum, asOf),
    growthLine('headroom', growth.headroom, asOf),
  ];
}

export function dimensionPointsOf(factors: readonly Factor[]): HealthVerdict['dimensionPoints'] {
  const points = { satisfaction: 0, cooperation_depth: 0, growth_momentum: 0, risk_warning: 0 };
  for (const factor of factors) points[factor.dimension] += factor.points;
  return points;
}

export const dealFactors = [
  'time_since_last_deal',
  'deals_in_window',
  'deals_ever',
  'value',
  'broken_rhythm',
] as const satisfies readonly FactorCode[];

function dealFactorLines(bill: Bill, inputs: FactorInputs, frame: Frame): Factor[] {
  const { quantities, rhythm, percentile, horizonDays } = inputs;
  const { silentDays, recentCount, count, lastOn, revenueTtm } = quantities;
  const [meanSilence, meanRecent, meanCount, meanValue] = frame.factorMeans;
  const asOf = lastOn + silentDays;
  const silenceInGaps = (silentDays + 1) / (rhythm.typicalGapDays + 1);
  const line = (
    index: number,
    seen: Pick<Factor, 'value' | 'unit' | 'average' | 'facts'>,
  ): Factor => ({
    code: dealFactors[index] ?? 'value',
    dimension: 'cooperation_depth',
    points: bill.dealPoints[index] ?? 0,
    state: 'scored',
    value: seen.value,
    unit: seen.unit,
    average: seen.average,
    grade: 'A',
    asOf: index === 0 ? lastOn : asOf,
    facts: seen.facts,
  });
  return [
    line(0, {
      value: silentDays,
      unit: 'days',
      average: horizonDays * Math.exp(meanSilence) - 1,
      facts: { silentDays, lastOn },
    }),
    line(1, {
      value: recentCount,
      unit: 'deals',
      average: Math.expm1(-meanRecent),
      facts: { deals: recentCount, horizonDays },
    }),
    line(2, {
      value: count,
      unit: 'deals',
      average: Math.exp(-meanCount),
      facts: { deals: count },
    }),
    line(3, {
      value: percentile,
      unit: 'percentile',
      average: 0 - meanValue,
      facts: { percentile, revenueTtm },
    }),
    line(4, {
      value: silenceInGaps,
      unit: 'ratio',
      average: null,
      facts: { silentDays, typicalGapDays: rhythm.typicalGapDays, broken: rhythm.broken },
    }),
  ];
}

function addOnLine(
  { code, dimension, grade, seen, note }: AddOn,
  points: number,
  context: Context,
): Factor {
  const isOn = weightOf(code, context) > 0;
  const fit = context.frame.signalFits?.find((one) => one.code === code);
  return {
    code,
    dimension,
    points,
    state: seen === null ? 'missing' : isOn ? 'scored' : 'off',
    value: seen?.value ?? null,
    unit: seen?.unit ?? null,
    average: null,
    grade,
    ...(fit && { ownResult: fit.outcome }),
    asOf: seen?.asOf ?? null,
    facts: seen?.facts ?? note ?? {},
  };
}

function growthLine(code: 'momentum' | 'headroom', value: number | null, asOf: number): Factor {
  return {
    code,
    dimension: 'growth_momentum',
    points: 0,
    state: value === null ? 'missing' : 'shown',
    value,
    unit: 'ratio',
    average: null,
    grade: 'A',
    asOf,
    facts: { ratio: value },
  };
}
