import type { Day } from '../model/day.ts';
import type { CalendarEdits, CalendarName } from '../model/execution-settings.ts';
import { holidaysEnd } from './calendar.ts';
import { dateOf } from './civil-dates.ts';

/** How far a portal's list of holidays reaches. */
export type CalendarEnd = {
  /** The last year whose holidays are all in it. */
  completeTo: number;
  /** soon: the year after the next is open; now: the next one is, or this. */
  urgency: 'soon' | 'now';
};

/** When the holidays run out, as far as that is to be said by now; an admin's own days of a year complete it. */
export function calendarEnd(
  { name, edits }: { name: CalendarName; edits: CalendarEdits },
  today: Day,
): CalendarEnd | null {
  const listed = holidaysEnd[name];
  if (listed === null) return null;
  const { year } = dateOf(today);
  const entered = new Set([...edits.off, ...edits.worked].map((day) => dateOf(day).year));
  let completeTo: number = listed;
  while (entered.has(completeTo + 1)) completeTo += 1;
  if (completeTo > year + 1) return null;
  return { completeTo, urgency: completeTo > year ? 'soon' : 'now' };
}
