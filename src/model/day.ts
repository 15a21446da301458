/** A calendar day in the portal's time zone, as whole days since 1970-01-01. */
export type Day = number;

export const dayMs = 86_400_000;
const hourMs = 3_600_000;
/** About eleven years: more than most portals' deals reach back. */
const mostHoursKept = 100_000;

const zones = new Map<string, (instantMs: number) => number>();

/** The calendar day of an instant in a time zone. */
export function dayIn(timeZone: string): (instantMs: number) => Day {
  const offsetAt = offsetIn(timeZone);
  return (instantMs) => Math.floor((instantMs + offsetAt(instantMs)) / dayMs);
}

function offsetIn(timeZone: string): (instantMs: number) => number {
  const offsetAt = zones.get(timeZone) ?? offsetsOf(timeZone);
  zones.set(timeZone, offsetAt);
  return offsetAt;
}

/**
 * How far a time zone is ahead of UTC. Offsets are looked up once an hour of the calendar and kept:
 * Intl is too slow for millions of deals, and no zone changes its offset within an hour that starts on
 * the hour of UTC, quarter-hour zones aside, whose changes fall on one too.
 */
function offsetsOf(timeZone: string): (instantMs: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const offsets = new Map<number, number>();

  return (instantMs) => {
    const hour = Math.floor(instantMs / hourMs);
    const known = offsets.get(hour);
    if (known !== undefined) return known;
    if (offsets.size >= mostHoursKept) offsets.clear();
    const parts = new Map<string, number>(
      format.formatToParts(hour * hourMs).map(({ type, value }) => [type, Number(value)]),
    );
    const part = (type: string) => parts.get(type) ?? 0;
    const local = Date.UTC(
      part('year'),
      part('month') - 1,
      part('day'),
      part('hour'),
      part('minute'),
      part('second'),
    );
    const offset = local - hour * hourMs;
    offsets.set(hour, offset);
    return offset;
  };
}

/** The instant of an hour of a day, 0–24, in ms since 1970; where the clocks skip it, an hour beside it. */
export function instantOf(day: Day, hour: number, timeZone: string): number {
  const offsetAt = offsetIn(timeZone);
  const local = day * dayMs + hour * hourMs;
  return local - offsetAt(local - offsetAt(local));
}

/** The first instant of a day in a time zone, in ms since 1970. */
export function startOfDay(day: Day, timeZone: string): number {
  const dayOf = dayIn(timeZone);
  let low = day * dayMs - dayMs;
  let high = day * dayMs + dayMs;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (dayOf(middle) >= day) high = middle;
    else low = middle;
  }
  return high;
}

/** A date stands for the same day everywhere (`2026-12-31`, or midnight UTC); a time for the portal's day. */
export function dayOfProperty(value: string | null, dayOf: (instantMs: number) => Day): Day | null {
  if (value === null) return null;
  const ms = /^-?\d+$/.test(value) ? Number(value) : Date.parse(value);
  if (!Number.isFinite(ms)) return null;
  return ms % dayMs === 0 ? ms / dayMs : dayOf(ms);
}

/** `2026-11-21`. */
export function isoDate(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}
