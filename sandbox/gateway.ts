import { setTimeout as sleep } from 'node:timers/promises';
import type { AppRegistration } from './app-registration.ts';
import type { Clock } from './clock.ts';
import { decodedUri, signV2, signV3 } from './signatures.ts';

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 1_048_576;
const MOST_AT_ONCE = 20;
const PAUSE_BEFORE_RETRY_MS = 100;
const LONGEST_TIMEOUT_MS = 120_000;

export type ForwardRequest = {
  portalId: number;
  userId: number;
  userEmail: string;
  /** As the card gave it to `hubspot.fetch`: absolute, https. */
  url: string;
  method: string;
  /** A plain object or nothing, as `hubspot.fetch` takes it. */
  body?: unknown;
  /** A card may set Authorization and nothing else. */
  headers?: Record<string, string>;
  timeoutMs?: number | null;
};

export type ForwardAnswer = { status: number; body: string; contentType: string };

export type Gateway = { forwardFetch(request: ForwardRequest): Promise<ForwardAnswer> };

type Deps = {
  app: () => AppRegistration;
  clock: Pick<Clock, 'now'>;
  /** Where an origin named by a card is served on this machine, as HubSpot's local proxy has it: 'http://localhost:3000'. */
  localOrigin: (origin: string) => string | undefined;
};

function refusal(status: number, message: string): ForwardAnswer {
  return {
    status,
    body: JSON.stringify({ status: 'error', message }),
    contentType: 'application/json',
  };
}

/** The URL with the identity HubSpot vouches for. What the card put there under these names is dropped. */
function withIdentity(request: ForwardRequest, appId: number): URL {
  const url = new URL(request.url);
  const identity = {
    userId: String(request.userId),
    portalId: String(request.portalId),
    userEmail: request.userEmail,
    appId: String(appId),
  };
  for (const [name, value] of Object.entries(identity)) url.searchParams.set(name, value);
  return url;
}

/** Where the request goes in fact: https as it is, or a local origin standing in for it. */
function targetOf(url: URL, local: string | undefined): URL | undefined {
  const target = local ? new URL(`${url.pathname}${url.search}`, local) : url;
  const isLocalhost = target.protocol === 'http:' && target.hostname === 'localhost';
  return target.protocol === 'https:' || isLocalhost ? target : undefined;
}

function headerProblem(headers: Record<string, string>): string | undefined {
  const names = Object.keys(headers);
  if (names.length > 1) return "Only 'Authorization' header is allowed";
  if (names.some((name) => name.toLowerCase() !== 'authorization')) {
    return "Invalid Request Headers provided. Only 'Authorization' header is allowed";
  }
  return undefined;
}

function bodyText(method: string, body: unknown): string {
  if (method === 'GET' || body === undefined || body === null) return '';
  return JSON.stringify(body);
}

/**
 * Stands between cards and the app as HubSpot does for `hubspot.fetch`: adds who is asking, signs
 * (v3 and v2), limits time, size and number, and repeats once after a lost connection or a 5xx.
 */
export function createGateway({ app, clock, localOrigin }: Deps): Gateway {
  let underWay = 0;

  async function once(request: ForwardRequest, target: URL): Promise<ForwardAnswer> {
    const method = request.method.toUpperCase();
    const body = bodyText(method, request.body);
    const timestamp = clock.now().getTime();
    const signable = { method, uri: target.href, body };
    const { clientSecret } = app();
    const answer = await fetch(target, {
      method,
      redirect: 'manual',
      signal: AbortSignal.timeout(Math.min(request.timeoutMs ?? TIMEOUT_MS, LONGEST_TIMEOUT_MS)),
      ...(body === '' ? {} : { body }),
      headers: {
        ...request.headers,
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': String(timestamp),
        'x-hubspot-signature-v3': signV3(clientSecret, signable, timestamp),
        'x-hubspot-signature': signV2(clientSecret, { ...signable, uri: decodedUri(target.href) }),
        'x-hubspot-signature-version': 'v2',
      },
    });
    const bytes = await answer.arrayBuffer();
    if (bytes.byteLength > MOST_BYTES) return refusal(413, 'The answer is larger than 1 MB');
    return {
      status: answer.status,
      body: Buffer.from(bytes).toString('utf8'),
      contentType: answer.headers.get('content-type') ?? 'text/plain',
    };
  }

  async function withOneRetry(request: ForwardRequest, target: URL) {
    const first = await once(request, target).catch((error: unknown) => error as Error);
    if (!(first instanceof Error) && first.status < 500) return first;
    // A card's time is up at its first time-out; only what failed sooner is repeated.
    if (first instanceof Error && first.name === 'TimeoutError') {
      return refusal(504, 'The app did not answer in time');
    }
    await sleep(PAUSE_BEFORE_RETRY_MS);
    try {
      return await once(request, target);
    } catch {
      return refusal(502, 'The app could not be reached');
    }
  }

  return {
    async forwardFetch(request) {
      if (underWay >= MOST_AT_ONCE) {
        return refusal(429, `More than ${MOST_AT_ONCE} requests at once`);
      }
      if (bodyText(request.method.toUpperCase(), request.body).length > MOST_BYTES) {
        return refusal(413, 'The request is larger than 1 MB');
      }
      const problem = headerProblem(request.headers ?? {});
      if (problem) return refusal(400, problem);
      const url = withIdentity(request, app().appId);
      const target = targetOf(url, localOrigin(url.origin));
      if (!target) return refusal(400, 'Only https URLs can be fetched');
      underWay++;
      try {
        return await withOneRetry(request, target);
      } finally {
        underWay--;
      }
    },
  };
}
