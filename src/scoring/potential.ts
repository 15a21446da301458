import { type Facts, type PotentialVerdict, risingTiers, type Tier } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Deal, Evidence } from '../model/evidence.ts';
import type { Curve, Policy } from '../model/policy.ts';
import { heldValue } from './add-ons.ts';
import { borderAt, stepOf } from './hysteresis.ts';
import type { Quantities } from './quantities.ts';

type Reason = PotentialVerdict['reasons'][number];

/** Expected revenue of the next year and the weighted pipeline against what a year usually brings. */
export type Headroom = {
  /** null without revenue in 24 months: there is no usual year. */
  ratio: number | null;
  expectedRevenue: number;
  pipeline: number;
  usualRevenue: number;
};

export function headroomOf(
  quantities: Quantities,
  expectedRevenue: number,
  pipeline: number,
): Headroom {
  const { ageDays, revenue24Months, revenueTtm } = quantities;
  const usualRevenue = ageDays >= 730 ? revenue24Months / 2 : revenueTtm;
  const ratio = usualRevenue > 0 ? (expectedRevenue + pipeline) / usualRevenue : null;
  return { ratio, expectedRevenue, pipeline, usualRevenue };
}

/** Open deals by amount × probability of their stage. */
export function weightedPipeline(deals: readonly Deal[], asOf: Day): number {
  const values: number[] = [];
  for (const { status, amount, stageProbability, createdOn } of deals) {
    if (status !== 'open' || createdOn > asOf) continue;
    if (amount !== null && amount > 0) values.push(amount * (stageProbability ?? 0));
  }
  return values.sort((a, b) => a - b).reduce((sum, value) => sum + value, 0);
}

export function potentialOf(
  headroom: Headroom,
  evidence: Evidence,
  context: { asOf: Day; policy: Policy; before: Tier | null; isHeldBack: boolean },
): PotentialVerdict {
  const { asOf, policy, before, isHeldBack } = context;
  const reasons = [headroomReason(headroom, policy), ...signalReasons(evidence, asOf, policy)];
  const sum = reasons.reduce((total, { points }) => total + points, 0);
  const score = rounded(Math.min(100, Math.max(0, sum)));
  if (score !== rounded(sum)) {
    reasons.push({ code: 'limit', points: rounded(score - sum), facts: {} });
  }
  const tier = headroom.ratio === null ? 'mid' : potentialTier(score, before, policy);
  const cappedByRisk = tier === 'high' && isHeldBack;
  return {
    tier: cappedByRisk ? 'mid' : tier,
    score,
    headroom: headroom.ratio,
    reasons,
    cappedByRisk,
  };
}

export function potentialTier(score: number, before: Tier | null, policy: Policy): Tier {
  const { mid, high, halfWidth } = policy.potential;
  const borders = [borderAt(mid, halfWidth), borderAt(high, halfWidth)];
  return risingTiers[stepOf(score, borders, before && risingTiers.indexOf(before))] ?? 'low';
}

/** Straight lines between the points, flat beyond them. */
export function pointsOn(curve: Curve, input: number): number {
  let [fromInput, fromPoints] = curve[0] ?? [0, 0];
  if (input <= fromInput) return fromPoints;
  for (const [toInput, toPoints] of curve) {
    if (input < toInput) {
      const share = (input - fromInput) / (toInput - fromInput);
      return fromPoints + share * (toPoints - fromPoints);
    }
    [fromInput, fromPoints] = [toInput, toPoints];
  }
  return fromPoints;
}

function headroomReason(headroom: Headroom, { potential }: Policy): Reason {
  const { ratio, expectedRevenue, pipeline, usualRevenue } = headroom;
  if (ratio === null) {
    return {
      code: 'reactivation',
      points: potential.reactivation,
      facts: { expectedRevenue, pipeline },
    };
  }
  return {
    code: 'headroom',
    points: rounded(pointsOn(potential.headroom, ratio)),
    facts: { ratio, expectedRevenue, pipeline, usualRevenue },
  };
}

function signalReasons({ signals }: Evidence, asOf: Day, { potential }: Policy): Reason[] {
  const reasons: Reason[] = [];
  const add = (code: string, points: number, facts: Facts) => {
    if (points !== 0) reasons.push({ code, points: rounded(points), facts });
  };

  const { withinDays, points, cap } = potential.enquiry;
  const enquiries = (signals.newNeedEnquiries ?? []).filter(
    (day) => day <= asOf && asOf - day < withinDays,
  );
  add('new_need_enquiry', Math.min(cap, points * enquiries.length), {
    enquiries: enquiries.length,
    lastOn: enquiries.length === 0 ? null : Math.max(...enquiries),
    withinDays,
  });

  const outlook = heldValue(signals.industryOutlook, asOf);
  add('industry_outlook', signOf(outlook?.value) * potential.outlook, factsOf(outlook));
  const expansion = heldValue(signals.expansionPlan, asOf);
  add('expansion_plan', signOf(expansion?.value) * potential.expansion, factsOf(expansion));
  const fit = heldValue(signals.strategicFit, asOf);
  const { most, points: fitPoints } = potential.strategicFit;
  const share = Math.min(1, Math.max(0, (fit?.value ?? 0) / most));
  add('strategic_fit', share * fitPoints, factsOf(fit));
  return reasons;
}

function signOf(value: string | undefined): number {
  if (value === 'good' || value === 'expanding') return 1;
  return value === 'declining' || value === 'shrinking' ? -1 : 0;
}

function factsOf(fact: { value: string | number; enteredOn: Day } | null): Facts {
  return fact === null ? {} : { value: fact.value, enteredOn: fact.enteredOn };
}

/** One decimal: fine enough for the cuts, short enough to be added up by hand. */
function rounded(points: number): number {
  return Math.round(points * 10) / 10;
}
