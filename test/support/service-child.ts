import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { demoEnvironment } from '../../demo/demo-app.ts';
import { startSandbox } from '../../sandbox/sandbox.ts';
import { signatureOf } from '../../src/hubspot/signature.ts';
import { makeDisk } from '../../torture/disk.ts';
import { createServiceProcess } from '../../torture/service-process.ts';

export const portal = 424_242;

type Setting = {
  companies?: number;
  latencyMs?: number;
  databaseUrl?: string;
  logLevel?: string;
  environment?: Record<string, string>;
};

/** The service as a process of its own against a stand-in HubSpot; not started yet. */
export async function aServiceChild({
  companies = 3,
  latencyMs = 0,
  databaseUrl,
  logLevel = 'info',
  environment: more = {},
}: Setting = {}) {
  const disk = await makeDisk();
  const sandbox = await startSandbox({
    latencyMs,
    indexLagMs: 0,
    autoConsent: true,
    portals: [{ portalId: portal, companies }],
  });
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const environment = {
    ...demoEnvironment(url, sandbox.url, databaseUrl ?? `file:${join(disk.folder, 'mainstay.db')}`),
    TOKEN_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: logLevel,
    ...more,
  };
  sandbox.setApp({
    appId: Number(environment.HUBSPOT_APP_ID),
    clientId: environment.HUBSPOT_CLIENT_ID,
    clientSecret: environment.HUBSPOT_CLIENT_SECRET,
    manifestPath: 'app.json',
    redirectUrls: [`${url}/oauth/callback`],
    webhookUrl: `${url}/webhooks/hubspot`,
  });
  const logFile = join(disk.folder, 'service.log');
  const service = createServiceProcess({ port, environment, logFile });

  return {
    url,
    sandbox,
    disk,
    service,
    logFile,
    environment,

    /** A POST as HubSpot sends it. */
    postEvents(events: readonly Record<string, unknown>[]): Promise<Response> {
      const address = `${url}/webhooks/hubspot`;
      const body = JSON.stringify(events.map((event) => ({ portalId: portal, ...event })));
      const timestamp = String(Date.now());
      const signed = { method: 'POST', url: address, rawBody: body, timestamp };
      return fetch(address, {
        method: 'POST',
        body,
        headers: {
          'content-type': 'application/json',
          'x-hubspot-request-timestamp': timestamp,
          'x-hubspot-signature-v3': signatureOf(signed, environment.HUBSPOT_CLIENT_SECRET),
        },
      });
    },

    [Symbol.asyncDispose]: async () => {
      await service.end('SIGKILL');
      await sandbox.close();
      await disk.remove();
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
