import type { Day } from '../model/day.ts';
import type { Evidence, GroupSums } from '../model/evidence.ts';

const yearDays = 365;

/** What a group bought; deals without an amount in the portal's currency count nothing. */
export function groupSumsOf(accounts: readonly Evidence[], asOf: Day): GroupSums {
  const sums = { accounts: accounts.length, cumulativeAmount: 0, revenueTtm: 0 };
  for (const { deals } of accounts) {
    for (const { status, closedOn, amount } of deals) {
      if (status !== 'won' || closedOn === null || closedOn > asOf) continue;
      sums.cumulativeAmount += amount ?? 0;
      if (asOf - closedOn < yearDays) sums.revenueTtm += amount ?? 0;
    }
  }
  return sums;
}
