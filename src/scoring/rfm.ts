import type { Frame } from '../model/frame.ts';
import { percentileOf, quintileOf } from './quantiles.ts';
import type { Quantities } from './quantities.ts';

/** Quintiles 1–5 of recency (5 = most recent), frequency and weighted revenue; equal values share a digit. */
export function rfmOf(quantities: Quantities, frame: Frame): string {
  const recency = quintileOf(1 - percentileOf(frame.recency, quantities.silentDays));
  const frequency = quintileOf(percentileOf(frame.frequency, quantities.count));
  const monetary = quintileOf(percentileOf(frame.value, quantities.weightedRevenue));
  return `${recency}${frequency}${monetary}`;
}
