import type { PortalId } from '../model/ids.ts';
import type { RateLimit } from './bucket-rules.ts';
import type { AskedCalls, Kind, TakenCalls } from './portal-queues.ts';

export type CallWindowsDeps = {
  /** Calls in ten seconds; asked for anew each time, for an admin may change it. */
  callsPerTenSeconds: (portalId: PortalId) => Promise<number> | number;
  searchesPerSecond: number;
};

/** When the calls of the last moments left. */
type Window = { leftAt: number[]; closedUntil: number };

/** A little wider than HubSpot's: calls do not arrive at the pace they leave. */
const generalMs = 10_200;
const searchMs = 1_000;
/** Of those a second that HubSpot grants. */
const sparedSearches = 1;

/** Counts the calls of one process over a sliding window, as HubSpot does. */
export function createCallWindows({ callsPerTenSeconds, searchesPerSecond }: CallWindowsDeps) {
  const windows = new Map<string, Window>();

  const windowOf = (portalId: PortalId, kind: Kind): Window => {
    const key = `${kind} ${portalId}`;
    const window = windows.get(key) ?? { leftAt: [], closedUntil: 0 };
    windows.set(key, window);
    return window;
  };

  async function limitOf(portalId: PortalId, kind: Kind): Promise<RateLimit> {
    if (kind === 'general') return { calls: await callsPerTenSeconds(portalId), perMs: generalMs };
    return { calls: Math.max(1, searchesPerSecond - sparedSearches), perMs: searchMs };
  }

  return {
    async take({ portalId, kind, calls, keep }: AskedCalls): Promise<TakenCalls> {
      const limit = await limitOf(portalId, kind);
      const window = windowOf(portalId, kind);
      const now = performance.now();
      if (now < window.closedUntil) return { calls: 0, waitMs: window.closedUntil - now };
      const { leftAt } = window;
      while (leftAt[0] !== undefined && now - leftAt[0] >= limit.perMs) leftAt.shift();
      // A limit of one call leaves none to keep.
      const usable = Math.max(1, limit.calls - keep);
      const taken = Math.min(calls, Math.max(0, usable - leftAt.length));
      for (let call = 0; call < taken; call += 1) leftAt.push(now);
      const nextAt = (leftAt[leftAt.length - usable] ?? now) + limit.perMs;
      return { calls: taken, waitMs: taken > 0 ? 0 : nextAt - now };
    },

    async close(portalId: PortalId, kind: Kind, forMs: number): Promise<void> {
      const window = windowOf(portalId, kind);
      window.closedUntil = Math.max(window.closedUntil, performance.now() + forMs);
    },
  };
}
