import { signatureOf } from '../../src/hubspot/signature.ts';

type Asked = { method?: string; url: string; body?: string; secret: string; at: number };

/** Sends a request as HubSpot signs it. */
export function sendSigned({ method = 'GET', url, body = '', secret, at }: Asked) {
  const timestamp = String(at);
  const signature = signatureOf({ method, url, rawBody: body, timestamp }, secret);
  return fetch(url, {
    method,
    redirect: 'manual',
    ...(body !== '' && { body }),
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signature,
    },
  });
}
