import { describe, expect, it } from 'vitest';
import { withDailyBudget } from '../../src/hubspot/daily-budget.ts';
import { createPortalQueues, type Priority } from '../../src/hubspot/portal-queues.ts';
import { acme, globex, later, noon } from '../support/records.ts';

const hourMs = 3_600_000;

function aBudget(callsPerDay: number | null, calls: Map<number, number>) {
  let clock = noon;
  const queues = withDailyBudget(createPortalQueues({ calls: 1_000, perMs: 1_000 }), {
    callsPerDay,
    callsToday: async (portalId) => calls.get(portalId) ?? 0,
    now: () => clock,
  });
  return {
    run: (priority: Priority, portalId = acme) =>
      queues.run(portalId, 'general', priority, async () => 'answered'),
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
        [acme, 99],
        [globex, 100],
      ]),
    );

    expect(await run('backfill')).toBe('answered');
    await expect(run('backfill', globex)).rejects.toThrow('budget of 100 calls');
  });

  it('makes the portal wait for the next day once it is used up', async () => {
    const { run } = aBudget(100, new Map([[acme, 100]]));

    await expect(run('change')).rejects.toMatchObject({
      reaction: 'retry-later',
      retryAfterMs: 12 * hourMs,
    });
  });

  it('keeps nobody waiting who asked in person', async () => {
    const { run } = aBudget(100, new Map([[acme, 5_000]]));

    expect(await run('person')).toBe('answered');
  });

  it('counts again after a while', async () => {
    const calls = new Map([[acme, 10]]);
    const { run, wait } = aBudget(100, calls);
    await run('change');
    calls.set(acme, 100);

    const before = await run('change');
    wait(30_000);

    expect(before).toBe('answered');
    await expect(run('change')).rejects.toThrow('budget');
  });

  it('is endless where none is set', async () => {
    const { run } = aBudget(null, new Map([[acme, 1_000_000]]));

    expect(await run('reconciliation')).toBe('answered');
  });
});
