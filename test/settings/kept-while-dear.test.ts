import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { keptWhileDear } from '../../src/kept-while-dear.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** Counts how often it is asked; each answer takes so long. */
function aCount(tookMs: number) {
  const asked = new Map<string, number>();
  return async (portal: number, part: { of: string }) => {
    vi.advanceTimersByTime(tookMs);
    const key = `${portal} ${part.of}`;
    asked.set(key, (asked.get(key) ?? 0) + 1);
    return asked.get(key);
  };
}

it('asks every time what is cheap', async () => {
  const count = keptWhileDear(aCount(100));

  expect(await count(1, { of: 'deals' })).toBe(1);
  expect(await count(1, { of: 'deals' })).toBe(2);
});

it('keeps what took long, each question for itself', async () => {
  const count = keptWhileDear(aCount(200));

  expect(await count(1, { of: 'deals' })).toBe(1);
  vi.advanceTimersByTime(9_000);
  expect(await count(1, { of: 'deals' })).toBe(1);
  expect(await count(1, { of: 'tickets' })).toBe(1);
  expect(await count(2, { of: 'deals' })).toBe(1);
});

it('renews behind the answer what was kept for fifty times as long as it took', async () => {
  const count = keptWhileDear(aCount(200));
  await count(1, { of: 'deals' });
  vi.advanceTimersByTime(10_001);

  expect(await count(1, { of: 'deals' })).toBe(1);
  await Promise.resolve();
  await Promise.resolve();
  expect(await count(1, { of: 'deals' })).toBe(2);
});

it('asks once for all who wait', async () => {
  const count = keptWhileDear(aCount(50));

  const answers = await Promise.all([count(1, { of: 'deals' }), count(1, { of: 'deals' })]);

  expect(answers).toEqual([1, 1]);
});
