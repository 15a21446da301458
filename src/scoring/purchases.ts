import type { Day } from '../model/day.ts';
import type { Deal } from '../model/evidence.ts';

/**
 * An account's purchases, oldest first: one entry for every day that ends with more sold than returned.
 * Columns, so that a portal's purchases can be views on a few large arrays.
 */
export type Purchases = {
  days: ArrayLike<Day>;
  /** 0 where no deal of the day has an amount: the day counts for the rhythm, not for value. */
  amounts: ArrayLike<number>;
  dealsWithoutAmount: number;
  amountsWithoutRate: number;
  /** Not there where HubSpot converted all amounts itself. */
  converted?: { amounts: number; oldestRateOn: Day };
};

/** Won deals up to and including a day; what closes later is not known yet. Order does not matter. */
export function purchasesOf(deals: readonly Deal[], until: Day): Purchases {
  const days: Day[] = [];
  const amounts: number[] = [];
  const won = wonUntil(deals, until);
  for (let from = 0; from < won.length; ) {
    const day = dayOf(won[from]);
    let net = 0;
    let isPurchase = false;
    let to = from;
    for (; to < won.length && dayOf(won[to]) === day; to++) {
      const amount = won[to]?.amount ?? null;
      net += amount ?? 0;
      isPurchase ||= amount === null;
    }
    if (isPurchase || net > 0) {
      days.push(day);
      amounts.push(Math.max(0, net));
    }
    from = to;
  }
  return { days, amounts, ...problemsOf(won) };
}

function problemsOf(won: readonly Deal[]) {
  let dealsWithoutAmount = 0;
  let amountsWithoutRate = 0;
  const rateDays: Day[] = [];
  for (const { amount, amountProblem, rateOn } of won) {
    if (rateOn !== undefined) rateDays.push(rateOn);
    if (amount !== null) continue;
    if (amountProblem === undefined) dealsWithoutAmount += 1;
    else amountsWithoutRate += 1;
  }
  const problems = { dealsWithoutAmount, amountsWithoutRate };
  if (rateDays.length === 0) return problems;
  const converted = { amounts: rateDays.length, oldestRateOn: Math.min(...rateDays) };
  return { ...problems, converted };
}

/** How many of the purchases were made up to and including a day. */
export function countUntil({ days }: Purchases, until: Day): number {
  let count = days.length;
  while (count > 0 && (days[count - 1] ?? 0) > until) count -= 1;
  return count;
}

/** Sorted by amount within a day too, so that sums do not depend on the order of the deals. */
function wonUntil(deals: readonly Deal[], until: Day): Deal[] {
  const won: Deal[] = [];
  for (const deal of deals) {
    if (deal.status === 'won' && deal.closedOn !== null && deal.closedOn <= until) won.push(deal);
  }
  return won.sort((a, b) => dayOf(a) - dayOf(b) || (a.amount ?? 0) - (b.amount ?? 0));
}

function dayOf(deal: Deal | undefined): Day {
  return deal?.closedOn ?? 0;
}
