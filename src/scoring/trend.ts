import type { FactorCode } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { type AddOn, addOnsOf, countedLogits, countsSignals } from './add-ons.ts';
import { monthEndsBefore } from './calendar.ts';
import { type Bill, billOf, dealFactors, scoreOf } from './health.ts';
import { type Purchases, purchasesOf } from './purchases.ts';
import { percentileOf } from './quantiles.ts';
import { quantitiesOf } from './quantities.ts';
import { rhythmOf } from './rhythm.ts';
import { type FactorValues, factorValues, logitOf } from './risk-logit.ts';

type Context = { frame: Frame; policy: Policy };

/** Health at the ends of the last 12 full months and on the frame's day; null where nothing is scored. */
export function healthHistory(
  evidence: Evidence,
  context: Context,
): { day: Day; score: number | null }[] {
  const { day: today } = context.frame;
  const purchases = purchasesOf(evidence.deals, today);
  return [...monthEndsBefore(today, 12), today].map((day) => ({
    day,
    score: scoreAsOf(purchases, evidence, day, context),
  }));
}

/** Health as of an earlier day by today's frame, so that a change is the account's and not the model's. */
export function scoreAsOf(
  purchases: Purchases,
  evidence: Evidence,
  asOf: Day,
  context: Context,
): number | null {
  const x = factorsAsOf(purchases, asOf, context);
  if (x === null) return null;
  const { frame, policy } = context;
  const logits = countsSignals(context)
    ? countedLogits(addOnsOf(evidence, asOf, policy), context)
    : [];
  const logit = logits.reduce((sum, one) => sum + one, logitOf(frame.coefficients, x));
  return scoreOf(logit, policy).score;
}

export type HealthChange = {
  from: { day: Day; score: number };
  to: { day: Day; score: number };
  /** Whole points, without zeros; they add up to the difference of the scores. */
  deltas: { code: FactorCode | 'base' | 'cap'; points: number }[];
  /** `none` while the scores are less than 5 points apart. */
  arrow: 'up' | 'down' | 'none';
};

/** Why the score of `context.frame.day` differs from the one `days` before; null when there was none. */
export function healthChange(
  evidence: Evidence,
  days: number,
  context: Context,
): HealthChange | null {
  const today = context.frame.day;
  const purchases = purchasesOf(evidence.deals, today);
  const before = linesAsOf(purchases, evidence, today - days, context);
  const after = linesAsOf(purchases, evidence, today, context);
  if (before === null || after === null) return null;

  const difference = after.score - before.score;
  const deltas = [...after.lines].map(([code, points]) => ({
    code,
    points: points - (before.lines.get(code) ?? 0),
  }));
  return {
    from: { day: today - days, score: before.score },
    to: { day: today, score: after.score },
    deltas: deltas.filter(({ points }) => points !== 0),
    arrow: Math.abs(difference) < arrowFrom ? 'none' : difference > 0 ? 'up' : 'down',
  };
}

function linesAsOf(purchases: Purchases, evidence: Evidence, asOf: Day, context: Context) {
  const x = factorsAsOf(purchases, asOf, context);
  if (x === null) return null;
  const addOns = addOnsOf(evidence, asOf, context.policy);
  const bill = billOf(x, countedLogits(addOns, context), context);
  return { score: bill.score, lines: linesOf(bill, addOns) };
}

function linesOf(bill: Bill, addOns: readonly AddOn[]) {
  const lines = new Map<HealthChange['deltas'][number]['code'], number>([['base', bill.base]]);
  for (const [j, code] of dealFactors.entries()) lines.set(code, bill.dealPoints[j] ?? 0);
  for (const [i, { code }] of addOns.entries()) lines.set(code, bill.addOnPoints[i] ?? 0);
  return lines.set('cap', bill.capPoints);
}

/** null before the first purchase and beyond the look-back. */
function factorsAsOf(purchases: Purchases, asOf: Day, context: Context): FactorValues | null {
  const { frame, policy } = context;
  const { horizonDays, lookbackDays, lnTypicalGap } = frame;
  const quantities = quantitiesOf(purchases, asOf, horizonDays);
  if (quantities === null || quantities.silentDays > lookbackDays) return null;
  const rhythm = rhythmOf(quantities, lnTypicalGap, policy);
  const percentile = percentileOf(frame.value, quantities.weightedRevenue);
  return factorValues({ quantities, rhythm, percentile, horizonDays });
}

const arrowFrom = 5;
