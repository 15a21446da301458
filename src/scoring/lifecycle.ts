import type { LifecycleState } from '../model/assessment.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import type { Quantities } from './quantities.ts';

/**
 * Where an account stands before anything is scored: nothing bought; silent beyond the look-back; bought
 * once and recently; silent for longer than its rhythm explains; or active.
 */
export function lifecycleOf(
  quantities: Quantities | null,
  typicalGapDays: number,
  context: { frame: Frame; policy: Policy },
): LifecycleState {
  const { frame, policy } = context;
  if (quantities === null) return 'prospect';
  const { count, silentDays } = quantities;
  if (silentDays > frame.lookbackDays) return 'lost';
  if (count === 1 && silentDays < newUntilDays(frame, policy)) return 'new';
  return silentDays > dormantAfterDays(typicalGapDays, policy) ? 'dormant' : 'active';
}

/** Age from which an account with a single purchase is scored like the others. */
export function newUntilDays({ lnTypicalGap }: Frame, { lifecycle }: Policy): number {
  return Math.max(lifecycle.newDays, Math.exp(lnTypicalGap));
}

function dormantAfterDays(typicalGapDays: number, policy: Policy): number {
  const { dormantDays, dormantGaps } = policy.lifecycle;
  if (policy.inactivity === 'strict') return dormantDays;
  return Math.max(dormantDays, dormantGaps * typicalGapDays);
}
