import PQueue from 'p-queue';
import type { PortalId } from '../model/ids.ts';

/** Who waits for a call; a higher number goes first. */
export const priorities = { person: 3, change: 2, backfill: 1, reconciliation: 0 } as const;
export type Priority = keyof typeof priorities;

export type RateLimit = { calls: number; perMs: number };

/** Of those a second that HubSpot grants. */
const sparedSearches = 1;
export const callsAtOnce = 12;

export type PortalQueues = ReturnType<typeof createPortalQueues>;

/**
 * One queue a portal for HubSpot's burst limit and one for its search limit. Both count over a
 * sliding window, as HubSpot does; the window is a little wider than HubSpot's because calls do not
 * arrive at the pace they leave.
 */
export function createPortalQueues(limit: RateLimit, searchesPerSecond = 5) {
  const queues = new Map<string, PQueue>();
  const pauses = new Map<PQueue, number>();

  const queueOf = (portalId: PortalId, kind: 'general' | 'search'): PQueue => {
    const key = `${kind} ${portalId}`;
    const known = queues.get(key);
    if (known) return known;
    const queue =
      kind === 'general'
        ? new PQueue({
            intervalCap: limit.calls,
            interval: limit.perMs + Math.ceil(limit.perMs / 50),
            strict: true,
            concurrency: callsAtOnce,
          })
        : new PQueue({
            intervalCap: Math.max(1, searchesPerSecond - sparedSearches),
            interval: 1_000,
            strict: true,
            // One after the other: a stall of ours then cannot push two seconds' searches into one.
            concurrency: 1,
          });
    queues.set(key, queue);
    return queue;
  };

  return {
    /** Runs a call when the portal's limit lets it. */
    run<T>(
      portalId: PortalId,
      kind: 'general' | 'search',
      priority: Priority,
      call: () => Promise<T>,
    ): Promise<T> {
      return queueOf(portalId, kind).add(call, { priority: priorities[priority] });
    },

    /** HubSpot said the limit is used up: nothing leaves until the last of such waits is over. */
    pause(portalId: PortalId, kind: 'general' | 'search', waitMs: number): void {
      const queue = queueOf(portalId, kind);
      queue.pause();
      pauses.set(queue, (pauses.get(queue) ?? 0) + 1);
      setTimeout(() => {
        const left = (pauses.get(queue) ?? 1) - 1;
        pauses.set(queue, left);
        if (left === 0) queue.start();
      }, waitMs).unref();
    },
  };
}
