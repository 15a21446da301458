const MS_PER_DAY = 86_400_000;

export type Clock = {
  now(): Date;
  nowMs(): number;
  /** How far the sandbox is ahead of the machine. */
  offsetMs(): number;
  advanceDays(days: number): void;
  onMove(listener: (offsetMs: number) => void): void;
};

/** The sandbox's own time: the machine's, moved forward by whole days on request. */
export function createClock(initialOffsetMs: number): Clock {
  const listeners: ((offsetMs: number) => void)[] = [];
  let offsetMs = initialOffsetMs;

  return {
    now: () => new Date(Date.now() + offsetMs),
    nowMs: () => Date.now() + offsetMs,
    offsetMs: () => offsetMs,
    advanceDays(days) {
      offsetMs += days * MS_PER_DAY;
      for (const listener of listeners) listener(offsetMs);
    },
    onMove(listener) {
      listeners.push(listener);
    },
  };
}
