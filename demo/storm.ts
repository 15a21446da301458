import { z } from 'zod';

/** A change made in the stand-in, and the companies whose scores it may move. */
const Change = z.object({ at: z.number(), companyIds: z.array(z.coerce.string()) });
export type Change = z.infer<typeof Change>;

const Write = z.object({ id: z.string(), at: z.number() });

const State = z.object({
  portals: z.array(
    z.object({
      portalId: z.number(),
      owners: z.array(z.string()),
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
  options: { changes: number; seed: number; overMs: number },
): Promise<Change[]> {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${portal}/storm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(options),
  });
  return z.object({ changes: z.array(Change) }).parse(await response.json()).changes;
}

/** How long it took from each change to the write that showed it, ms; changes that moved no property are left out. */
export async function latenciesIn(sandboxUrl: string, portal: number, changes: readonly Change[]) {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${portal}/writes`);
  const writes = z.object({ writes: z.array(Write) }).parse(await response.json()).writes;
  const timesOf = Map.groupBy(writes, ({ id }) => id);
  return changes.flatMap(({ at, companyIds }) =>
    companyIds.flatMap((id) => {
      const write = timesOf.get(id)?.find((each) => each.at >= at);
      return write ? [write.at - at] : [];
    }),
  );
}

/** The middle of the latencies and what one in twenty is above. */
export async function latenciesOf(sandboxUrl: string, portal: number, changes: readonly Change[]) {
  const latencies = (await latenciesIn(sandboxUrl, portal, changes)).sort((a, b) => a - b);
  const quantile = (share: number) =>
    latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? null;
  return { p50: quantile(0.5), p95: quantile(0.95) };
}

export async function readState(sandboxUrl: string, portal: number) {
  const response = await fetch(`${sandboxUrl}/sandbox/state`);
  const state = State.parse(await response.json());
  const own = state.portals.find(({ portalId }) => portalId === portal);
  const { companies = 0, deals = 0, tickets = 0, tasks = 0 } = own?.counts ?? {};
  return {
    records: { companies, deals, tickets },
    owners: own?.owners ?? [],
    tasks,
    propertiesWritten: own?.propertyWrites ?? 0,
    apiCallsByEndpoint: state.apiCallsByEndpoint,
    apiCalls: Object.values(state.apiCallsByEndpoint).reduce((sum, calls) => sum + calls, 0),
    rateLimitHits: state.rateLimitHits,
    webhookPosts: state.webhooks.posts,
    eventsIn: state.webhooks.events,
  };
}
