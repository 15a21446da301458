import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { portalId } from '../src/model/ids.ts';
import type { PortalProgress } from '../src/refresh/portal-progress.ts';
import { installApp } from './install-app.ts';
import { type DemoOptions, readOptions } from './options.ts';
import { createProgressBars } from './progress-bars.ts';
import { type StandIn, startStandIn } from './stand-in.ts';
import { latenciesOf, makeStorm, readState } from './storm.ts';

/** The whole product against a stand-in HubSpot; see README. */

const portal = portalId(424_242);
const app = { id: '1001', clientId: 'demo-client-id', clientSecret: 'demo-client-secret' };
const complaintCategory = 'COMPLAINT';
const pollMs = 100;

const options = readOptions(process.argv);
const startedAt = performance.now();
const standIn = await startStandIn(standInArgs(options));
const databaseUrl = options.database ?? (await freshDatabase());
const service = await startService(options, standIn, databaseUrl);

say(`Stand-in HubSpot at ${standIn.url}, Mainstay at ${service.url}`);
await installApp(service.url);
say('Installed. Reading the portal for the first time:');
await untilQuiet(service.app, !options.json);
say(`Read, scored and written in ${seconds()} s.`);

if (options.once) await runOnce();
else stayUp();

async function runOnce(): Promise<void> {
  const afterRead = await readState(standIn.url, portal);
  say(`Changing ${options.changes} deals and tickets at random …`);
  const storm = await makeStorm(standIn.url, portal, options);
  await untilQuiet(service.app, false);
  const latencies = await latenciesOf(standIn.url, portal, storm);
  say('Recomputing every score from the stand-in’s own records …');
  const mismatches = await verify();
  const state = await readState(standIn.url, portal);
  const result = {
    ...state.records,
    scored: state.scored,
    propertiesWritten: state.propertiesWritten,
    apiCallsByEndpoint: state.apiCallsByEndpoint,
    rateLimitHits: state.rateLimitHits,
    webhookPosts: state.webhookPosts,
    eventsIn: state.eventsIn,
    apiCallsForChanges: state.apiCalls - afterRead.apiCalls,
    changes: storm.length,
    changesToWrittenP50Ms: latencies.p50,
    changesToWrittenP95Ms: latencies.p95,
    mismatches: mismatches.length,
    seconds: Number(seconds()),
  };
  if (options.json) process.stdout.write(`${JSON.stringify(result)}\n`);
  else report(result);
  for (const mismatch of mismatches.slice(0, 10)) say(`mismatch: ${JSON.stringify(mismatch)}`);
  await stop();
  process.exitCode = mismatches.length > 0 ? 1 : 0;
}

function stayUp(): void {
  say(`\nOpen ${standIn.url}/ and choose a company: close a deal there and watch its card follow.`);
  say('Ctrl+C ends it.');
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop());
}

async function stop(): Promise<void> {
  service.server.close();
  service.server.closeAllConnections();
  await service.app.close();
  standIn.close();
}

function standInArgs({ companies, deals, seed, sandboxPort, latency }: DemoOptions): string[] {
  const args = ['--port', String(sandboxPort), '--seed', String(seed), '--auto-consent'];
  args.push('--latency', String(latency), '--portal', String(portal));
  if (deals === undefined) args.push('--companies', String(companies));
  else args.push('--deals', deals);
  return args;
}

async function freshDatabase(): Promise<string> {
  return `file:${join(await mkdtemp(join(tmpdir(), 'mainstay-demo-')), 'mainstay.db')}`;
}

async function startService(
  { port }: DemoOptions,
  { url: sandboxUrl, clockOffsetMs }: StandIn,
  database: string,
): Promise<{ app: App; server: Server; url: string }> {
  const now = () => new Date(Date.now() + clockOffsetMs());
  const config = readConfig({
    PORT: String(port),
    PUBLIC_URL: `http://localhost:${port}`,
    DATABASE_URL: database,
    HUBSPOT_APP_ID: app.id,
    HUBSPOT_CLIENT_ID: app.clientId,
    HUBSPOT_CLIENT_SECRET: app.clientSecret,
    HUBSPOT_API_URL: sandboxUrl,
    HUBSPOT_AUTHORIZE_URL: `${sandboxUrl}/oauth/authorize`,
    COMPLAINT_CATEGORIES: complaintCategory,
    TOKEN_KEY: randomBytes(32).toString('base64'),
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error',
  });
  const service = await createApp(config, now);
  const server = service.http.listen(port);
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  await fetch(`${sandboxUrl}/sandbox/app`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      appId: Number(app.id),
      clientId: app.clientId,
      clientSecret: app.clientSecret,
      redirectUrls: [`${url}/oauth/callback`],
      webhookUrl: `${url}/webhooks/hubspot`,
    }),
  });
  service.start();
  return { app: service, server, url };
}

/** Waits until nothing is left to read, score or write, and the stand-in has nothing more to tell. */
async function untilQuiet(running: App, showsProgress: boolean): Promise<PortalProgress> {
  const bars = showsProgress ? createProgressBars() : undefined;
  for (;;) {
    const progress = await running.progress(portal);
    bars?.show(progress);
    if (progress.isQuiet && (await isIdle()) && (await running.progress(portal)).isQuiet) {
      bars?.stop();
      return progress;
    }
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
}

async function isIdle(): Promise<boolean> {
  const response = await fetch(`${standIn.url}/sandbox/portals/${portal}/idle`);
  return ((await response.json()) as { idle: boolean }).idle;
}

function verify(): Promise<unknown[]> {
  const args = [standIn.url, String(portal), databaseUrl, complaintCategory];
  return new Promise((resolve, reject) => {
    const child = fork(new URL('./verify.ts', import.meta.url), args, { silent: true });
    let output = '';
    child.stdout?.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr?.pipe(process.stderr);
    child.once('exit', (code) =>
      code === 0 ? resolve(JSON.parse(output)) : reject(new Error(`the check ended with ${code}`)),
    );
  });
}

function report(result: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(result)) {
    say(`  ${name.padEnd(24)} ${typeof value === 'object' ? JSON.stringify(value) : value}`);
  }
}

function seconds(): string {
  return ((performance.now() - startedAt) / 1_000).toFixed(1);
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
