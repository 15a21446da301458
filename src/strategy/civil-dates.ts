import type { Day } from '../model/day.ts';

const dayMs = 86_400_000;

/** Months are 1–12. */
export type CivilDate = { year: number; month: number; dayOfMonth: number };

/** The day of a date. A month outside 1–12 runs into the years around, and day 0 is the last of the month before. */
export function dayOf(year: number, month: number, dayOfMonth: number): Day {
  return Math.floor(Date.UTC(year, month - 1, dayOfMonth) / dayMs);
}

export function dateOf(day: Day): CivilDate {
  const date = new Date(day * dayMs);
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    dayOfMonth: date.getUTCDate(),
  };
}

/** 0 = Sunday. */
export function weekdayOf(day: Day): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** The Monday of a day's week. */
export function mondayOf(day: Day): Day {
  return day - ((weekdayOf(day) + 6) % 7);
}

/** The 31st of a short month is its last day. */
export function dayInMonth(year: number, month: number, dayOfMonth: number): Day {
  return Math.min(dayOf(year, month, dayOfMonth), dayOf(year, month + 1, 0));
}

/** The same date `years` later; 29 February becomes the 28th. */
export function yearsAfter(day: Day, years: number): Day {
  const { year, month, dayOfMonth } = dateOf(day);
  return dayInMonth(year + years, month, dayOfMonth);
}

/** Months since year 0: consecutive months are consecutive numbers. */
export function monthIndexOf(day: Day): number {
  const { year, month } = dateOf(day);
  return year * 12 + month - 1;
}
