import { createHmac, timingSafeEqual } from 'node:crypto';

const maxAgeMs = 5 * 60_000;

export type SignedRequest = {
  method: string;
  /** As HubSpot called it: scheme, host, path and query. */
  url: string;
  rawBody: string | Buffer;
  timestamp: string;
  signature: string;
};

/** The encodings that HubSpot decodes before it signs; all others stay. */
const decodings: Readonly<Record<string, string>> = {
  '%3A': ':',
  '%2F': '/',
  '%3F': '?',
  '%40': '@',
  '%21': '!',
  '%24': '$',
  '%27': "'",
  '%28': '(',
  '%29': ')',
  '%2A': '*',
  '%2C': ',',
  '%3B': ';',
};

/**
 * HubSpot's v3 request signature, in constant time. HubSpot's gateway signs the decoded address, its
 * local proxy the address as sent: both are taken.
 */
export function isSignedByHubspot(request: SignedRequest, secret: string, now: Date): boolean {
  if (!isRecent(request, now)) return false;
  const given = Buffer.from(request.signature);
  return [decoded(request.url), request.url].some((url) => {
    const expected = Buffer.from(signatureOf({ ...request, url }, secret));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}

const signatureLength = 44;

/** What can be told of a signature before the body is there: its form, and its age of at most five minutes. */
export function isRecent(
  { timestamp, signature }: Pick<SignedRequest, 'timestamp' | 'signature'>,
  now: Date,
): boolean {
  if (signature.length !== signatureLength || !/^\d{13}$/.test(timestamp)) return false;
  return Math.abs(now.getTime() - Number(timestamp)) <= maxAgeMs;
}

/** Base64 of HMAC-SHA256 over method, address, body and timestamp. */
export function signatureOf(request: Omit<SignedRequest, 'signature'>, secret: string): string {
  return createHmac('sha256', secret)
    .update(request.method + request.url)
    .update(request.rawBody)
    .update(request.timestamp)
    .digest('base64');
}

function decoded(url: string): string {
  return url.replace(/%[0-9A-F]{2}/gi, (code) => decodings[code.toUpperCase()] ?? code);
}
