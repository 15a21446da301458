import { type CellTable, columnsOf, dimensions, measures } from './summary-rules.ts';

/** What the accounts of these owners alone come to; nothing in it tells of the others. */
export function cellsOfOwners(table: CellTable, ownerIds: readonly string[]): CellTable {
  const wanted = new Set(ownerIds.map((id) => table.values.ownerId.indexOf(id)));
  const rows: number[] = [];
  table.codes.ownerId.forEach((code, row) => {
    if (wanted.has(code)) rows.push(row);
  });
  const recoded = columnsOf(dimensions, (dimension) =>
    recode(table.codes[dimension], table.values[dimension], rows),
  );
  return {
    size: rows.length,
    codes: columnsOf(dimensions, (dimension) => recoded[dimension].codes),
    values: columnsOf(dimensions, (dimension) => recoded[dimension].values),
    measures: columnsOf(measures, (measure) =>
      Float64Array.from(rows, (row) => table.measures[measure][row] ?? 0),
    ),
    past: Uint8Array.from(rows, (row) => table.past[row] ?? 0),
  };
}

/** Numbers into a list of only those values that are left. */
function recode(codes: Uint32Array, values: readonly string[], rows: readonly number[]) {
  const places = new Map<number, number>();
  const recoded = Uint32Array.from(rows, (row) => {
    const code = codes[row] ?? 0;
    const place = places.get(code) ?? places.size;
    places.set(code, place);
    return place;
  });
  return { codes: recoded, values: [...places.keys()].map((code) => values[code] ?? 'none') };
}
