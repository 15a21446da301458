import { createByteCells, createIntegerCells } from './columns.ts';
import type { ObjectTypeId } from './object-types.ts';

export type Link = { row: number; bits: number };

/** Links from the rows of one type to the rows of another: chains in typed arrays, one entry a link. */
function createDirectedLinks() {
  const heads = createIntegerCells();
  const nexts = createIntegerCells();
  const targets = createIntegerCells();
  const bitsOf = createByteCells();
  // Entry 0 is "end of chain".
  let entries = 1;

  function entryOf(from: number, to: number): number {
    for (let entry = heads.at(from); entry !== 0; entry = nexts.at(entry)) {
      if (targets.at(entry) === to) return entry;
    }
    return 0;
  }

  return {
    bits: (from: number, to: number) => bitsOf.at(entryOf(from, to)),
    /** Sets what the link is; 0 removes it (the entry stays and is reused when the link returns). */
    set(from: number, to: number, bits: number): void {
      let entry = entryOf(from, to);
      if (entry === 0) {
        entry = entries++;
        targets.set(entry, to);
        nexts.set(entry, heads.at(from));
        heads.set(from, entry);
      }
      bitsOf.set(entry, bits);
    },
    /** Faster than `set` for a link that is known to be new. */
    append(from: number, to: number, bits: number): void {
      const entry = entries++;
      targets.set(entry, to);
      nexts.set(entry, heads.at(from));
      heads.set(from, entry);
      bitsOf.set(entry, bits);
    },
    *of(from: number): Generator<Link> {
      for (let entry = heads.at(from); entry !== 0; entry = nexts.at(entry)) {
        const bits = bitsOf.at(entry);
        if (bits !== 0) yield { row: targets.at(entry), bits };
      }
    },
  };
}

/** All associations of a portal. Each is kept in both directions. */
export function createLinks() {
  const tables = new Map<string, ReturnType<typeof createDirectedLinks>>();
  return {
    /** Whether anything of the one type was ever associated with the other. */
    has: (from: ObjectTypeId, to: ObjectTypeId) => tables.has(`${from}>${to}`),
    between(from: ObjectTypeId, to: ObjectTypeId) {
      const key = `${from}>${to}`;
      let table = tables.get(key);
      if (!table) {
        table = createDirectedLinks();
        tables.set(key, table);
      }
      return table;
    },
  };
}
