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

/**
 * How long it took until a company showed the last of its changes, ms: from that change to the last write of
 * the company. The first write after a change may show what was there before it, and nothing tells which
 * later one shows it; after the last one all is shown. So a change that another one of the same company
 * follows is counted with that one. Left out are companies that were not written since: their last change
 * moved no property. Where it moved none and a write was still due to the change before, the time is short by
 * what lies between the two.
 */
export async function latenciesIn(sandboxUrl: string, portal: number, changes: readonly Change[]) {
  const response = await fetch(`${sandboxUrl}/sandbox/portals/${portal}/writes`);
  const { writes } = z.object({ writes: z.array(Write) }).parse(await response.json());
  const lastWrites = latest(writes.map(({ id, at }): [string, number] => [id, at]));
  const lastChanges = latest(
    changes.flatMap(({ at, companyIds }) => companyIds.map((id): [string, number] => [id, at])),
  );
  return [...lastChanges].flatMap(([id, changedAt]) => {
    const ms = (lastWrites.get(id) ?? 0) - changedAt;
    return ms >= 0 ? [ms] : [];
  });
}

function latest(times: readonly (readonly [string, number])[]): Map<string, number> {
  const last = new Map<string, number>();
  for (const [id, at] of times) last.set(id, Math.max(at, last.get(id) ?? 0));
  return last;
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
