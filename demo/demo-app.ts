import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The app as the stand-in HubSpot knows it. */
const app = { id: 1001, clientId: 'demo-client-id', clientSecret: 'demo-client-secret' };

export const demoSecret = app.clientSecret;
export const demoPortal = 424_242;
/** Who consents to the installation in the stand-in. */
export const demoAdmin = 75_514_748;
export const complaintCategory = 'COMPLAINT';
/** The stand-in's own company property with the day a contract ends; portals made of a file lack it. */
export const renewalProperty = 'contract_renewal_date';

/** The service's environment for a run against the stand-in. */
export function demoEnvironment(serviceUrl: string, sandboxUrl: string, databaseUrl: string) {
  return {
    PORT: new URL(serviceUrl).port,
    PUBLIC_URL: serviceUrl,
    DATABASE_URL: databaseUrl,
    HUBSPOT_APP_ID: String(app.id),
    HUBSPOT_CLIENT_ID: app.clientId,
    HUBSPOT_CLIENT_SECRET: app.clientSecret,
    HUBSPOT_API_URL: sandboxUrl,
    HUBSPOT_AUTHORIZE_URL: `${sandboxUrl}/oauth/authorize`,
    COMPLAINT_CATEGORIES: complaintCategory,
    RENEWAL_PROPERTY: renewalProperty,
    // The stand-in's data is made up: a key that everybody can derive protects it well enough.
    TOKEN_KEY: createHash('sha256').update('mainstay demo').digest('base64'),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  };
}

/** The app as it is registered in the stand-in. */
export function demoAppRegistration(serviceUrl: string) {
  return {
    appId: app.id,
    clientId: app.clientId,
    clientSecret: app.clientSecret,
    redirectUrls: [`${serviceUrl}/oauth/callback`],
    webhookUrl: `${serviceUrl}/webhooks/hubspot`,
  };
}

/** Tells the stand-in where the app is, as uploading the project tells HubSpot. */
export async function registerApp(sandboxUrl: string, serviceUrl: string): Promise<void> {
  const response = await fetch(`${sandboxUrl}/sandbox/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(demoAppRegistration(serviceUrl)),
  });
  if (!response.ok) throw new Error(`the stand-in refused the app: ${await response.text()}`);
}

/** The port asked for; 0 asks for one that is free. */
export async function portFor(wanted: number): Promise<number> {
  if (wanted !== 0) return wanted;
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
