import type { Clock } from './clock.ts';

type Pending = { visibleAt: number; before: Map<string, string | null>; wasThere: boolean };

export type IndexedView = {
  /** Whether search knows the record at all yet. */
  isThere: boolean;
  /** Values search still sees, where they differ from the record. */
  before: ReadonlyMap<string, string | null>;
};

function combined(writes: readonly Pending[]): IndexedView {
  const before = new Map<string, string | null>();
  // Latest first, so that the oldest pending value of each property wins.
  for (const write of [...writes].reverse()) {
    for (const [name, value] of write.before) before.set(name, value);
  }
  return { isThere: writes[0]?.wasThere ?? true, before };
}

/** What search does not know yet: writes become visible to it only after a lag. */
export function createIndexLag(clock: Clock, lagMs: number) {
  const pending = new Map<string, Pending[]>();
  const order: { key: string; visibleAt: number }[] = [];

  function prune(): void {
    const now = clock.nowMs();
    let done = 0;
    for (const { key, visibleAt } of order) {
      if (visibleAt > now) break;
      const rest = (pending.get(key) ?? []).filter((write) => write.visibleAt > now);
      if (rest.length === 0) pending.delete(key);
      else pending.set(key, rest);
      done++;
    }
    if (done > 0) order.splice(0, done);
  }

  return {
    /** Remembers what a write replaced; `wasThere` false for a creation. */
    note(key: string, before: Map<string, string | null>, wasThere: boolean): void {
      if (lagMs <= 0) return;
      prune();
      const visibleAt = clock.nowMs() + lagMs;
      const writes = pending.get(key);
      if (writes) writes.push({ visibleAt, before, wasThere });
      else pending.set(key, [{ visibleAt, before, wasThere }]);
      order.push({ key, visibleAt });
    },
    prune,
    /** Undefined when search sees the record as it is. */
    viewOf(key: string): IndexedView | undefined {
      const writes = pending.get(key);
      return writes && writes.length > 0 ? combined(writes) : undefined;
    },
  };
}
