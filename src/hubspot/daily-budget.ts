import { HubspotError } from '../errors.ts';
import type { PortalId } from '../model/ids.ts';
import type { PortalQueues } from './portal-queues.ts';

export type DailyBudgetDeps = {
  /** Calls a UTC day; null: as many as HubSpot allows. */
  callsPerDay: number | null;
  /** All calls of the UTC day so far, of all processes; may lag some seconds. */
  callsToday: (portalId: PortalId) => Promise<number>;
  now: () => Date;
};

type Count = { calls: number; at: number };

const countAgainMs = 20_000;
const dayMs = 86_400_000;

/**
 * Queues that leave calls of the day to other apps of the portal: once the budget is used up all waits
 * for the next UTC day but what a person waits for.
 */
export function withDailyBudget(queues: PortalQueues, deps: DailyBudgetDeps): PortalQueues {
  const { callsPerDay, callsToday, now } = deps;
  if (callsPerDay === null) return queues;
  const counts = new Map<PortalId, Count>();

  async function check(portalId: PortalId, budget: number): Promise<void> {
    const at = now().getTime();
    const known = counts.get(portalId);
    const isFresh = known && Math.abs(at - known.at) < countAgainMs;
    const calls = isFresh ? known.calls : await callsToday(portalId);
    if (!isFresh) counts.set(portalId, { calls, at });
    if (calls < budget) return;
    throw new HubspotError('retry-later', {
      endpoint: 'dailyBudget',
      status: 429,
      message: `our own budget of ${budget} calls a day is used up`,
      retryAfterMs: dayMs - (at % dayMs),
    });
  }

  return {
    ...queues,
    async run(portalId, kind, priority, call) {
      if (priority !== 'person') await check(portalId, callsPerDay);
      return queues.run(portalId, kind, priority, call);
    },
  };
}
