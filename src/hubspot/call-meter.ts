import type { CallReport } from './hubspot-client.ts';

export type EndpointTotals = { calls: number; rateLimited: number; failed: number };

const tooManyRequests = 429;

/** Counts every call that leaves, by endpoint. */
export function createCallMeter() {
  const totals = new Map<string, EndpointTotals>();
  return {
    count({ endpoint, status }: CallReport): void {
      const before = totals.get(endpoint) ?? { calls: 0, rateLimited: 0, failed: 0 };
      totals.set(endpoint, {
        calls: before.calls + 1,
        rateLimited: before.rateLimited + (status === tooManyRequests ? 1 : 0),
        failed: before.failed + (status === 0 || status >= 400 ? 1 : 0),
      });
    },

    totals(): Record<string, EndpointTotals> {
      return Object.fromEntries(totals);
    },
  };
}
