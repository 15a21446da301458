import { locked } from './errors.ts';

const LOCK_MS = 2_000;

/** Records being written. A second write to one meets 423, and keeps the record locked for two seconds. */
export function createLocks(now = () => performance.now()) {
  const writing = new Set<string>();
  const lockedUntil = new Map<string, number>();

  function refuse(keys: readonly string[]): void {
    const busy = keys.filter(
      (key) => writing.has(key) || (lockedUntil.get(key) ?? Number.NEGATIVE_INFINITY) > now(),
    );
    if (busy.length === 0) return;
    for (const key of busy) {
      if (writing.has(key)) lockedUntil.set(key, now() + LOCK_MS);
    }
    throw locked();
  }

  return {
    /** Runs the write while nobody else may write the same records. */
    async hold<Result>(keys: readonly string[], write: () => Promise<Result>): Promise<Result> {
      refuse(keys);
      for (const key of keys) {
        writing.add(key);
        lockedUntil.delete(key);
      }
      try {
        return await write();
      } finally {
        for (const key of keys) writing.delete(key);
      }
    },
  };
}
