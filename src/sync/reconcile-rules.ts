import type { ObjectType, RecordOf } from '../model/record.ts';

/**
 * Whether a record says something else than what we keep. When it was modified does not count: our own
 * writes change that. The company of a deal or ticket is compared on its own: a search does not tell it.
 */
export function differs<Type extends ObjectType>(
  kept: RecordOf[Type] | undefined,
  found: RecordOf[Type],
): boolean {
  return kept === undefined || sentence(kept) !== sentence(found);
}

function sentence(record: RecordOf[ObjectType]): string {
  const facts = Object.entries(record).filter(
    ([name]) => name !== 'updatedAt' && name !== 'accountId',
  );
  facts.sort(([one], [other]) => (one < other ? -1 : 1));
  return JSON.stringify(facts);
}

const sweepEveryMs = 5 * 60_000;
const compareEveryMs = 24 * 3_600_000;
/** The search index shows a change only after a while: each sweep looks back this far. */
export const indexLagMs = 10 * 60_000;

export type ReconciliationState = { sweptAt: number; comparedAt: number };

/** What is due: a sweep every five minutes, a comparison of everything once a day. */
export function dueReconciliation(
  { sweptAt, comparedAt }: ReconciliationState,
  nowMs: number,
): 'comparison' | 'sweep' | null {
  if (nowMs - comparedAt >= compareEveryMs) return 'comparison';
  return nowMs - sweptAt >= sweepEveryMs ? 'sweep' : null;
}
