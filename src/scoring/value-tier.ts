import { risingTiers, type Tier } from '../model/assessment.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { stepOf } from './hysteresis.ts';

/** Percentiles of a handful of accounts say little: small portals are tiered by amount. */
export function valueModeOf(frame: Frame, policy: Policy): 'percentile' | 'absolute' {
  const tooFew = frame.currentCustomers < policy.percentileTiers.fewestCustomers;
  return tooFew ? 'absolute' : policy.valueMode;
}

/** `before` is the tier that stood at the last renewal; null at the first assignment. */
export function percentileTier(percentile: number, before: Tier | null, policy: Policy): Tier {
  const { high, mid } = policy.percentileTiers;
  const step = stepOf(percentile, [mid, high], before && risingTiers.indexOf(before));
  return risingTiers[step] ?? 'low';
}

export function absoluteTier(annualRevenue: number, { absoluteTiers }: Policy): Tier {
  if (annualRevenue >= absoluteTiers.high) return 'high';
  return annualRevenue >= absoluteTiers.mid ? 'mid' : 'low';
}
