import type { Clock } from './clock.ts';
import type { ObjectTypeId } from './object-types.ts';

const MOST_UNPRUNED = 1_000;

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
  const pending = new Map<ObjectTypeId, Map<number, Pending[]>>();
  let order: { typeId: ObjectTypeId; row: number; visibleAt: number }[] = [];

  function ofType(typeId: ObjectTypeId): Map<number, Pending[]> {
    let rows = pending.get(typeId);
    if (!rows) {
      rows = new Map();
      pending.set(typeId, rows);
    }
    return rows;
  }

  function forgetVisible(typeId: ObjectTypeId, row: number, now: number): void {
    const rows = ofType(typeId);
    const rest = (rows.get(row) ?? []).filter(({ visibleAt }) => visibleAt > now);
    if (rest.length === 0) rows.delete(row);
    else rows.set(row, rest);
  }

  function prune(): void {
    const now = clock.nowMs();
    const firstHidden = order.findIndex(({ visibleAt }) => visibleAt > now);
    const visible = firstHidden === -1 ? order : order.slice(0, firstHidden);
    order = firstHidden === -1 ? [] : order.slice(firstHidden);
    for (const { typeId, row } of visible) forgetVisible(typeId, row, now);
  }

  return {
    /** Remembers what a write replaced; `wasThere` false for a creation. */
    note(
      { typeId, row }: { typeId: ObjectTypeId; row: number },
      before: Map<string, string | null>,
      wasThere: boolean,
    ): void {
      if (lagMs <= 0) return;
      const first = order[0];
      if (first && order.length > MOST_UNPRUNED && first.visibleAt <= clock.nowMs()) prune();
      const visibleAt = clock.nowMs() + lagMs;
      const rows = ofType(typeId);
      const writes = rows.get(row);
      if (writes) writes.push({ visibleAt, before, wasThere });
      else rows.set(row, [{ visibleAt, before, wasThere }]);
      order.push({ typeId, row, visibleAt });
    },
    /** How search sees the records of a type; undefined for one that it sees as it is. */
    views(typeId: ObjectTypeId): (row: number) => IndexedView | undefined {
      prune();
      const rows = ofType(typeId);
      return (row) => {
        const writes = rows.size === 0 ? undefined : rows.get(row);
        return writes && combined(writes);
      };
    },
  };
}
