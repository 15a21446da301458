import { type LookupAddress, type LookupOptions, lookup as systemLookup } from 'node:dns';
import { type RequestOptions, request as requestOverHttp } from 'node:http';
import { request as requestOverHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.ts';

export type Answer = { status: number; body: string; retryAfterMs: number | null };

type Resolve = (
  host: string,
  options: LookupOptions & { all: true },
  answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export type PostJsonOptions = {
  timeoutMs: number;
  /** An origin on this machine that may be posted to: the stand-in's. */
  standInOrigin: string | null;
  resolve?: Resolve;
};

const longestAnswer = 16_384;

export type PostJson = ReturnType<typeof createPostJson>;

/**
 * Posts to public addresses alone. A name is resolved once, what it resolves to is checked, and to that
 * the connection is made, so that a name cannot mean one thing when asked and another when used. No
 * redirect is followed.
 */
export function createPostJson({ timeoutMs, standInOrigin, resolve }: PostJsonOptions) {
  const lookup = publicLookup(resolve ?? systemLookup);

  return async (address: URL, body: unknown): Promise<Answer> => {
    const payload = JSON.stringify(body);
    const isStandIn = standInOrigin !== null && address.origin === standInOrigin;
    if (!isStandIn && address.protocol !== 'https:') throw new Error('not an https address');
    if (!isStandIn && isIP(address.hostname.replace(/^\[|\]$/g, '')) !== 0) {
      throw new Error('a number, not the name of a host');
    }
    const options: RequestOptions = {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        'content-length': Buffer.byteLength(payload),
      },
      agent: false,
      signal: AbortSignal.timeout(timeoutMs),
      ...(!isStandIn && { lookup }),
    };
    return exchange(address, options, payload);
  };
}

function publicLookup(resolve: Resolve): LookupFunction {
  return (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, '', 0);
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address))) {
        return answer(new Error('the host has no public address'), '', 0);
      }
      if (options.all) return answer(null, addresses);
      answer(null, first.address, first.family);
    });
  };
}

function exchange(address: URL, options: RequestOptions, payload: string): Promise<Answer> {
  const request = address.protocol === 'https:' ? requestOverHttps : requestOverHttp;
  return new Promise((resolve, reject) => {
    const call = request(address, options, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        body += part;
        if (body.length > longestAnswer) call.destroy(new Error('the answer is too long'));
      });
      response.on('error', reject);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        resolve({ status, body, retryAfterMs: retryAfterMs(response.headers['retry-after']) });
      });
    });
    call.on('error', reject);
    call.end(payload);
  });
}

/** Seconds; chats send no dates. */
function retryAfterMs(value: string | undefined): number | null {
  const seconds = Number(value);
  return value !== undefined && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
