const minuteMs = 60_000;
const delaysMs = [0.5, 2, 10, 30, 120].map((minutes) => minutes * minuteMs);

/** How long a message waits after so many attempts, at least as long as the chat asked for; null: no more. */
export function retryDelayMs(attempts: number, askedMs: number | null): number | null {
  const delayMs = delaysMs[attempts - 1];
  return delayMs === undefined ? null : Math.max(delayMs, askedMs ?? 0);
}
