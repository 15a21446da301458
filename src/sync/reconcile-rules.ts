import type { ObjectType, RecordOf } from '../model/record.ts';

/**
 * Whether a record says something else than what we keep. When it was modified does not count: our own
 * writes change that. The company of a deal or ticket is compared on its own: a search does not tell it.
 */
export function differs<Type extends ObjectType>(
  kept: RecordOf[Type] | undefined,
  found: RecordOf[Type],
): boolean {
  if (kept === undefined) return true;
  const names = new Set([...Object.keys(kept), ...Object.keys(found)]) as Set<keyof RecordOf[Type]>;
  return [...names].some((name) => !notCompared.has(name) && !isSame(kept[name], found[name]));
}

const notCompared: ReadonlySet<PropertyKey> = new Set(['updatedAt', 'accountId']);

/** Most are numbers and texts; lists and mapped properties are compared by what they say. */
function isSame(one: unknown, other: unknown): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

const sweepEveryMs = 5 * 60_000;
/** The search index shows a change only after a while: each sweep looks back this far. */
export const indexLagMs = 10 * 60_000;

export type ReconciliationState = {
  sweptAt: number;
  sweepFrom: number | null;
  comparedAt: number;
  isComparing: boolean;
};

/**
 * What is due: a sweep every five minutes, a comparison of everything once in a while. The one goes first
 * and between the pages of the other, which may take hours.
 */
export function dueReconciliation(
  { sweptAt, sweepFrom, comparedAt, isComparing }: ReconciliationState,
  { nowMs, compareEveryMs }: { nowMs: number; compareEveryMs: number },
): 'comparison' | 'sweep' | null {
  if (sweepFrom !== null || nowMs - sweptAt >= sweepEveryMs) return 'sweep';
  return isComparing || nowMs - comparedAt >= compareEveryMs ? 'comparison' : null;
}
