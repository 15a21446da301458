import { HubspotError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { type Endpoint, type EndpointName, endpoints } from './endpoints.ts';
import type { PortalQueues, Priority } from './portal-queues.ts';
import type { Transport } from './transport.ts';

export type Call = {
  endpoint: EndpointName;
  priority: Priority;
  /** What the names in the endpoint's path stand for. */
  place?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** Asked when its turn has come: a call that waited too long is not made any more. */
  isStillWanted?: () => boolean;
};

/** A call was made; `status` is 0 when no answer came. */
export type CallReport = {
  portalId: PortalId;
  endpoint: EndpointName;
  priority: Priority;
  status: number;
};

export type HubspotClientDeps = {
  send: Transport;
  queues: PortalQueues;
  /** A token that is good for minutes; `refused` is one that HubSpot did not take. */
  accessToken: (portalId: PortalId, refused?: string) => Promise<string>;
  onCall: (report: CallReport) => void;
  log: Logger;
  random: () => number;
};

export type HubspotClient = ReturnType<typeof createHubspotClient>;

const attempts = 5;
const firstPauseMs = 500;
const longestPauseMs = 16_000;
/** Longer waits are the caller's to plan; a call does not sit in the queue for hours. */
const longestWaitMs = 60_000;

/**
 * HubSpot as one function: a call goes out when the portal's limit allows and is repeated when the
 * refusal says so and a repetition is safe. Throws HubspotError.
 */
export function createHubspotClient(deps: HubspotClientDeps) {
  const { queues, log } = deps;

  async function request(portalId: PortalId, call: Call): Promise<unknown> {
    let hasNewToken = false;
    for (let attempt = 1; ; attempt += 1) {
      const token = await deps.accessToken(portalId);
      const outcome = await attemptOf(portalId, call, token);
      if (!(outcome instanceof HubspotError)) return outcome.body;

      if (outcome.status === 401 && !hasNewToken) {
        hasNewToken = true;
        await deps.accessToken(portalId, token);
        continue;
      }
      const waitMs = waitBefore(attempt, outcome, endpoints[call.endpoint], deps.random);
      if (waitMs === undefined) throw outcome;
      const { status } = outcome;
      log.warn({ portalId, endpoint: call.endpoint, status, attempt, waitMs }, 'call is repeated');
      await pause(portalId, outcome, call, waitMs);
    }
  }

  async function pause(portalId: PortalId, error: HubspotError, call: Call, waitMs: number) {
    const { limit } = endpoints[call.endpoint];
    if (error.status === 429 && limit !== 'oauth') queues.pause(portalId, limit, waitMs);
    else await new Promise((resolve) => setTimeout(resolve, waitMs));
  }

  function attemptOf(portalId: PortalId, call: Call, token: string) {
    const { limit } = endpoints[call.endpoint];
    const send = () => sendOnce(portalId, call, token);
    return limit === 'oauth' ? send() : queues.run(portalId, limit, call.priority, send);
  }

  async function sendOnce(portalId: PortalId, call: Call, token: string) {
    const { method, path } = endpoints[call.endpoint];
    if (call.isStillWanted?.() === false) return tooLate(call);
    const { status, outcome } = await deps.send({
      name: call.endpoint,
      method,
      path: pathOf(path, call.place),
      headers: { Authorization: `Bearer ${token}` },
      ...(call.query && { query: call.query }),
      ...(call.body !== undefined && { body: call.body }),
    });
    deps.onCall({ portalId, endpoint: call.endpoint, priority: call.priority, status });
    return outcome;
  }

  return { request };
}

function tooLate({ endpoint }: Call): HubspotError {
  const message = 'not sent: its turn came too late';
  return new HubspotError('retry-later', { endpoint, status: 0, message });
}

export function pathOf(path: string, place: Record<string, string> = {}): string {
  return path.replace(/{(\w+)}/g, (_, name: string) => encodeURIComponent(place[name] ?? ''));
}

/** How long to wait before the next attempt, ms; undefined when there must be none. */
function waitBefore(
  attempt: number,
  error: HubspotError,
  endpoint: Endpoint,
  random: () => number,
): number | undefined {
  if (error.reaction !== 'retry-later' || attempt >= attempts) return undefined;
  const isUntouched = error.status === 429 || error.status === 423;
  if (!isUntouched && !endpoint.isRepeatable) return undefined;
  if (error.retryAfterMs !== undefined && error.retryAfterMs > longestWaitMs) return undefined;
  const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (attempt - 1));
  return (error.retryAfterMs ?? 0) + pauseMs * random();
}
