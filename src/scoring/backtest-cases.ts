import type { Assessment, FactorCode } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { addOnsOf, weightOf } from './add-ons.ts';
import { type AssessmentContext, assess } from './assess.ts';
import {
  fixedThresholdRisk,
  purchaseModelRisk,
  recencyRisk,
  rfmRisk,
} from './comparison-scores.ts';
import { countBackdated, evidenceAsOf } from './evidence-as-of.ts';
import { type FrameOptions, frameBuilder } from './frame.ts';
import { purchasesOf } from './purchases.ts';

/** A score of somebody's own to judge beside ours: higher = riskier. */
export type OwnScore = { name: string; riskOf: (evidence: Evidence, asOf: Day) => number };

export type BacktestRequest = {
  /** Every account with all that is known today; asked for several times, always in the same order. */
  accounts: () => Iterable<Evidence>;
  policy: Policy;
  /** The past day to score from. */
  cut: Day;
  /** Last day on which every purchase is on record. */
  completeUntil: Day;
  /** Only deals closed within so many days before the cut are used. */
  historyDays?: number;
  ownScores?: readonly OwnScore[];
};

/** A customer as scored at the cut, and what then happened within the horizon. */
export type BacktestCase = {
  assessment: Assessment;
  /** In the order of `methods`. */
  risks: number[];
  churned: 0 | 1;
  revenueAfter: number;
  /** Risk without and with each signal that was seen by the day, all others being as they are. */
  bySignal: readonly SignalCase[];
};

export type SignalCase = { code: FactorCode; without: number; with: number };

export type BacktestCases = {
  frame: Frame;
  /** The first is Mainstay's own. */
  methods: { name: string; givesProbability: boolean; peeks: number }[];
  cases: BacktestCase[];
  backdatedDeals: number;
};

/** The frame as it would have been frozen at the end of a past day. */
export function frameAsOf(
  { policy, historyDays }: Pick<BacktestRequest, 'policy' | 'historyDays'>,
  day: Day,
  accounts: Iterable<Evidence>,
  calibration: FrameOptions['calibration'] = 'monthly',
): Frame {
  const id = `backtest-${day}`;
  const builder = frameBuilder({ id, day, policy, previous: null, calibration });
  for (const evidence of accounts) builder.add(evidenceAsOf(evidence, day, historyDays));
  return builder.finish();
}

/** Scores every current customer at the cut with the very code of today, then looks at what happened. */
export function collectCases(request: BacktestRequest): BacktestCases {
  const { accounts, cut, policy, ownScores = [] } = request;
  const frame = frameAsOf(request, cut, accounts());
  const untrained = { ...frame, coefficients: policy.coefficients, signalFits: [] };
  const methods = [
    { name: 'mainstay', givesProbability: true, peeks: 0 },
    { name: 'mainstay_defaults', givesProbability: true, peeks: 0 },
    { name: 'purchase_model', givesProbability: true, peeks: 0 },
    { name: 'rfm', givesProbability: false, peeks: 0 },
    { name: 'recency', givesProbability: false, peeks: 0 },
    { name: 'fixed_threshold', givesProbability: false, peeks: 0 },
    ...ownScores.map(({ name }) => ({ name, givesProbability: false, peeks: 0 })),
  ];
  const cases: BacktestCase[] = [];
  let backdatedDeals = 0;
  for (const evidence of accounts()) {
    backdatedDeals += countBackdated(evidence.deals, cut);
    const known = evidenceAsOf(evidence, cut, request.historyDays);
    const assessment = assess(known, { frame, policy, standing: null });
    if (!assessment.risk) continue;
    const purchases = purchasesOf(known.deals, cut);
    const risks = [
      assessment.risk.probability,
      assess(known, { frame: untrained, policy, standing: null }).risk?.probability ?? 0,
      purchaseModelRisk(frame, purchases),
      rfmRisk(assessment),
      recencyRisk(assessment),
      fixedThresholdRisk(purchases, cut),
    ];
    for (const { name, riskOf } of ownScores) {
      const risk = riskOf(known, cut);
      risks.push(risk);
      // A score that answers differently when shown the future would use it.
      const method = methods.find((candidate) => candidate.name === name);
      if (method && riskOf(evidence, cut) !== risk) method.peeks += 1;
    }
    const bySignal = signalCases(known, assessment, { frame, policy, standing: null });
    cases.push({ assessment, risks, bySignal, ...outcomeOf(evidence, frame) });
  }
  return { frame, methods, cases, backdatedDeals };
}

function signalCases(known: Evidence, { risk }: Assessment, context: AssessmentContext) {
  const { frame, policy } = context;
  const probability = risk?.probability ?? 0;
  const found: SignalCase[] = [];
  for (const { code, seen } of addOnsOf(known, frame.day, policy)) {
    if (seen === null) continue;
    const isOn = weightOf(code, context) > 0;
    const other = assess(known, isOn ? without(code, context) : withDefault(code, context));
    const otherwise = other.risk?.probability ?? 0;
    found.push({
      code,
      without: isOn ? otherwise : probability,
      with: isOn ? probability : otherwise,
    });
  }
  return found;
}

function withDefault(code: FactorCode, context: AssessmentContext): AssessmentContext {
  const { policy } = context;
  return { ...context, policy: { ...policy, scoredSignals: [...policy.scoredSignals, code] } };
}

function without(code: FactorCode, context: AssessmentContext): AssessmentContext {
  const { frame, policy } = context;
  const scoredSignals = policy.scoredSignals.filter((one) => one !== code);
  const signalFits = frame.signalFits?.filter((fit) => fit.code !== code) ?? [];
  return { ...context, frame: { ...frame, signalFits }, policy: { ...policy, scoredSignals } };
}

/** What today's records say happened within the horizon after the frame's day. */
function outcomeOf({ deals }: Evidence, { day, horizonDays }: Frame) {
  const later = deals.filter(({ closedOn }) => closedOn !== null && closedOn > day);
  const { amounts } = purchasesOf(later, day + horizonDays);
  let revenueAfter = 0;
  for (let i = 0; i < amounts.length; i++) revenueAfter += amounts[i] ?? 0;
  return { churned: amounts.length === 0 ? 1 : 0, revenueAfter } as const;
}
