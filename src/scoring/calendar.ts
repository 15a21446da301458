import type { Day } from '../model/day.ts';

/** Whole calendar months from one day to a later one: the 15th to the 14th of the next is 0. */
export function monthsBetween(from: Day, to: Day): number {
  const start = civil(from);
  const end = civil(to);
  const months = (end.year - start.year) * 12 + end.month - start.month;
  return end.dayOfMonth < start.dayOfMonth ? months - 1 : months;
}

/** The last days of the `count` full months before a day, oldest first. */
export function monthEndsBefore(day: Day, count: number): Day[] {
  const ends: Day[] = [];
  let end = day - civil(day).dayOfMonth;
  while (ends.length < count) {
    ends.push(end);
    end -= civil(end).dayOfMonth;
  }
  return ends.reverse();
}

/** Gregorian date by integer arithmetic on the 400-year cycle: called for every account of a portal. */
function civil(day: Day) {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const ofEra = shifted - era * 146_097;
  const years = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) /
      365,
  );
  const ofYear = ofEra - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const shiftedMonth = Math.floor((5 * ofYear + 2) / 153);
  const dayOfMonth = ofYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return { year: years + era * 400 + (month <= 2 ? 1 : 0), month, dayOfMonth };
}
