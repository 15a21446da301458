export const MS_PER_DAY = 86_400_000;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(timeZone, format);
  }
  return format;
}

/** Milliseconds to add to UTC to get the wall clock of the time zone at that instant. */
export function utcOffsetMs(timeZone: string, ms: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(ms)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
}

/** Days since 1970-01-01 on the wall calendar of the time zone. */
export function dayNumberOf(timeZone: string, ms: number): number {
  return Math.floor((ms + utcOffsetMs(timeZone, ms)) / MS_PER_DAY);
}

const dayStarts = new Map<string, Map<number, number>>();

/** The instant a calendar day begins in the time zone. Cached: generators ask for the same days over and over. */
export function startOfDayMs(timeZone: string, dayNumber: number): number {
  let starts = dayStarts.get(timeZone);
  if (!starts) {
    starts = new Map();
    dayStarts.set(timeZone, starts);
  }
  let start = starts.get(dayNumber);
  if (start === undefined) {
    const utc = dayNumber * MS_PER_DAY;
    start = utc - utcOffsetMs(timeZone, utc - utcOffsetMs(timeZone, utc));
    starts.set(dayNumber, start);
  }
  return start;
}

/** 'YYYY-MM-DD' of a day number. */
export function dayText(dayNumber: number): string {
  return new Date(dayNumber * MS_PER_DAY).toISOString().slice(0, 10);
}

const dayTexts = new Map<number, string>();
const TWO_DIGITS = Array.from({ length: 60 }, (_, number) => String(number).padStart(2, '0'));

/** Like `toISOString`, which is slow when called for every date of a large portal. */
export function isoText(ms: number): string {
  const dayNumber = Math.floor(ms / MS_PER_DAY);
  let day = dayTexts.get(dayNumber);
  if (day === undefined) {
    day = dayText(dayNumber);
    dayTexts.set(dayNumber, day);
  }
  const rest = Math.floor(ms) - dayNumber * MS_PER_DAY;
  const seconds = Math.floor(rest / 1_000);
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const fraction = String(rest % 1_000).padStart(3, '0');
  return `${day}T${TWO_DIGITS[h]}:${TWO_DIGITS[m]}:${TWO_DIGITS[s]}.${fraction}Z`;
}
