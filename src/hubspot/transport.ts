import { Client } from '@hubspot/api-client';
import { HubspotError } from '../errors.ts';
import { connectionProblem } from './connection-rules.ts';
import { toHubspotError } from './reaction-rules.ts';

export type Letter = {
  /** The endpoint's name, for errors. */
  name: string;
  method: string;
  path: string;
  headers?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
};

/** `status` is 0 when no answer came. */
export type Reply = { status: number; outcome: { body: unknown } | HubspotError };

export type Transport = ReturnType<typeof createTransport>;

const usualTimeoutMs = 30_000;

/**
 * One request to HubSpot, carried by the SDK, with a time limit; never throws. The SDK's own limiter
 * and retries stay off: they are process-wide and know no portal.
 */
export function createTransport(baseUrl: string, timeoutMs = usualTimeoutMs) {
  const sdk = new Client({ basePath: baseUrl, numberOfApiCallRetries: 0 });

  return async function send({ name, method, path, headers, query, body }: Letter): Promise<Reply> {
    try {
      const { response, text } = await within(timeoutMs, async () => {
        const answer = await sdk.apiRequest({
          method,
          path,
          authType: 'none',
          defaultJson: !(body instanceof URLSearchParams),
          ...(headers && { headers }),
          ...(query && { qs: query }),
          ...(body !== undefined && { body: body instanceof URLSearchParams ? `${body}` : body }),
        });
        return { response: answer, text: await answer.text() };
      });
      const { status } = response;
      if (response.ok)
        return { status, outcome: { body: text === '' ? undefined : JSON.parse(text) } };
      const retryAfter = response.headers.get('retry-after');
      const refusal = { endpoint: name, status, body: errorBodyOf(text), retryAfter };
      return { status, outcome: toHubspotError(refusal) };
    } catch (cause) {
      const message = `no answer from ${baseUrl}: ${connectionProblem(cause)}`;
      const details = { endpoint: name, status: 0, message, cause };
      return { status: 0, outcome: new HubspotError('retry-later', details) };
    }
  };
}

/** The SDK takes no abort signal: a call past its time is given up here and its socket left to die. */
async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${limitMs} ms`)), limitMs);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** A gateway in between may answer in HTML. */
function errorBodyOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
