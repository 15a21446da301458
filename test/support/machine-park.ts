import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { demoEnvironment, demoSecret, portFor, registerApp } from '../../demo/demo-app.ts';
import { installApp } from '../../demo/install-app.ts';
import { publishApp } from '../../demo/publish-app.ts';
import { type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { signatureOf } from '../../src/hubspot/signature.ts';
import type { PortalProgress } from '../../src/refresh/portal-progress.ts';
import { createServiceProcess } from '../../torture/service-process.ts';
import { startBalancer } from './balancer.ts';

type Setting = {
  databaseUrl: string;
  web: number;
  workers: number;
  sandbox: SandboxOptions;
  environment?: Readonly<Record<string, string>>;
};

type Kind = 'web' | 'worker';

/** The service as several processes on one database, behind one address, against a stand-in HubSpot. */
export async function aMachinePark({
  databaseUrl,
  web,
  workers,
  sandbox: options,
  ...given
}: Setting) {
  const sandbox = await startSandbox({ autoConsent: true, indexLagMs: 0, ...options });
  const balancer = await startBalancer();
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-park-'));
  const environment = {
    ...demoEnvironment(balancer.url, sandbox.url, databaseUrl),
    TOKEN_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: 'info',
    ...given.environment,
  };
  await registerApp(sandbox.url, balancer.url);
  sandbox.setApp({ manifestPath: 'app.json' });

  const made: Awaited<ReturnType<typeof aProcess>>[] = [];
  async function aProcess(kind: Kind) {
    const port = await portFor(0);
    const logFile = path.join(folder, `${kind}-${made.length}.log`);
    const own = { ...environment, PORT: String(port) };
    return {
      kind,
      port,
      logFile,
      ...createServiceProcess({ kind, port, environment: own, logFile }),
    };
  }
  for (let one = 0; one < web; one += 1) made.push(await aProcess('web'));
  for (let one = 0; one < workers; one += 1) made.push(await aProcess('worker'));
  const ofKind = (kind: Kind) => made.filter((one) => one.kind === kind);
  balancer.setPorts(ofKind('web').map(({ port }) => port));
  // The first makes the tables; the others find them.
  for (const one of made) await one.start();

  return {
    url: balancer.url,
    sandbox,
    web: ofKind('web'),
    workers: ofKind('worker'),
    logOf: ({ logFile }: { logFile: string }) => readFile(logFile, 'utf8'),

    /** Connects the portal, and allows everything to be written. */
    async install(portalId: number): Promise<void> {
      await installApp(balancer.url, portalId);
      await publishApp(balancer.url, portalId);
    },

    async progress(portalId: number): Promise<PortalProgress> {
      const url = `${balancer.url}/progress?userId=7&portalId=${portalId}`;
      const timestamp = String(Date.now());
      const signed = { method: 'GET', url, rawBody: '', timestamp };
      const answer = await fetch(url, {
        headers: {
          'x-hubspot-request-timestamp': timestamp,
          'x-hubspot-signature-v3': signatureOf(signed, demoSecret),
        },
      });
      if (!answer.ok) throw new Error(`the progress got ${answer.status}`);
      return (await answer.json()) as PortalProgress;
    },

    async [Symbol.asyncDispose]() {
      await Promise.all(made.map((one) => one.end('SIGKILL')));
      balancer.close();
      await sandbox.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
