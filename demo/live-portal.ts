import { dayMs, isoDate } from '../src/model/day.ts';
import { portalId } from '../src/model/ids.ts';
import { buildCards } from './build-cards.ts';
import { complaintCategory, demoPortal } from './demo-app.ts';
import { installApp } from './install-app.ts';
import { readOptions } from './options.ts';
import { createProgressBars } from './progress-bars.ts';
import { publishApp } from './publish-app.ts';
import { freshDatabase, startService, stopService, untilQuiet } from './running-service.ts';
import { standInArgs, startStandIn } from './stand-in.ts';
import { latenciesOf, makeStorm, readState } from './storm.ts';
import { switchOnStrategies } from './switch-on-strategies.ts';
import { verifyPortal } from './verify-portal.ts';

/** The whole product against a stand-in HubSpot; see README. */

const portal = portalId(demoPortal);

const options = readOptions(process.argv);
const startedAt = performance.now();
if (!options.once) await buildCards();
const standIn = await startStandIn(standInArgs(options));
const databaseUrl = options.database ?? (await freshDatabase());
const service = await startService(standIn, { port: options.port, databaseUrl });

say(`Stand-in HubSpot at ${standIn.url}, Mainstay at ${service.url}`);
await installApp(service.url);
await publishApp(service.url);
say('Installed. Reading the portal for the first time:');
await untilFirstRead();
say(`Read, scored and written in ${seconds()} s.`);
await switchOn();

if (options.once) await runOnce();
else stayUp();

/** So that the demo has tasks, each for somebody of the stand-in's portal, on whatever day it is shown. */
async function switchOn(): Promise<void> {
  const { owners } = await readState(standIn.url, portal);
  const [salesDirector = '', ...others] = owners;
  const now = Date.now() + standIn.clockOffsetMs();
  const worked = [-1, 0, 1].map((days) => isoDate(Math.floor(now / dayMs) + days));
  const fallback = others.at(-1) ?? salesDirector;
  await switchOnStrategies(service.url, { salesDirector, fallback, worked });
  await untilQuiet(service, standIn);
}

async function untilFirstRead(): Promise<void> {
  const bars = options.json ? undefined : createProgressBars();
  await untilQuiet(service, standIn, (progress) => bars?.show(progress));
  bars?.stop();
}

async function runOnce(): Promise<void> {
  const afterRead = await readState(standIn.url, portal);
  say(`Changing ${options.changes} deals and tickets at random …`);
  const { changes, seed } = options;
  const storm = await makeStorm(standIn.url, portal, { changes, seed, overMs: changes * 5 });
  await untilQuiet(service, standIn);
  const latencies = await latenciesOf(standIn.url, portal, storm);
  say('Recomputing every score from the stand-in’s own records …');
  const { scored, mismatches } = await verify();
  const state = await readState(standIn.url, portal);
  const result = {
    ...state.records,
    tasks: state.tasks,
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
  await stopService(service);
  standIn.close();
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
