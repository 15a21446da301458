/** As many rows or ids as one statement carries on either database. */
const rowsPerStatement = 500;

/** A list in the parts that statements take it in. */
export function* parts<T>(list: readonly T[]): Generator<T[]> {
  for (let start = 0; start < list.length; start += rowsPerStatement) {
    yield list.slice(start, start + rowsPerStatement);
  }
}
