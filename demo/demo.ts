import { mkdtemp } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type App, createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { portalId } from '../src/model/ids.ts';
import type { PortalProgress } from '../src/refresh/portal-progress.ts';
import { buildCards } from './build-cards.ts';
import {
  complaintCategory,
  demoEnvironment,
  demoPortal,
  portFor,
  registerApp,
} from './demo-app.ts';
import { installApp } from './install-app.ts';
import { type DemoOptions, readOptions } from './options.ts';
import { createProgressBars } from './progress-bars.ts';
import { publishApp } from './publish-app.ts';
import { type StandIn, standInArgs, startStandIn } from './stand-in.ts';
import { latenciesOf, makeStorm, readState } from './storm.ts';
import { verifyPortal } from './verify-portal.ts';

/** The whole product against a stand-in HubSpot; see README. */

const portal = portalId(demoPortal);
const pollMs = 100;

const options = readOptions(process.argv);
const startedAt = performance.now();
if (!options.once) await buildCards();
const standIn = await startStandIn(standInArgs(options));
const databaseUrl = options.database ?? (await freshDatabase());
const service = await startService(options, standIn, databaseUrl);

say(`Stand-in HubSpot at ${standIn.url}, Mainstay at ${service.url}`);
await installApp(service.url);
await publishApp(service.url);
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
  const { scored, mismatches } = await verify();
  const state = await readState(standIn.url, portal);
  const result = {
    ...state.records,
    scored,
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

async function freshDatabase(): Promise<string> {
  return `file:${join(await mkdtemp(join(tmpdir(), 'mainstay-demo-')), 'mainstay.db')}`;
}

async function startService(
  options: DemoOptions,
  { url: sandboxUrl, clockOffsetMs }: StandIn,
  database: string,
): Promise<{ app: App; server: Server; url: string }> {
  const now = () => new Date(Date.now() + clockOffsetMs());
  const port = await portFor(options.port);
  const url = `http://localhost:${port}`;
  const config = readConfig(demoEnvironment(url, sandboxUrl, database));
  const service = await createApp(config, now);
  const server = service.http.listen(port);
  await new Promise((resolve, reject) => server.once('listening', resolve).once('error', reject));
  await registerApp(sandboxUrl, url);
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

function verify() {
  const sandboxUrl = standIn.url;
  return verifyPortal({ sandboxUrl, portal, databaseUrl, complaint: complaintCategory });
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
