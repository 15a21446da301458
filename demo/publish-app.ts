import { signatureOf } from '../src/hubspot/signature.ts';
import { demoAdmin, demoPortal, demoSecret } from './demo-app.ts';

/** Allows everything to be written, as the admin does in the settings: a new portal only shows its scores. */
export async function publishApp(serviceUrl: string, portalId = demoPortal): Promise<void> {
  const url = `${serviceUrl}/settings/publishing?userId=${demoAdmin}&portalId=${portalId}`;
  const rawBody = JSON.stringify({ mode: 'live' });
  const timestamp = String(Date.now());
  const response = await fetch(url, {
    method: 'POST',
    body: rawBody,
    headers: {
      'content-type': 'application/json',
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signatureOf(
        { method: 'POST', url, rawBody, timestamp },
        demoSecret,
      ),
    },
  });
  if (!response.ok) throw new Error(`publishing ended with ${response.status}`);
}
