import type { SalesCycle } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Deal } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { medianOf } from './rhythm.ts';

/**
 * How long deals take from being created to being won, against the portal's typical customer. null when no
 * deal tells: one that was entered after it was won says nothing of how long it took.
 */
export function salesCycleOf(
  deals: readonly Deal[],
  asOf: Day,
  { frame, policy }: { frame: Frame; policy: Policy },
): SalesCycle | null {
  const cycles = cycleDays(deals, asOf);
  if (cycles.length === 0) return null;
  const medianDays = medianOf(cycles);
  const usualDays = frame.medianSalesCycleDays ?? null;
  // A portal whose deals are entered when they are won has no cycle to compare with.
  const index = usualDays === null || usualDays === 0 ? null : medianDays / usualDays;
  const isLong = index !== null && index >= policy.signals.longSalesCycle;
  return { medianDays, usualDays, deals: cycles.length, index, isLong };
}

/** Of one account; null when no deal tells. */
export function medianCycleDays(deals: readonly Deal[], asOf: Day): number | null {
  const cycles = cycleDays(deals, asOf);
  return cycles.length === 0 ? null : medianOf(cycles);
}

/** Deals won up to the day, refunds aside. */
function cycleDays(deals: readonly Deal[], asOf: Day): Float64Array {
  const cycles = new Float64Array(deals.length);
  let count = 0;
  for (const { status, closedOn, createdOn, amount } of deals) {
    if (status !== 'won' || closedOn === null || closedOn > asOf) continue;
    if (createdOn > closedOn || (amount ?? 0) < 0) continue;
    cycles[count] = closedOn - createdOn;
    count += 1;
  }
  return cycles.subarray(0, count);
}
