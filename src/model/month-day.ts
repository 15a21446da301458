const yearFirst = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/;
const dayFirst = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/;
const slashed = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/;

/**
 * `MM-DD` of a date as people write it, without its year; null for anything else. Month or day comes
 * first in dates with slashes, as the country has it: those that could be two days are nobody's birthday.
 */
export function monthDayOf(value: string): string | null {
  const written = value.trim();
  const [, year, month, day] = yearFirst.exec(written) ?? [];
  if (year) return realDay(Number(year), Number(month), Number(day));
  const [, dotDay, dotMonth, dotYear] = dayFirst.exec(written) ?? [];
  if (dotYear) return realDay(Number(dotYear), Number(dotMonth), Number(dotDay));
  const [, one, other, slashYear] = slashed.exec(written) ?? [];
  const readings = [
    realDay(Number(slashYear), Number(one), Number(other)),
    realDay(Number(slashYear), Number(other), Number(one)),
  ].filter((reading) => reading !== null);
  return new Set(readings).size === 1 ? (readings[0] ?? null) : null;
}

function realDay(year: number, month: number, day: number): string | null {
  const date = new Date(Date.UTC(year, month - 1, day));
  const isReal = date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return isReal ? date.toISOString().slice(5, 10) : null;
}
