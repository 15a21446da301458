import { signatureOf } from '../../src/hubspot/signature.ts';

type Asked = {
  method?: string;
  url: string;
  body?: string;
  secret: string;
  at: number;
  /** Of the body; '' leaves it out. */
  type?: string;
};

/** Sends a request as HubSpot signs it. */
export function sendSigned({
  method = 'GET',
  url,
  body = '',
  secret,
  at,
  type = 'application/json',
}: Asked) {
  const timestamp = String(at);
  const signature = signatureOf({ method, url, rawBody: body, timestamp }, secret);
  return fetch(url, {
    method,
    redirect: 'manual',
    // As bytes: a text would be given a type.
    ...(body !== '' && { body: Buffer.from(body) }),
    headers: {
      ...(type !== '' && { 'content-type': type }),
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signature,
    },
  });
}
