import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Priority } from '../../src/hubspot/portal-queues.ts';
import { takeOverTime, timePasses } from '../support/fake-time.ts';
import { ownQueues } from '../support/own-queues.ts';
import { acme, globex, noon } from '../support/records.ts';

beforeEach(() => takeOverTime(noon));
afterEach(() => {
  vi.useRealTimers();
});

const perMs = 10_000;

describe('calls of one process', () => {
  it('never start more calls than the limit within any window, however bursts fall', async () => {
    const queues = ownQueues(20);
    const startedAt: number[] = [];
    const call = async () => {
      startedAt.push(Date.now());
      await new Promise((resolve) => setTimeout(resolve, 80));
    };
    const burst = (size: number) =>
      Array.from({ length: size }, () => queues.run(acme, 'general', 'change', call));

    const bursts = [...burst(3)];
    await timePasses(new Promise((resolve) => setTimeout(resolve, 9_500)));
    bursts.push(...burst(50));
    await timePasses(Promise.all(bursts));

    expect(startedAt).toHaveLength(53);
    expect(mostWithin(startedAt, perMs)).toBeLessThanOrEqual(20);
    const seconds = ((startedAt.at(-1) ?? 0) - noon.getTime()) / 1_000;
    expect(seconds).toBeLessThan(31);
  });

  it('never search more than four times in any second', async () => {
    const queues = ownQueues(100);
    const startedAt: number[] = [];
    const call = async () => {
      startedAt.push(Date.now());
    };

    await timePasses(
      Promise.all(Array.from({ length: 13 }, () => queues.run(acme, 'search', 'change', call))),
    );

    expect(mostWithin(startedAt, 1_000)).toBeLessThanOrEqual(4);
  });

  it('serve a person first, then changes, then the first read', async () => {
    const queues = ownQueues(1);
    const order: Priority[] = [];
    const add = (priority: Priority) =>
      queues.run(acme, 'general', priority, async () => {
        order.push(priority);
      });

    await timePasses(add('reconciliation'));
    const waiting = [add('backfill'), add('change'), add('person'), add('change')];
    await timePasses(Promise.all(waiting));

    expect(order.slice(1)).toEqual(['person', 'change', 'change', 'backfill']);
  });

  it('work two portals side by side, each at its full pace', async () => {
    const queues = ownQueues(11);
    const doneAt = new Map<number, number>();

    await timePasses(
      Promise.all(
        [acme, globex].flatMap((portalId) =>
          Array.from({ length: 10 }, () =>
            queues.run(portalId, 'general', 'change', async () => {
              doneAt.set(portalId, Date.now() - noon.getTime());
            }),
          ),
        ),
      ),
    );

    expect([...doneAt.values()].every((ms) => ms < 1_000)).toBe(true);
  });

  it('follow a limit that is changed, counting what left under the one before', async () => {
    let limit = 20;
    const queues = ownQueues(() => limit);
    const startedAt: number[] = [];
    const calls = (count: number) =>
      Array.from({ length: count }, () =>
        queues.run(acme, 'general', 'change', async () => {
          startedAt.push(Date.now());
        }),
      );
    await timePasses(Promise.all(calls(15)));
    limit = 10;

    await timePasses(Promise.all(calls(20)));

    const within = startedAt.filter((at) => at - noon.getTime() < perMs).length;
    expect(within).toBe(15);
    expect(mostWithin(startedAt.slice(15), perMs)).toBeLessThanOrEqual(10);
  });

  it('let a failed call pass its error on and go on', async () => {
    const queues = ownQueues(10);

    const failing = queues.run(acme, 'general', 'change', () => Promise.reject(new Error('no')));
    const next = queues.run(acme, 'general', 'change', async () => 'yes');

    await expect(timePasses(failing)).rejects.toThrow('no');
    expect(await timePasses(next)).toBe('yes');
  });

  it('start nothing while paused, and end with the longest of several pauses', async () => {
    const queues = ownQueues(10);
    queues.pause(acme, 'general', 5_000);
    queues.pause(acme, 'general', 2_000);

    const startedAt = await timePasses(
      queues.run(acme, 'general', 'person', async () => Date.now() - noon.getTime()),
    );

    expect(startedAt).toBeGreaterThanOrEqual(5_000);
    expect(startedAt).toBeLessThan(5_500);
  });
});

/** The most starts that any window of this width holds. */
function mostWithin(startedAt: readonly number[], widthMs: number): number {
  const counts = startedAt.map(
    (from) => startedAt.filter((time) => time >= from && time < from + widthMs).length,
  );
  return Math.max(...counts);
}
