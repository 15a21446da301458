import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { FaultSpec } from '../sandbox/faults.ts';

const Row = z.object({
  id: z.coerce.string(),
  properties: z.record(z.string(), z.string().nullable()),
  associations: z.object({
    companies: z.array(z.object({ id: z.string(), typeIds: z.array(z.number()) })).optional(),
  }),
});
export type SandboxRow = z.infer<typeof Row>;

const State = z.object({
  portals: z.array(z.object({ portalId: z.number(), installed: z.boolean() })),
  webhooks: z.object({ givenUp: z.number() }),
  journal: z.object({ lastOffset: z.string().nullable(), subscriptions: z.number() }),
});

export type SandboxControl = ReturnType<typeof createSandboxControl>;

/** Steers the stand-in over HTTP; see sandbox/README.md. */
export function createSandboxControl(url: string, portal: number) {
  async function ask(method: string, path: string, body?: unknown): Promise<Response> {
    return fetch(`${url}/sandbox${path}`, {
      method,
      ...(body !== undefined && {
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      }),
    });
  }
  const post = (path: string, body: unknown = {}) => ask('POST', path, body);
  const readState = async () => State.parse(await (await ask('GET', '/state')).json());

  return {
    addFault: (fault: FaultSpec) => post('/faults', fault),
    clearFaults: () => ask('DELETE', '/faults'),
    retryWebhooks: () => post('/webhooks/retry'),
    advanceDay: () => post('/advance-day', { days: 1 }),
    uninstall: () => post(`/portals/${portal}/uninstall`),
    revoke: () => post(`/portals/${portal}/revoke`),
    storm: (changes: number, seed: number) =>
      post(`/portals/${portal}/storm`, { changes, seed, overMs: 0 }),

    /** False when the portal refused it: the record is gone, or cannot be merged. */
    async act(action: Readonly<Record<string, unknown>>): Promise<boolean> {
      return (await post(`/portals/${portal}/actions`, action)).ok;
    },

    async isIdle(): Promise<boolean> {
      const answer = await ask('GET', `/portals/${portal}/idle`);
      return ((await answer.json()) as { idle: boolean }).idle;
    },

    async isInstalled(): Promise<boolean> {
      const { portals } = await readState();
      return portals.some(({ portalId, installed }) => portalId === portal && installed);
    },

    /** Events of posts that were tried as often as HubSpot tries, while nobody answered. */
    givenUp: async () => (await readState()).webhooks.givenUp,
    grant: (appScopes: readonly string[]) => post('/app', { appScopes }),
    /** How far the journal of webhooks goes, and of how much it tells. */
    journal: async () => (await readState()).journal,

    /** Every live record of a type. */
    async dump(type: string): Promise<SandboxRow[]> {
      const answer = await ask('GET', `/portals/${portal}/records/${type}`);
      if (!answer.ok || !answer.body) throw new Error(`no dump of ${type}: ${answer.status}`);
      const rows: SandboxRow[] = [];
      for await (const line of createInterface({ input: Readable.fromWeb(answer.body) })) {
        if (line !== '') rows.push(Row.parse(JSON.parse(line)));
      }
      return rows;
    },
  };
}
