/** How far a long read is, and how far it was when this run of it began at `startedAt` (ms). */
export type Course = { done: number; total: number | null; doneAtStart: number; startedAt: number };

export type Pace = { perSecond: number; secondsLeft: number | null };

/** Records a second in this run, and the seconds left at that pace; null while nobody knows. */
export function paceOf({ done, total, doneAtStart, startedAt }: Course, nowMs: number): Pace {
  const seconds = Math.max(nowMs - startedAt, 1) / 1_000;
  const perSecond = Math.round(((done - doneAtStart) / seconds) * 10) / 10;
  if (total === null || perSecond <= 0) return { perSecond, secondsLeft: null };
  return { perSecond, secondsLeft: Math.ceil(Math.max(0, total - done) / perSecond) };
}
