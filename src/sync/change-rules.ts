import type { RecordChange } from '../model/record-change.ts';

/** One change a record: the earliest time, and links changed when any of them says so. */
export function mergedChanges(changes: readonly RecordChange[]): RecordChange[] {
  const byRecord = new Map<string, RecordChange>();
  for (const change of changes) {
    const key = `${change.objectType} ${change.objectId}`;
    const known = byRecord.get(key);
    byRecord.set(key, known ? merged(known, change) : change);
  }
  return [...byRecord.values()];
}

function merged(one: RecordChange, other: RecordChange): RecordChange {
  return {
    ...one,
    occurredAt: Math.min(one.occurredAt, other.occurredAt),
    links: one.links === 'changed' ? 'changed' : other.links,
  };
}

const firstRetryMs = 2_000;
const longestRetryMs = 3_600_000;

/** When a record that could not be read or written is tried again: 2 s, 4 s, 8 s … one hour. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts, 11));
}
