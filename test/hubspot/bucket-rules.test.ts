import { describe, expect, it } from 'vitest';
import { bucketWithin, searchBucket, takenCallsLastMs } from '../../src/hubspot/bucket-rules.ts';

describe('buckets of calls', () => {
  it.each([108, 100, 190, 55])(
    'let at most %i calls through in any ten seconds, and nearly as many',
    (calls) => {
      const { size, perMs } = bucketWithin({ calls, perMs: 10_000 });

      expect(size + perMs * 10_000).toBeLessThanOrEqual(calls);
      expect(perMs * 10_000).toBeGreaterThan(0.93 * calls);
      expect(size).toBeGreaterThan(1);
    },
  );

  it('stay within what HubSpot allows when calls leave as late as they may', () => {
    const { size, perMs } = bucketWithin({ calls: 108, perMs: 10_000 });

    expect(Math.floor(size + perMs * (10_000 + takenCallsLastMs))).toBeLessThanOrEqual(110);
  });

  it('let at most five searches through in any second, however late they leave', () => {
    const { size, perMs } = searchBucket(5);

    expect(Math.floor(size + perMs * (1_000 + takenCallsLastMs))).toBeLessThanOrEqual(5);
    expect(perMs * 1_000).toBeGreaterThan(3.5);
  });
});
