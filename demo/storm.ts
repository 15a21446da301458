import { z } from 'zod';
import type { DemoOptions } from './options.ts';

/** A change made in the stand-in, and the companies whose scores it may move. */
const Change = z.object({ at: z.number(), companyIds: z.array(z.coerce.string()) });
export type Change = z.infer<typeof Change>;

const Write = z.object({ id: z.string(), at: z.number() });

const State = z.object({
  portals: z.array(
    z.object({
      portalId: z.number(),
      counts: z.record(z.string(), z.number()),
      propertyWrites: z.number(),
    }),
  ),
  apiCallsByEndpoint: z.record(z.string(), z.number()),
  rateLimitHits: z.number(),
  webhooks: z.object({ posts: z.number(), events: z.number() }),
});

export async function makeStorm(
  sandboxUrl: string,
  portal: number,
  { changes, seed }: DemoOptions,
): Promise<Change[]> {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${portal}/storm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ changes, seed, overMs: changes * 5 }),
  });
  return z.object({ changes: z.array(Change) }).parse(await response.json()).changes;
}

/** How long it took from a change to the write that showed it, over the changes that moved a property. */
export async function latenciesOf(sandboxUrl: string, portal: number, changes: readonly Change[]) {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${portal}/writes`);
  const writes = z.object({ writes: z.array(Write) }).parse(await response.json()).writes;
  const timesOf = Map.groupBy(writes, ({ id }) => id);
  const latencies = changes
    .flatMap(({ at, companyIds }) =>
      companyIds.flatMap((id) => {
        const write = timesOf.get(id)?.find((each) => each.at >= at);
        return write ? [write.at - at] : [];
      }),
    )
    .sort((one, other) => one - other);
  const quantile = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? null;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}

export async function readState(sandboxUrl: string, portal: number) {
  const response = await fetch(`${sandboxUrl}/sandbox/state`);
  const state = State.parse(await response.json());
  const own = state.portals.find(({ portalId }) => portalId === portal);
  const { companies = 0, deals = 0, tickets = 0 } = own?.counts ?? {};
  return {
    records: { companies, deals, tickets },
    propertiesWritten: own?.propertyWrites ?? 0,
    apiCallsByEndpoint: state.apiCallsByEndpoint,
    apiCalls: Object.values(state.apiCallsByEndpoint).reduce((sum, calls) => sum + calls, 0),
    rateLimitHits: state.rateLimitHits,
    webhookPosts: state.webhooks.posts,
    eventsIn: state.webhooks.events,
  };
}
