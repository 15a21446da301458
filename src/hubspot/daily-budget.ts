import { DailyBudgetError } from '../errors.ts';
import { keptForChanges } from '../model/call-budget.ts';
import type { PortalId } from '../model/ids.ts';
import type { PortalQueues, Priority } from './portal-queues.ts';

export type DailyBudgetDeps = {
  /** Calls a UTC day; null: as many as HubSpot allows. Asked for anew each time, for an admin may change it. */
  callsPerDay: (portalId: PortalId) => Promise<number | null>;
  /** All calls of the UTC day so far, of all processes; may lag some seconds. */
  callsToday: (portalId: PortalId) => Promise<number>;
  now: () => Date;
};

type Count = { calls: number; at: number };

const countAgainMs = 20_000;
const dayMs = 86_400_000;

const givesWay: ReadonlySet<Priority> = new Set(['backfill', 'reconciliation']);

/**
 * Queues that leave calls of the day to other apps of the portal: once the budget is nearly used up, first
 * reads and comparisons wait for the next UTC day, and changes and people have what is left and go on.
 */
export function withDailyBudget(queues: PortalQueues, deps: DailyBudgetDeps): PortalQueues {
  const { callsPerDay, callsToday, now } = deps;
  const counts = new Map<PortalId, Count>();

  async function check(portalId: PortalId, priority: Priority): Promise<void> {
    const budget = await callsPerDay(portalId);
    if (budget === null) return;
    const count = await countOf(portalId);
    if (givesWay.has(priority) && count.calls >= budget * (1 - keptForChanges))
      throw refusal(budget);
    count.calls += 1;
  }

  /** As of the last counting, and what was let through since. */
  async function countOf(portalId: PortalId): Promise<Count> {
    const at = now().getTime();
    const known = counts.get(portalId);
    const isFresh = known && Math.abs(at - known.at) < countAgainMs;
    if (isFresh) return known;
    const count = { calls: await callsToday(portalId), at };
    counts.set(portalId, count);
    return count;
  }

  function refusal(budget: number): DailyBudgetError {
    return new DailyBudgetError('retry-later', {
      endpoint: 'dailyBudget',
      status: 429,
      message: `our own budget of ${budget} calls a day has none left for what nobody waits for`,
      retryAfterMs: dayMs - (now().getTime() % dayMs),
    });
  }

  return {
    ...queues,
    async run(portalId, kind, priority, call) {
      await check(portalId, priority);
      return queues.run(portalId, kind, priority, call);
    },
  };
}
