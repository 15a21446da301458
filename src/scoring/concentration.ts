import type { Tier, ValueVerdict } from '../model/assessment.ts';
import type { Policy } from '../model/policy.ts';

/** Share of the portal's revenue, 0–1. */
export function revenueShare(revenue: number, portalRevenue: number): number {
  return portalRevenue > 0 ? Math.min(1, revenue / portalRevenue) : 0;
}

/** A share of exactly the limit is within it. */
export function concentrationOf(
  share: number,
  { concentration }: Policy,
): ValueVerdict['concentration'] {
  if (share > concentration.breach + rounding) return 'breach';
  return share > concentration.warning + rounding ? 'warning' : 'none';
}

/** Herfindahl index: the sum of squared shares; 1/N when all are equal, 1 when there is one account. */
export function herfindahl(revenues: ArrayLike<number>): number {
  let total = 0;
  let squares = 0;
  for (let i = 0; i < revenues.length; i++) {
    const revenue = revenues[i] ?? 0;
    total += revenue;
    squares += revenue * revenue;
  }
  return total > 0 ? squares / (total * total) : 0;
}

export type KeyAccountShare = { share: number; verdict: 'below' | 'within' | 'above' };

/** What the high tier brings of all revenue, against the range that is neither thin nor dependent. */
export function keyAccountShareOf(
  accounts: Iterable<{ tier: Tier; revenueTtm: number }>,
  { concentration }: Policy,
): KeyAccountShare {
  let key = 0;
  let total = 0;
  for (const { tier, revenueTtm } of accounts) {
    total += revenueTtm;
    if (tier === 'high') key += revenueTtm;
  }
  const share = revenueShare(key, total);
  const [least, most] = concentration.keyAccountShare;
  if (share < least - rounding) return { share, verdict: 'below' };
  return { share, verdict: share > most + rounding ? 'above' : 'within' };
}

/** Shares are quotients of sums of money: differences this small are rounding. */
const rounding = 1e-12;
