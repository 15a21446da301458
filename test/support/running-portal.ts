import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { type PortalOptions, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { type App, createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { signatureOf } from '../../src/hubspot/signature.ts';
import { portalId } from '../../src/model/ids.ts';

export const companyType = '0-2';
export const dealType = '0-3';
export const ticketType = '0-5';

export const portal = portalId(424_242);

const app = { appId: 1_001, clientId: 'test-client', clientSecret: 'test-secret' };
const pollMs = 25;
const patienceMs = 20_000;

type Setting = {
  portals?: PortalOptions[];
  sandbox?: Partial<SandboxOptions>;
  environment?: Record<string, string>;
};

/** The whole service on a fresh database against a stand-in HubSpot, both over HTTP. */
export async function runningPortal(setting: Setting = {}) {
  const sandbox = await startSandbox({
    latencyMs: 0,
    indexLagMs: 0,
    autoConsent: true,
    rateLimit: { calls: 1_000, perMs: 1_000 },
    webhooks: { coalesceMs: 20, retryScale: 0.01 },
    workflowActions: { retryScale: 0.0001 },
    portals: setting.portals ?? [{ portalId: portal, companies: 25 }],
    ...setting.sandbox,
  });
  const folder = await mkdtemp(join(tmpdir(), 'mainstay-test-'));
  const databaseUrl = setting.environment?.['DATABASE_URL'] ?? `file:${join(folder, 'test.db')}`;

  async function start(port: number) {
    const url = `http://localhost:${port}`;
    const config = readConfig({
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: databaseUrl,
      HUBSPOT_APP_ID: String(app.appId),
      HUBSPOT_CLIENT_ID: app.clientId,
      HUBSPOT_CLIENT_SECRET: app.clientSecret,
      HUBSPOT_API_URL: sandbox.url,
      HUBSPOT_AUTHORIZE_URL: `${sandbox.url}/oauth/authorize`,
      HUBSPOT_CALLS_PER_TEN_SECONDS: '5000',
      TOKEN_KEY: tokenKey,
      CHAT_STAND_IN_URL: sandbox.url,
      CHAT_TIMEOUT_MS: '300',
      LOG_LEVEL: 'silent',
      ...setting.environment,
    });
    const service = await createApp(config, () => sandbox.clock.now());
    const server = service.http.listen(port);
    await new Promise((resolve) => server.once('listening', resolve));
    return { url, service, server };
  }

  const tokenKey = randomBytes(32).toString('base64');
  let running = await start(await freePort());
  sandbox.setApp({
    ...app,
    manifestPath: 'app.json',
    redirectUrls: [`${running.url}/oauth/callback`],
    webhookUrl: `${running.url}/webhooks/hubspot`,
  });
  running.service.start();

  async function stop(): Promise<void> {
    running.server.close();
    running.server.closeAllConnections();
    await running.service.close();
  }

  return {
    sandbox,
    databaseUrl,
    /** What people do in the portal. */
    user: sandbox.portal(portal).user,
    get url() {
      return running.url;
    },
    get service(): App {
      return running.service;
    },

    /** Goes through OAuth as an admin's browser does, and allows everything to be written. */
    async install(): Promise<Response> {
      const answer = await install(running.url);
      const published = await signed('POST', '/settings/publishing', { mode: 'live' });
      if (published.status !== 200) throw new Error(`publishing got ${published.status}`);
      return answer;
    },

    /** Goes through OAuth alone: scores are shown, nothing is written. */
    installUnpublished: () => install(running.url),

    /** A request as HubSpot's gateway sends it for the person who installed the app, or another. */
    signed,

    /** Waits until all changes have been read, scored and written. */
    async quiet(id = portal): Promise<void> {
      const isQuiet = async () =>
        sandbox.webhooksIdle(id) && (await running.service.progress(id)).isQuiet;
      await until(async () => (await isQuiet()) && (await isQuiet()));
    },

    /** Ends the service and starts it again on the same database and port; `between` is done while it is down. */
    async restart(between?: () => Promise<void>): Promise<void> {
      const port = Number(new URL(running.url).port);
      await stop();
      await between?.();
      running = await start(port);
      running.service.start();
    },

    /** The service goes on to answer and makes no more passes, until it is told to `work`. */
    async rest(): Promise<void> {
      const port = Number(new URL(running.url).port);
      await stop();
      running = await start(port);
    },
    work: () => running.service.start(),

    /** A GET as HubSpot's gateway sends it for a card. */
    async card(companyId: string | number, query = ''): Promise<Record<string, unknown>> {
      const response = await signedGet(`/cards/companies/${companyId}`, query);
      if (response.status !== 200) throw new Error(`the card got ${response.status}`);
      return (await response.json()) as Record<string, unknown>;
    },

    signedGet,

    /** A company property as the portal shows it. */
    property(companyId: number, name: string): string | null {
      const { portal: shown } = sandbox.portal(portal);
      return propertyValue(shown, companyType, shown.table(companyType).rowOf(companyId), name);
    },

    /** Ids of the portal's companies, in the order they were made. */
    companyIds(): number[] {
      const table = sandbox.portal(portal).portal.table(companyType);
      return Array.from({ length: table.rows() }, (_, row) => table.idOf(row));
    },

    /** Lets time pass for the portal and the service. */
    advance(ms: number): void {
      sandbox.clock.advanceDays(ms / 86_400_000);
    },

    /** Calls the portal has answered so far. */
    calls(): number {
      const calls = Object.values(sandbox.state().apiCallsByEndpoint);
      return calls.reduce((sum, each) => sum + each, 0);
    },

    [Symbol.asyncDispose]: async () => {
      await stop();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };

  /** As the gateway's answer: signed over the query, in which HubSpot says who asks. */
  async function signed(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    path: string,
    body?: unknown,
    userId = sandbox.portal(portal).portal.user.userId,
  ): Promise<{ status: number; text: string; body: unknown }> {
    const identity = `userId=${userId}&portalId=${portal}&appId=${app.appId}`;
    const url = `${running.url}${path}${path.includes('?') ? '&' : '?'}${identity}`;
    const rawBody = body === undefined ? '' : JSON.stringify(body);
    const timestamp = String(sandbox.clock.now().getTime());
    const response = await fetch(url, {
      method,
      ...(rawBody !== '' && { body: rawBody }),
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': timestamp,
        'x-hubspot-signature-v3': signatureOf(
          { method, url: decodeURIComponent(url), rawBody, timestamp },
          app.clientSecret,
        ),
      },
    });
    const text = await response.text();
    return { status: response.status, text, body: text === '' ? null : JSON.parse(text) };
  }

  function signedGet(path: string, query = ''): Promise<Response> {
    const identity = `userId=7&portalId=${portal}&userEmail=kam%40example.com&appId=${app.appId}`;
    const url = `${running.url}${path}?${query === '' ? '' : `${query}&`}${identity}`;
    const timestamp = String(sandbox.clock.now().getTime());
    const signed = { method: 'GET', url: url.replace('%40', '@'), rawBody: '', timestamp };
    return fetch(url, {
      headers: {
        'x-hubspot-request-timestamp': timestamp,
        'x-hubspot-signature-v3': signatureOf(signed, app.clientSecret),
      },
    });
  }
}

export async function until(isTrue: () => Promise<boolean> | boolean): Promise<void> {
  const deadline = Date.now() + patienceMs;
  while (!(await isTrue())) {
    if (Date.now() > deadline) throw new Error(`still not true after ${patienceMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function install(url: string): Promise<Response> {
  const start = await fetch(`${url}/oauth/install`, { redirect: 'manual' });
  const cookie = start.headers.get('set-cookie')?.split(';')[0] ?? '';
  const consent = await fetch(start.headers.get('location') ?? '', { redirect: 'manual' });
  const back = consent.headers.get('location') ?? '';
  return fetch(back, { redirect: 'manual', headers: { cookie } });
}

async function freePort(): Promise<number> {
  const { createServer } = await import('node:net');
  const server = createServer().listen(0);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
