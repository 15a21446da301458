import type { Standing, Tier } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Policy } from '../model/policy.ts';
import { assess, standingAfter } from './assess.ts';
import { type BacktestRequest, frameAsOf } from './backtest-cases.ts';
import { monthEndsBefore } from './calendar.ts';
import { fixedThresholdRisk, recencyRisk, rfmRisk } from './comparison-scores.ts';
import { evidenceAsOf } from './evidence-as-of.ts';
import { purchasesOf } from './purchases.ts';
import { percentileOf, quantilesOf } from './quantiles.ts';
import { percentileTier } from './value-tier.ts';

export const tieredMethods = [
  'mainstay',
  'value_without_hysteresis',
  'rfm',
  'recency',
  'fixed_threshold',
] as const;

/** Tier changes per account and year when accounts are tiered anew each month; null without two months. */
export type TierChanges = Readonly<Record<(typeof tieredMethods)[number], number | null>>;

/** Over the twelve months before the cut; of a large portal, every k-th account. */
export function tierChanges(request: BacktestRequest): TierChanges {
  const stride = strideOf(request.accounts());
  const accounts = () => everyNth(request.accounts(), stride);
  const tally = { changes: tieredMethods.map(() => 0), accountMonths: 0 };
  let before: AccountMonth[] = [];
  for (const day of [...monthEndsBefore(request.cut, 12), request.cut]) {
    const now = tiersOn(day, { request, accounts, before });
    for (const [index, account] of now.entries()) {
      addChanges(tally, before[index]?.tiers, account.tiers);
    }
    before = now;
  }
  const perYear = (method: number) =>
    tally.accountMonths === 0 ? null : ((tally.changes[method] ?? 0) / tally.accountMonths) * 12;
  return {
    mainstay: perYear(0),
    value_without_hysteresis: perYear(1),
    rfm: perYear(2),
    recency: perYear(3),
    fixed_threshold: perYear(4),
  };
}

/** Only accounts that are current customers at both ends of a month can change tier in it. */
function addChanges(
  tally: { changes: number[]; accountMonths: number },
  before: readonly Tier[] | null | undefined,
  now: readonly Tier[] | null,
) {
  if (!before || !now) return;
  tally.accountMonths += 1;
  for (const [method, tier] of now.entries()) {
    if (tier !== before[method]) tally.changes[method] = (tally.changes[method] ?? 0) + 1;
  }
}

/** `tiers`, in the order of `tieredMethods`, are null while the account is no current customer. */
type AccountMonth = { standing: Standing | null; tiers: Tier[] | null };

type Month = {
  request: BacktestRequest;
  accounts: () => Iterable<Evidence>;
  before: readonly AccountMonth[];
};

function tiersOn(day: Day, { request, accounts, before }: Month): AccountMonth[] {
  const { policy, historyDays } = request;
  // Tiers and the other rankings ask for no coefficient.
  const frame = frameAsOf(request, day, accounts(), 'never');
  const now: AccountMonth[] = [];
  const customers: { account: AccountMonth; tier: Tier; ranks: number[] }[] = [];
  for (const evidence of accounts()) {
    const known = evidenceAsOf(evidence, day, historyDays);
    const standing = before[now.length]?.standing ?? null;
    const assessment = assess(known, { frame, policy, standing });
    const account: AccountMonth = { standing: null, tiers: null };
    now.push(account);
    if (!assessment.value) continue;
    account.standing = standingAfter(assessment);
    const ranks = [
      assessment.value.percentile,
      -rfmRisk(assessment),
      -recencyRisk(assessment),
      -fixedThresholdRisk(purchasesOf(known.deals, day), day),
    ];
    customers.push({ account, tier: assessment.value.tier, ranks });
  }
  const [value = [], rfm = [], recency = [], fixed = []] = [0, 1, 2, 3].map((method) =>
    plainTiers(
      customers.map(({ ranks }) => ranks[method] ?? 0),
      policy,
    ),
  );
  for (const [i, { account, tier }] of customers.entries()) {
    const plain = [value[i], rfm[i], recency[i], fixed[i]].map((found) => found ?? 'low');
    account.tiers = [tier, ...plain];
  }
  return now;
}

/** Top fifth high, next three tenths mid, by mid-rank: the first assignment of the policy for any ranking. */
export function plainTiers(ranks: readonly number[], policy: Policy): Tier[] {
  const quantiles = quantilesOf(ranks);
  return ranks.map((rank) => percentileTier(percentileOf(quantiles, rank), null, policy));
}

function strideOf(accounts: Iterable<Evidence>): number {
  let count = 0;
  for (const _ of accounts) count += 1;
  return Math.max(1, Math.ceil(count / sampleSize));
}

function* everyNth(accounts: Iterable<Evidence>, stride: number) {
  let position = 0;
  for (const evidence of accounts) {
    if (position % stride === 0) yield evidence;
    position += 1;
  }
}

const sampleSize = 20_000;
