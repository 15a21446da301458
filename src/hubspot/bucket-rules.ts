export type RateLimit = { calls: number; perMs: number };

/** A bucket of calls: it fills at a pace, holds no more than its size, and every call takes one out. */
export type Bucket = { size: number; perMs: number };

/** What was taken from a bucket is used within this time, or not at all. */
export const takenCallsLastMs = 300;

const fill = 0.94;
/** How much later than another a call usually leaves; for more there is what we keep below the limit. */
const usualDelayMs = 100;

/**
 * The bucket that lets no more than the limit through in any window of its width: its size is what the
 * pace leaves of the limit.
 */
export function bucketWithin({ calls, perMs }: RateLimit): Bucket {
  const pace = (fill * calls) / perMs;
  return { size: Math.max(1, Math.floor(calls - pace * (perMs + usualDelayMs))), perMs: pace };
}

/** Searches are few: one at a time, and as many as leave room for the first. */
export function searchBucket(searchesPerSecond: number): Bucket {
  const windowMs = 1_000 + takenCallsLastMs;
  return { size: 1, perMs: (searchesPerSecond - 0.05) / windowMs };
}
