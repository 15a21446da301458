import type { DirtyAccount } from '../assessment/assessment-store.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AccountId } from '../model/ids.ts';

/** Evidence that a new frame was made of, with how often each account was marked for scoring by then. */
export type EvidenceAtHand = {
  day: Day;
  accounts: Map<AccountId, { evidence: Evidence; seq: number }>;
};

/**
 * Takes what is still as it was read: a new frame marks every account once, and whatever changes an
 * account marks it once more. Each is taken once, for a mark that is forgotten is counted from the start.
 */
export function takeUnchanged(
  atHand: EvidenceAtHand | undefined,
  day: Day,
  due: readonly Pick<DirtyAccount, 'id' | 'seq'>[],
): Evidence[] {
  if (atHand?.day !== day) return [];
  return due.flatMap(({ id, seq }) => {
    const read = atHand.accounts.get(id);
    atHand.accounts.delete(id);
    return read?.seq === seq - 1 ? read.evidence : [];
  });
}
