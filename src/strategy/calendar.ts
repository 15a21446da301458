import type { Day } from '../model/day.ts';
import type { CalendarEdits, CalendarName } from '../model/execution-settings.ts';
import { dayOf, weekdayOf } from './civil-dates.ts';

/** Which days are worked: Monday to Friday, but for these. Plain lists, so that an admin can edit them. */
export type WorkCalendar = {
  /** Not worked. */
  holidays: ReadonlySet<Day>;
  /** Weekend days that are worked to make up for a bridge day. */
  makeUpDays: ReadonlySet<Day>;
};

const noEdits: CalendarEdits = { off: [], worked: [] };

export function workCalendar(name: CalendarName, edits: CalendarEdits = noEdits): WorkCalendar {
  const { holidays, makeUpDays } = calendars[name];
  const off = new Set(edits.off);
  const worked = new Set(edits.worked);
  return {
    holidays: new Set([...holidays.filter((day) => !worked.has(day)), ...off]),
    makeUpDays: new Set([...makeUpDays, ...worked].filter((day) => !off.has(day))),
  };
}

export function isWorkingDay(day: Day, { holidays, makeUpDays }: WorkCalendar): boolean {
  if (holidays.has(day)) return false;
  if (makeUpDays.has(day)) return true;
  const weekday = weekdayOf(day);
  return weekday !== 0 && weekday !== 6;
}

/** The first working day from this one on. A calendar of nothing but holidays leaves the day as it is. */
export function workingDayFrom(day: Day, calendar: WorkCalendar): Day {
  return nearest(day, 1, calendar);
}

/** The last working day up to this one. */
export function workingDayUpTo(day: Day, calendar: WorkCalendar): Day {
  return nearest(day, -1, calendar);
}

/** Working days after one day, up to and with another; 0 when it is not later. */
export function workingDaysAfter(from: Day, to: Day, calendar: WorkCalendar): number {
  let count = 0;
  for (let day = from + 1; day <= to; day += 1) if (isWorkingDay(day, calendar)) count += 1;
  return count;
}

const longestBreakDays = 60;

function nearest(day: Day, step: 1 | -1, calendar: WorkCalendar): Day {
  for (let moved = 0; moved <= longestBreakDays; moved += 1) {
    const at = day + moved * step;
    if (isWorkingDay(at, calendar)) return at;
  }
  return day;
}

type Lists = { holidays: readonly Day[]; makeUpDays: readonly Day[] };

/** Every day from one date to another of a year, both as month × 100 + day. */
function days(year: number, from: number, to = from): Day[] {
  const at = (date: number) => dayOf(year, Math.floor(date / 100), date % 100);
  return Array.from({ length: at(to) - at(from) + 1 }, (_, index) => at(from) + index);
}

/**
 * As the State Council announced them. The arrangement of 2027 is announced in late 2026: until it is
 * entered, 2027 has the holidays fixed by law and no make-up days.
 */
const mainlandChina: Lists = {
  holidays: [
    ...days(2025, 101),
    ...days(2025, 128, 204),
    ...days(2025, 404, 406),
    ...days(2025, 501, 505),
    ...days(2025, 531, 602),
    ...days(2025, 1001, 1008),
    ...days(2026, 101, 103),
    ...days(2026, 215, 223),
    ...days(2026, 404, 406),
    ...days(2026, 501, 505),
    ...days(2026, 619, 621),
    ...days(2026, 925, 927),
    ...days(2026, 1001, 1007),
    ...days(2027, 101),
    ...days(2027, 205, 208),
    ...days(2027, 405),
    ...days(2027, 501, 502),
    ...days(2027, 609),
    ...days(2027, 915),
    ...days(2027, 1001, 1003),
  ],
  makeUpDays: [
    ...[126, 208, 427, 928, 1011].flatMap((date) => days(2025, date)),
    ...[104, 214, 228, 509, 920, 1010].flatMap((date) => days(2026, date)),
  ],
};

/** Fixed dates are kept on the Friday before a Saturday and the Monday after a Sunday. */
function observed(day: Day): Day {
  const weekday = weekdayOf(day);
  if (weekday === 6) return day - 1;
  return weekday === 0 ? day + 1 : day;
}

function nthWeekday(year: number, month: number, weekday: number, nth: number): Day {
  const first = dayOf(year, month, 1);
  return first + ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7;
}

function lastMonday(year: number, month: number): Day {
  const last = dayOf(year, month + 1, 0);
  return last - ((weekdayOf(last) + 6) % 7);
}

function unitedStatesIn(year: number): Day[] {
  return [
    observed(dayOf(year, 1, 1)),
    nthWeekday(year, 1, 1, 3),
    nthWeekday(year, 2, 1, 3),
    lastMonday(year, 5),
    observed(dayOf(year, 6, 19)),
    observed(dayOf(year, 7, 4)),
    nthWeekday(year, 9, 1, 1),
    nthWeekday(year, 10, 1, 2),
    observed(dayOf(year, 11, 11)),
    nthWeekday(year, 11, 4, 4),
    observed(dayOf(year, 12, 25)),
  ];
}

/** Federal holidays follow a rule; these years reach further than any plan. */
const unitedStates: Lists = {
  holidays: Array.from({ length: 26 }, (_, index) => unitedStatesIn(2020 + index)).flat(),
  makeUpDays: [],
};

/** The last year whose holidays are all known; null: there are none to know. */
export const holidaysEnd: Readonly<Record<CalendarName, number | null>> = {
  CN: 2026,
  US: 2045,
  none: null,
};

const calendars: Readonly<Record<CalendarName, Lists>> = {
  CN: mainlandChina,
  US: unitedStates,
  none: { holidays: [], makeUpDays: [] },
};
