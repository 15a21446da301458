import { createHash, createHmac } from 'node:crypto';

/** The encodings HubSpot decodes in the URI before it signs; everything else stays as sent. */
const DECODED: Record<string, string> = {
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

export function decodedUri(uri: string): string {
  return uri.replace(/%(3A|2F|3F|40|21|24|27|28|29|2A|2C|3B)/gi, (code) => {
    return DECODED[code.toUpperCase()] ?? code;
  });
}

export type Signable = { method: string; uri: string; body: string };

/** X-HubSpot-Signature-v3: base64 HMAC-SHA256 over method, decoded URI, body and timestamp (ms). */
export function signV3(secret: string, { method, uri, body }: Signable, timestamp: number): string {
  return createHmac('sha256', secret)
    .update(`${method}${decodedUri(uri)}${body}${timestamp}`)
    .digest('base64');
}

/** X-HubSpot-Signature with version v2: hex SHA-256 over secret, method, URI and body. */
export function signV2(secret: string, { method, uri, body }: Signable): string {
  return createHash('sha256').update(`${secret}${method}${uri}${body}`).digest('hex');
}

/** X-HubSpot-Signature with version v1: hex SHA-256 over secret and body. */
export function signV1(secret: string, body: string): string {
  return createHash('sha256').update(`${secret}${body}`).digest('hex');
}
