import type { Day } from '../model/day.ts';
import { dateOf, dayOf, mondayOf } from '../strategy/civil-dates.ts';
import type { Window } from '../strategy/due-dates.ts';

/** The last whole week, Monday to Sunday: its sample stays the same for a week. */
export function lastWeek(today: Day): Window {
  const monday = mondayOf(today) - 7;
  return { from: monday, to: monday + 6 };
}

/** From the first day of the quarter to today. */
export function quarterSoFar(today: Day): Window {
  const { year, month } = dateOf(today);
  return { from: dayOf(year, month - ((month - 1) % 3), 1), to: today };
}
