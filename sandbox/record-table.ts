import { type Column, createByteCells, createFloatCells } from './columns.ts';
import type { ObjectTypeId } from './object-types.ts';

const LIVE = 0;
const ARCHIVED = 1;
/** Merged away or purged: not listed anywhere. */
const GONE = 2;

const nothing = () => null;

export type RecordTable = ReturnType<typeof createRecordTable>;

/** All records of one object type. A row is a position; ids grow with rows, so a row is found by halving. */
export function createRecordTable(
  typeId: ObjectTypeId,
  firstId: number,
  createColumn: (property: string) => Column,
) {
  const ids = createFloatCells(0);
  const createdAt = createFloatCells(0);
  const updatedAt = createFloatCells(0);
  const states = createByteCells();
  const archivedAt = new Map<number, number>();
  const mergedInto = new Map<number, number>();
  const columns = new Map<string, Column>();
  let count = 0;
  let live = 0;
  let nextId = firstId;

  function rowOf(id: number): number {
    let low = 0;
    let high = count - 1;
    while (low <= high) {
      const middle = (low + high) >>> 1;
      const found = ids.at(middle);
      if (found === id) return middle;
      if (found < id) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }

  return {
    typeId,
    /** Rows ever used, archived ones included. */
    rows: () => count,
    liveCount: () => live,
    rowOf,
    /** First row whose id is at least `id`: where a cursor starts. */
    rowAtOrAfter(id: number): number {
      let low = 0;
      let high = count;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (ids.at(middle) < id) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    /** Adds a record; ids have gaps, as in HubSpot, so that nobody counts on neighbours. */
    add(createdMs: number): number {
      const row = count++;
      ids.set(row, nextId);
      nextId += 1 + ((Math.imul(row + 1, 2_654_435_761) >>> 29) & 7);
      createdAt.set(row, createdMs);
      updatedAt.set(row, createdMs);
      states.set(row, LIVE);
      live++;
      return row;
    },
    idOf: ids.at,
    createdAt: createdAt.at,
    setCreatedAt: createdAt.set,
    updatedAt: updatedAt.at,
    touch: updatedAt.set,
    isLive: (row: number) => row >= 0 && row < count && states.at(row) === LIVE,
    isArchived: (row: number) => row >= 0 && row < count && states.at(row) === ARCHIVED,
    archivedAt: (row: number) => archivedAt.get(row),
    archive(row: number, atMs: number): void {
      states.set(row, ARCHIVED);
      archivedAt.set(row, atMs);
      live--;
    },
    restore(row: number): void {
      states.set(row, LIVE);
      archivedAt.delete(row);
      live++;
    },
    purge(row: number): void {
      if (states.at(row) === LIVE) live--;
      states.set(row, GONE);
    },
    markMerged(row: number, intoId: number): void {
      live--;
      states.set(row, GONE);
      mergedInto.set(row, intoId);
    },
    /** The id a merged record lives on under, following chains of merges. */
    mergedInto: (row: number): number | undefined => mergedInto.get(row),
    column(name: string): Column {
      let column = columns.get(name);
      if (!column) {
        column = createColumn(name);
        columns.set(name, column);
      }
      return column;
    },
    setColumn: (name: string, column: Column) => columns.set(name, column),
    hasColumn: (name: string) => columns.has(name),
    dropColumn: (name: string) => columns.delete(name),
    get: (row: number, name: string): string | null => columns.get(name)?.get(row) ?? null,
    reader: (name: string): ((row: number) => string | null) => columns.get(name)?.get ?? nothing,
    numberAt: (row: number, name: string): number => columns.get(name)?.numberAt(row) ?? Number.NaN,
  };
}
