import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createPortalQueues, type Priority } from '../../src/hubspot/portal-queues.ts';
import { createLog } from '../../src/log.ts';
import { takeOverTime, timePasses } from '../support/fake-time.ts';
import { acme, noon } from '../support/records.ts';

beforeEach(() => takeOverTime(noon));
afterEach(() => {
  vi.useRealTimers();
});

const seconds = (count: number) =>
  timePasses(new Promise((resolve) => setTimeout(resolve, count * 1_000)));

/** A bucket that the test fills. */
function aBucket(tokens: number) {
  const bucket = { tokens, asked: [] as { calls: number; keep: number }[] };
  const closed: number[] = [];
  const queues = createPortalQueues({
    async take({ calls, keep }) {
      bucket.asked.push({ calls, keep });
      const given = Math.max(0, Math.min(calls, bucket.tokens - keep));
      bucket.tokens -= given;
      return { calls: given, waitMs: 100 };
    },
    async close(_portalId, _kind, forMs) {
      closed.push(forMs);
    },
    log: createLog('silent'),
  });
  const order: Priority[] = [];
  const add = (priority: Priority, kind: 'general' | 'search' = 'general') =>
    queues.run(acme, kind, priority, async () => {
      order.push(priority);
      return priority;
    });
  return { bucket, queues, order, add, closed };
}

describe('portal queues', () => {
  it('let calls leave as what counts them allows', async () => {
    const { bucket, order, add } = aBucket(3);
    const calls = [1, 2, 3, 4, 5].map(() => add('change'));
    await seconds(1);
    const before = order.length;

    bucket.tokens += 10;
    await timePasses(Promise.all(calls));

    expect([before, order.length]).toEqual([2, 5]);
  });

  it('choose who is first when a call may leave, not when it was asked for', async () => {
    const { bucket, order, add } = aBucket(0);
    const waiting = [add('reconciliation'), add('backfill'), add('change')];
    await seconds(1);

    const person = add('person');
    bucket.tokens = 2;
    await seconds(1);
    const first = [...order];
    bucket.tokens = 10;
    await timePasses(Promise.all([...waiting, person]));

    expect(first[0]).toBe('person');
    expect(order).toEqual(['person', 'change', 'backfill', 'reconciliation']);
  });

  it('leave the last call in the bucket to people', async () => {
    const { order, add } = aBucket(1);
    void add('backfill');
    await seconds(1);
    const before = [...order];

    await timePasses(add('person'));

    expect([before, order]).toEqual([[], ['person']]);
  });

  it('search one after the other', async () => {
    const { bucket, order, add } = aBucket(10);

    await timePasses(Promise.all([add('change', 'search'), add('change', 'search')]));

    expect(order).toHaveLength(2);
    expect(bucket.asked.map(({ calls }) => calls)).toEqual([1, 1]);
  });

  it('hand on what a call throws, and go on', async () => {
    const { queues, add } = aBucket(10);
    const failing = queues.run(acme, 'general', 'change', () => Promise.reject(new Error('no')));

    await expect(timePasses(failing)).rejects.toThrow('no');
    expect(await timePasses(add('change'))).toBe('change');
  });

  it('refuse all that wait when the portal was taken over', async () => {
    const queues = createPortalQueues({
      take: () => Promise.reject(new Error('taken over')),
      close: async () => {},
      log: createLog('silent'),
    });
    const calls = [1, 2].map(() => queues.run(acme, 'general', 'change', async () => 'sent'));

    const outcomes = await timePasses(Promise.allSettled(calls));

    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  });

  it('put calls off when HubSpot asks for a pause', async () => {
    const { queues, closed } = aBucket(10);

    queues.pause(acme, 'general', 10_000);
    await seconds(0.1);

    expect(closed).toEqual([10_000]);
  });
});
