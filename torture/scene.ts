import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoEnvironment, demoPortal, registerApp } from '../demo/demo-app.ts';
import { installApp } from '../demo/install-app.ts';
import { startStandIn } from '../demo/stand-in.ts';
import { signatureOf } from '../src/hubspot/signature.ts';
import type { PortalProgress } from '../src/refresh/portal-progress.ts';
import { journalScopes } from '../test/support/journal-scopes.ts';
import { startServer } from '../test/support/postgres-server.ts';
import { makeDisk } from './disk.ts';
import type { TortureOptions } from './options.ts';
import { createSandboxControl } from './sandbox-control.ts';
import { createServiceProcess } from './service-process.ts';
import { startWebhookRelay, type Way } from './webhook-relay.ts';

export type Scene = Awaited<ReturnType<typeof setScene>>;

const webhookPath = '/webhooks/hubspot';
/** A fault of the stand-in may last as long as a round. */
const connectPatienceMs = 120_000;
const retryMs = 500;
/** HubSpot's 30 s would make a short run wait for nothing else. */
const hubspotTimeoutMs = 3_000;

/** The stand-in, the service, its database and what lies between them. */
async function makePieces(options: TortureOptions) {
  const { companies, seed, database: kind, journal, forgetsOneIn } = options;
  const disk = await makeDisk();
  const server = kind === 'postgres' ? await startServer() : undefined;
  const databaseUrl = server?.url ?? `file:${join(disk.folder, 'mainstay.db')}`;
  const standIn = await startStandIn([
    ...[
      '--companies',
      String(companies),
      '--seed',
      String(seed),
      '--portal-id',
      String(demoPortal),
    ],
    ...['--auto-consent', '--latency', '15', '--index-lag', '200'],
    ...['--rate-limit', '2000/10000', '--search-limit', '50'],
  ]);
  const sandbox = createSandboxControl(standIn.url, demoPortal);

  const troubles: ('miss' | 'cut')[] = [];
  let posts = 0;
  const usualWay = (): Way => {
    posts += 1;
    return forgetsOneIn !== undefined && posts % forgetsOneIn === 0 ? 'forget' : 'pass';
  };
  const relay = await startWebhookRelay(webhookPath, () => troubles.pop() ?? usualWay());
  const port = await freePort();
  relay.setService(port);
  const environment = {
    ...demoEnvironment(relay.url, standIn.url, databaseUrl),
    PORT: String(port),
    TOKEN_KEY: randomBytes(32).toString('base64'),
    HUBSPOT_CALLS_PER_TEN_SECONDS: '1900',
    HUBSPOT_TIMEOUT_MS: String(hubspotTimeoutMs),
    HUBSPOT_JOURNAL: journal,
    HUBSPOT_JOURNAL_SECONDS: '1',
    LOG_LEVEL: 'info',
  };
  const logFile = join(disk.folder, '..', `mainstay-torture-${process.pid}.log`);
  const service = createServiceProcess({ port, environment, logFile });
  await registerApp(standIn.url, relay.url);
  if (journal === 'used') await sandbox.grant(journalScopes);

  return {
    disk,
    server,
    databaseUrl,
    standIn,
    sandbox,
    troubles,
    relay,
    service,
    logFile,
    environment,
  };
}

/** Everything is in place; nothing is started but the stand-in. */
export async function setScene(options: TortureOptions) {
  const pieces = await makePieces(options);
  const { disk, server, databaseUrl, standIn, sandbox, troubles, relay, service } = pieces;
  let skewMs = 0;
  const setClock = () => service.setClock(standIn.clockOffsetMs() + skewMs);

  return {
    portal: demoPortal,
    sandboxUrl: standIn.url,
    databaseUrl,
    logFile: pieces.logFile,
    disk,
    sandbox,
    relay,
    service,
    database: { restart: server?.restart },

    /** An admin connects the app; tries until it works. */
    async connect(): Promise<void> {
      const deadline = performance.now() + connectPatienceMs;
      for (;;) {
        try {
          return await installApp(relay.url);
        } catch (error) {
          if (performance.now() > deadline) throw error;
          await sleep(retryMs);
        }
      }
    },

    /** The next POST with events goes astray. */
    troubleNextPost: (way: 'miss' | 'cut'): void => {
      troubles.push(way);
    },
    skewClock(ms: number): void {
      skewMs = Math.round(ms);
      setClock();
    },
    async nextDay(): Promise<void> {
      const before = standIn.clockOffsetMs();
      await sandbox.advanceDay();
      while (standIn.clockOffsetMs() === before) await sleep(1);
      setClock();
    },

    /** Everything works again; what was broken stays to be mended by the service. */
    async endFaults(): Promise<void> {
      await sandbox.clearFaults();
      troubles.length = 0;
      skewMs = 0;
      setClock();
      await disk.free(service.pid());
      if (!service.isRunning()) await service.start();
      if (!(await sandbox.isInstalled())) await this.connect();
    },

    async progress(): Promise<PortalProgress | undefined> {
      const answer = await signedGet(
        `${relay.url}/progress`,
        service.nowMs(),
        pieces.environment.HUBSPOT_CLIENT_SECRET,
      ).catch(() => undefined);
      return answer?.ok ? ((await answer.json()) as PortalProgress) : undefined;
    },

    async close(): Promise<void> {
      await service.end('SIGTERM');
      relay.close();
      standIn.close();
      await server?.stop();
      await disk.remove();
    },
  };
}

/** A GET as HubSpot's gateway signs it. */
async function signedGet(address: string, nowMs: number, secret: string): Promise<Response> {
  const url = `${address}?userId=7&portalId=${demoPortal}`;
  const timestamp = String(Math.round(nowMs));
  const signature = signatureOf({ method: 'GET', url, rawBody: '', timestamp }, secret);
  return fetch(url, {
    headers: {
      'x-hubspot-request-timestamp': timestamp,
      'x-hubspot-signature-v3': signature,
    },
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
