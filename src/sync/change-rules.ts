import type { AccountId } from '../model/ids.ts';
import type { DirtyRecord, RecordChange } from '../model/record-change.ts';
import { type Trail, trailOf } from '../model/trail.ts';

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
    posts: trailOf([one, other]),
  };
}

/** Which posts each account is looked at again because of, from those of its records. */
export function trailsOf(
  records: readonly Pick<DirtyRecord, 'id' | 'posts'>[],
  accountsOf: (id: string) => readonly (AccountId | null | undefined)[],
): Map<AccountId, Trail> {
  const trails = new Map<AccountId, Trail>();
  for (const record of records) {
    for (const account of accountsOf(record.id)) {
      if (account) trails.set(account, trailOf([{ posts: trails.get(account) }, record]));
    }
  }
  return trails;
}

const firstRetryMs = 2_000;
const longestRetryMs = 3_600_000;

/** When a record that could not be read or written is tried again: 2 s, 4 s, 8 s … one hour. */
export function retryDelayMs(attempts: number): number {
  return Math.min(longestRetryMs, firstRetryMs * 2 ** Math.min(attempts, 11));
}
