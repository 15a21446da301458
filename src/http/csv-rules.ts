/** Excel reads UTF-8 only behind this mark. */
export const byteOrderMark = '\uFEFF';

/** Spreadsheets run a cell that begins so as a formula. */
const startsFormula = /^[=+\-@\t\r]/;

/** One line of a CSV file (RFC 4180). Texts that would run as a formula are kept as texts. */
export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = startsFormula.test(value) ? `'${value}` : value;
  return /[",\r\n\t']/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
