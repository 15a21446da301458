import { z } from 'zod';
import { HubspotError } from '../errors.ts';
import { type PortalId, portalId } from '../model/ids.ts';
import { type EndpointName, endpoints } from './endpoints.ts';
import { pathOf } from './hubspot-client.ts';
import { eventOfJournal } from './journal-events.ts';
import { createFileReader } from './journal-file.ts';
import type { JournalSubscription } from './journal-subscriptions.ts';
import type { AppCredentials } from './oauth-api.ts';
import type { Transport } from './transport.ts';
import type { WebhookEvent } from './webhook-body.ts';

export type JournalApi = ReturnType<typeof createJournalApi>;

/** A file of the journal: where it lies for some minutes, and what is asked for to get the next. */
export type JournalEntry = { url: string; offset: string };

const Grant = z.object({ access_token: z.string().min(1), expires_in: z.number() });
const Entry = z.object({ url: z.url(), currentOffset: z.string().min(1) });
const File = z.object({ journalEvents: z.array(z.unknown()) });

const list = z
  .array(z.string())
  .nullish()
  .transform((names) => names ?? []);
const Subscriptions = z.object({
  results: z.array(
    z.object({
      subscriptionType: z.string(),
      portalId: z.number().nullish(),
      objectTypeId: z.string().catch(''),
      actions: list,
      properties: list,
      associatedObjectTypeIds: list,
    }),
  ),
});

const journalEndpoints = [
  'readFirstOfJournal',
  'readNextOfJournal',
  'listJournalSubscriptions',
  'subscribeToJournal',
  'unsubscribeFromJournal',
] as const satisfies readonly EndpointName[];
type JournalEndpoint = (typeof journalEndpoints)[number];

const renewBeforeMs = 5 * 60_000;

type Call = { place?: Record<string, string>; body?: unknown };
type JournalDeps = {
  send: Transport;
  app: Pick<AppCredentials, 'clientId' | 'clientSecret'>;
  apiUrl: string;
  timeoutMs: number;
  now: () => Date;
};

/** HubSpot's journal of webhooks: of all portals at once, asked with a token of the app's own. */
export function createJournalApi({ send, app, apiUrl, timeoutMs, now }: JournalDeps) {
  const readFile = createFileReader({ apiUrl, timeoutMs });
  let known: { token: string; expiresAt: number } | undefined;

  async function getToken(): Promise<string> {
    const { method, path } = endpoints.getAppToken;
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: app.clientId,
      client_secret: app.clientSecret,
      scope: [...new Set(journalEndpoints.flatMap((name) => endpoints[name].scopes))].join(' '),
    });
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const { outcome } = await send({ name: 'getAppToken', method, path, headers, body });
    if (outcome instanceof HubspotError) throw outcome;
    const grant = Grant.parse(outcome.body);
    known = { token: grant.access_token, expiresAt: now().getTime() + grant.expires_in * 1_000 };
    return known.token;
  }

  async function token(): Promise<string> {
    if (known && known.expiresAt - now().getTime() > renewBeforeMs) return known.token;
    return getToken();
  }

  async function request(name: JournalEndpoint, { place, body }: Call = {}): Promise<unknown> {
    const { method, path } = endpoints[name];
    const { outcome } = await send({
      name,
      method,
      path: pathOf(path, place),
      headers: { Authorization: `Bearer ${await token()}` },
      ...(body !== undefined && { body }),
    });
    if (!(outcome instanceof HubspotError)) return outcome.body;
    if (outcome.status === 401) known = undefined;
    throw outcome;
  }

  return {
    /** Whether HubSpot grants the app the journal; throws what it says where not. */
    async checkGrant(): Promise<void> {
      await getToken();
    },

    /** The file after an offset, or the earliest there is; null when nothing was written since. */
    async next(offset: string | null): Promise<JournalEntry | null> {
      const answer =
        offset === null
          ? await request('readFirstOfJournal')
          : await request('readNextOfJournal', { place: { offset } });
      if (answer === undefined) return null;
      const { url, currentOffset } = Entry.parse(answer);
      return { url, offset: currentOffset };
    },

    /** What a file tells, as the webhooks of each portal that told the same. */
    async read(url: string): Promise<Map<PortalId, WebhookEvent[]>> {
      const { journalEvents } = File.parse(await readFile(url));
      const events = journalEvents.flatMap((told) => eventOfJournal(told) ?? []);
      return Map.groupBy(events, (event) => portalId(event.portalId));
    },

    async listSubscriptions(): Promise<Map<PortalId, JournalSubscription[]>> {
      const { results } = Subscriptions.parse(await request('listJournalSubscriptions'));
      const ofPortals = results.flatMap(({ portalId: id, ...subscription }) =>
        id ? [{ id: portalId(id), subscription: subscription as JournalSubscription }] : [],
      );
      const byPortal = Map.groupBy(ofPortals, ({ id }) => id);
      return new Map(
        [...byPortal].map(([id, those]) => [id, those.map(({ subscription }) => subscription)]),
      );
    },

    async subscribe(id: PortalId, wanted: JournalSubscription): Promise<void> {
      await request('subscribeToJournal', { body: { ...wanted, portalId: id } });
    },

    async unsubscribe(id: PortalId): Promise<void> {
      await request('unsubscribeFromJournal', { place: { portalId: String(id) } });
    },
  };
}
