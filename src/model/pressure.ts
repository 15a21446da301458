/** How thick changes come; then a call to HubSpot that is not full can wait to become it. */
export type Pressure = 'calm' | 'busy';

/** At about this many events a pass, what a call leaves room for comes within a second or two. */
const busyEvents = 20;

export function pressureOf(events: number): Pressure {
  return events < busyEvents ? 'calm' : 'busy';
}

export type Calling = {
  perCall: number;
  pressure: Pressure;
  /** How long after its change something may wait for a call to fill, ms. */
  patienceMs: number;
  nowMs: number;
};

/** What of those waiting is worth a call now: all while it is calm, else what fills calls or has waited enough. */
export function worthCalling<Waiting extends { changedAt: number }>(
  waiting: readonly Waiting[],
  { perCall, pressure, patienceMs, nowMs }: Calling,
): readonly Waiting[] {
  if (pressure === 'calm') return waiting;
  const full = waiting.length - (waiting.length % perCall);
  const isLate = waiting.slice(full).some(({ changedAt }) => nowMs - changedAt >= patienceMs);
  return isLate ? waiting : waiting.slice(0, full);
}
