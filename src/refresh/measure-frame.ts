import type { Evidence } from '../model/evidence.ts';
import type { Verification } from '../model/frame.ts';
import { verify } from '../scoring/backtest.ts';
import type { FrameOptions } from '../scoring/frame.ts';

const maxAgeDays = 30;

/** What the past says of a policy. Measured anew each month; in between the last measurement stands. */
export function measureFrame(
  { previous, day, policy }: FrameOptions,
  horizonDays: number,
  accounts: readonly Evidence[],
): Verification | null {
  const last = previous?.verification ?? null;
  const cut = day - 1 - horizonDays;
  const isRecent = last !== null && cut - last.cut < maxAgeDays;
  if (isRecent && previous?.policyVersion === policy.version) return last;
  if (accounts.length === 0) return null;
  // The horizon of today's scores, also where the shorter history of then would call for another.
  const asToday = { ...policy, horizonDays };
  return verify({ accounts: () => accounts, policy: asToday, cut, completeUntil: day - 1 });
}
