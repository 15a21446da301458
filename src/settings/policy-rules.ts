import { z } from 'zod';
import type { Issues } from '../http/issue-text-rules.ts';
import { factorCodes } from '../model/assessment.ts';
import type { PolicyBody } from '../model/policy-version.ts';
import { canonicalText } from '../scoring/policy-versions.ts';

const share = z.number().min(0).max(1);
const count = z.number().int().min(0).max(1_000);
const days = z.number().int().min(1).max(3_650);
const coefficient = z.number().min(0).max(20);
const multiple = z.number().min(0).max(20);
const money = z.number().min(0).max(1e15);
const points = z.number().min(-100).max(100);
const logit = z.number().min(-5).max(5);

const Coefficients = z.strictObject({
  intercept: z.number().min(-20).max(20),
  timeSinceLastDeal: coefficient,
  dealsInWindow: coefficient,
  dealsEver: coefficient,
  value: coefficient,
  brokenRhythm: coefficient,
});

const PercentileTier = z
  .strictObject({ first: share, enter: share, leave: share })
  .refine(({ first, enter, leave }) => leave <= first && first <= enter, {
    error: 'tier_bounds',
  });

const AddOns = z.strictObject({
  renewal: z.strictObject({ withinDays: days, logit }),
  contactSilence: z
    .array(z.strictObject({ upToDays: z.number().int().min(1), logit }))
    .min(1)
    .max(10)
    .refine((steps) => isRising(steps.map(({ upToDays }) => upToDays)), {
      error: 'rising',
    }),
  complaints: z.strictObject({
    withinDays: days,
    first: logit,
    further: logit,
    cap: logit,
    silentDays: days,
  }),
  survey: z.strictObject({ freshDays: days, detractor: logit, promoter: logit }),
  limit: z.number().min(0).max(5),
});

const Signals = z.strictObject({
  inactiveDays: days,
  inactiveGaps: multiple,
  inactivePurchases: count,
  responseRate: z.strictObject({ below: share, outbound: count }),
  contactGap: z.strictObject({ multiple, contacts: count, leastDays: days }),
  complaints: z.strictObject({ count, withinDays: days, alarm: share }),
  orderPlunge: z.strictObject({
    periodDays: days,
    fewestPeriods: count,
    mostPeriods: count,
    alarm: share,
  }),
  renewalDays: days,
  longSalesCycle: multiple,
  survey: z.strictObject({
    freshDays: days,
    npsAtMost: z.number().min(0).max(10),
    csatAtMost: z.number().min(1).max(5),
  }),
  highFrom: count,
});

const Potential = z
  .strictObject({
    headroom: z
      .array(z.tuple([z.number().min(0).max(100), z.number().min(0).max(100)]))
      .min(2)
      .max(20)
      .refine((curve) => isRising(curve.map(([input]) => input)), {
        error: 'rising',
      }),
    high: points,
    mid: points,
    halfWidth: z.number().min(0).max(50),
    enquiry: z.strictObject({ withinDays: days, points, cap: points }),
    outlook: points,
    expansion: points,
    strategicFit: z.strictObject({ most: z.number().min(1).max(10), points }),
    reactivation: points,
  })
  .refine(({ high, mid }) => mid < high, { error: 'mid_below_high' });

const Horizon = z.union([z.literal('auto'), days.max(730)]);

/** A policy as it may come in: everything is there, nothing else is, and no number is out of reason. */
const PolicyInput = z.strictObject({
  horizonDays: Horizon,
  lookbackDays: z.union([z.literal('auto'), days]),
  coefficients: Coefficients,
  valueMode: z.enum(['percentile', 'absolute']),
  absoluteTiers: z
    .strictObject({ high: money, mid: money })
    .refine(({ high, mid }) => mid < high, { error: 'mid_below_high' }),
  inactivity: z.enum(['cycle_aware', 'strict']),
  scoredSignals: z.array(z.enum(factorCodes)).max(factorCodes.length),
  margin: share,
  percentileTiers: z
    .strictObject({ high: PercentileTier, mid: PercentileTier, fewestCustomers: count })
    .refine(({ high, mid }) => mid.first < high.first && mid.enter < high.enter, {
      error: 'mid begins below high',
    }),
  riskCuts: z
    .strictObject({ high: share, medium: share, halfWidth: share.max(0.25) })
    .refine(({ high, medium }) => medium < high, { error: 'mid_below_high' }),
  health: z.strictObject({
    scoreAtEvenOdds: z.number().min(0).max(100),
    pointsPerLogit: z.number().min(1).max(50),
  }),
  rhythm: z.strictObject({
    portalGaps: multiple,
    portalSquares: multiple,
    brokenFrom: z.number().min(1).max(20),
    halfTrustSpread: z.number().min(0.01).max(10),
    halfTrustPurchases: count,
    regularity: z
      .strictObject({ high: multiple, medium: multiple })
      .refine(({ high, medium }) => high <= medium, { error: 'high_below_medium' }),
  }),
  lifecycle: z.strictObject({ newDays: days, dormantDays: days, dormantGaps: multiple }),
  addOns: AddOns,
  signals: Signals,
  potential: Potential,
  matrix: z.strictObject({ valueFrom: share, potentialFrom: points }),
  confidence: z.strictObject({
    purchases: points.min(0),
    verified: points.min(0),
    signals: points.min(0),
    purchasesForFull: count.min(1),
  }),
  confidenceCuts: z
    .strictObject({ high: points, medium: points })
    .refine(({ high, medium }) => medium < high, { error: 'mid_below_high' }),
  concentration: z
    .strictObject({ warning: share, breach: share, keyAccountShare: z.tuple([share, share]) })
    .refine(({ warning, breach }) => warning <= breach, { error: 'warning_first' }),
  gates: z.strictObject({ tenureMonths: count, complaintFreeDays: days }),
  sizeClasses: z
    .strictObject({ large: money, medium: money })
    .refine(({ large, medium }) => medium < large, { error: 'medium begins below large' }),
}) satisfies z.ZodType<PolicyBody>;

const format = 'mainstay-policy';
const PolicyFile = z.strictObject({ format: z.literal(format), policy: PolicyInput });

/** The file of a policy: the same policy gives the same bytes, whoever wrote it and when. */
export function policyFile(body: PolicyBody): string {
  return canonicalText({ format, policy: body });
}

export type ReadPolicy =
  | { outcome: 'read'; body: PolicyBody }
  | { outcome: 'refused'; issues: Issues };

/** What a file says, or each place where it is wrong. */
export function readPolicyFile(text: string): ReadPolicy {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { outcome: 'refused', issues: null };
  }
  const parsed = PolicyFile.safeParse(json, { reportInput: true });
  return parsed.success ? { outcome: 'read', body: parsed.data.policy } : refused(parsed.error);
}

export function readPolicy(value: unknown): ReadPolicy {
  const parsed = PolicyInput.safeParse(value, { reportInput: true });
  return parsed.success ? { outcome: 'read', body: parsed.data } : refused(parsed.error);
}

function refused({ issues }: z.ZodError): ReadPolicy {
  return { outcome: 'refused', issues };
}

function isRising(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || value > (values[i - 1] ?? value));
}
