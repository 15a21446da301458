import { signatureOf } from '../src/hubspot/signature.ts';
import { demoAdmin, demoPortal, demoSecret } from './demo-app.ts';

type Asked = {
  method: 'POST' | 'PUT';
  path: string;
  body: unknown;
  portalId?: number;
  /** When it is signed; the machine's time unless the stand-in's clock is ahead. */
  now?: Date;
};

/** A request as HubSpot sends it for the demo's admin. Throws when it is refused. */
export async function askAsAdmin(serviceUrl: string, asked: Asked): Promise<void> {
  const { method, path, body, portalId = demoPortal, now = new Date() } = asked;
  const url = `${serviceUrl}${path}?userId=${demoAdmin}&portalId=${portalId}`;
  const rawBody = JSON.stringify(body);
  const timestamp = String(now.getTime());
  const signed = { method, url, rawBody, timestamp };
  const response = await fetch(url, {
    method,
    body: rawBody,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signatureOf(signed, demoSecret),
    },
  });
  if (!response.ok) throw new Error(`${path} got ${response.status}: ${await response.text()}`);
}
