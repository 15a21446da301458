import { describe, expect, it } from 'vitest';
import { withDailyBudget } from '../../src/hubspot/daily-budget.ts';
import type { Priority } from '../../src/hubspot/portal-queues.ts';
import { ownQueues } from '../support/own-queues.ts';
import { acme, globex, later, noon } from '../support/records.ts';

const hourMs = 3_600_000;

function aBudget(callsPerDay: number | null, calls: Map<number, number>) {
  let clock = noon;
  const budget = { callsPerDay };
  const queues = withDailyBudget(ownQueues(10_000), {
    callsPerDay: async () => budget.callsPerDay,
    callsToday: async (portalId) => calls.get(portalId) ?? 0,
    now: () => clock,
  });
  return {
    run: (priority: Priority, portalId = acme) =>
      queues.run(portalId, 'general', priority, async () => 'answered'),
    setBudget(next: number | null) {
      budget.callsPerDay = next;
    },
    wait(ms: number) {
      clock = later(ms);
    },
  };
}

describe('a daily budget of calls', () => {
  it('lets calls through while some are left, of each portal for itself', async () => {
    const { run } = aBudget(
      100,
      new Map([
        [acme, 79],
        [globex, 100],
      ]),
    );

    expect(await run('backfill')).toBe('answered');
    await expect(run('backfill', globex)).rejects.toThrow('budget of 100 calls');
  });

  it('keeps a fifth for changes and people, and has the rest wait for the next day', async () => {
    const { run } = aBudget(100, new Map([[acme, 80]]));

    for (const priority of ['backfill', 'reconciliation'] as const) {
      await expect(run(priority)).rejects.toMatchObject({
        reaction: 'retry-later',
        retryAfterMs: 12 * hourMs,
      });
    }
    expect(await run('change')).toBe('answered');
    expect(await run('person')).toBe('answered');
  });

  it('counts what was let through since it was counted', async () => {
    const { run } = aBudget(100, new Map([[acme, 78]]));
    await run('change');
    await run('backfill');

    await expect(run('backfill')).rejects.toThrow('budget of 100 calls');
  });

  it.each(['person', 'change'] as const)(
    'keeps no %s waiting however much was used',
    async (priority) => {
      const { run } = aBudget(100, new Map([[acme, 5_000]]));

      expect(await run(priority)).toBe('answered');
    },
  );

  it('counts again after a while', async () => {
    const calls = new Map([[acme, 10]]);
    const { run, wait } = aBudget(100, calls);
    await run('backfill');
    calls.set(acme, 100);

    const before = await run('backfill');
    wait(30_000);

    expect(before).toBe('answered');
    await expect(run('backfill')).rejects.toThrow('budget');
  });

  it('follows what an admin makes of it', async () => {
    const { run, setBudget } = aBudget(100, new Map([[acme, 100]]));
    await expect(run('backfill')).rejects.toThrow('budget of 100 calls');

    setBudget(200);

    expect(await run('backfill')).toBe('answered');
  });

  it('is endless where none is set', async () => {
    const { run } = aBudget(null, new Map([[acme, 1_000_000]]));

    expect(await run('reconciliation')).toBe('answered');
  });
});
