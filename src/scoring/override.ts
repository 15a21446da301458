import type { Assessment, TierOverride } from '../model/assessment.ts';
import { nineBoxOf } from './nine-box.ts';

/**
 * The assessment with the tier that somebody set: laid over what was computed, which is kept beside it.
 * Without a computed tier there is nothing to lay it over.
 */
export function withOverride(assessment: Assessment, override: TierOverride | null): Assessment {
  const { value, potential, nineBox, priority, previousNineBox, nineBoxSince } = assessment;
  if (override === null || value === null) return assessment;
  const computed = { valueTier: value.tier, nineBox, priority, previousNineBox, nineBoxSince };
  const shown = { ...assessment, value: { ...value, tier: override.tier } };
  if (nineBox === null || potential === null)
    return { ...shown, override: { ...override, computed } };
  const box = nineBoxOf(override.tier, potential.tier);
  const isMoved = box.type !== nineBox;
  return {
    ...shown,
    nineBox: box.type,
    priority: box.priority,
    previousNineBox: isMoved ? nineBox : previousNineBox,
    nineBoxSince: isMoved ? override.since : nineBoxSince,
    override: { ...override, computed },
  };
}

/** What was computed, whatever somebody has set: the next computation builds on it. */
export function withoutOverride(assessment: Assessment): Assessment {
  const { override, ...shown } = assessment;
  if (!override) return assessment;
  const { valueTier, ...computed } = override.computed;
  return { ...shown, ...computed, value: shown.value && { ...shown.value, tier: valueTier } };
}
