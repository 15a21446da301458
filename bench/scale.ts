import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoEnvironment, portFor, registerApp } from '../demo/demo-app.ts';
import { installApp } from '../demo/install-app.ts';
import { publishApp } from '../demo/publish-app.ts';
import { startStandIn } from '../demo/stand-in.ts';
import { openDatabase } from '../src/database/open-database.ts';
import type { Database } from '../src/database/schema.ts';
import { startServer } from '../test/support/postgres-server.ts';
import { createServiceProcess } from '../torture/service-process.ts';
import { type Figure, median } from './figures.ts';

const portals = 100;
const firstPortal = 500_001;
const companies = 10;
const latencyMs = 80;
const changesAPortal = 5;
const rounds = 3;
/** Few, so that workers wait for HubSpot rather than for the processor that they share with all else here. */
const portalsAtOnce = 5;
const workerCounts = [1, 2, 4];
/** A web process lets one address install no more; it begins to count anew when it is started again. */
const installsAMinute = 50;
const pollMs = 100;

const ids = Array.from({ length: portals }, (_, index) => firstPortal + index);

/** How many portals a second several workers bring up to date, beside one: all on this machine. */
export async function scaleFigures(): Promise<Figure[]> {
  await using scene = await setScene();
  const speeds = new Map<number, number>();
  for (const count of workerCounts) {
    await scene.run(count);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round += 1) seconds.push(await scene.changeAll());
    speeds.set(count, portals / median(seconds));
  }
  return figuresOf(speeds);
}

function figuresOf(speeds: ReadonlyMap<number, number>): Figure[] {
  const load = { portals, portalsAtOnce, changesAPortal, latencyMs, rounds };
  const ofOne = speeds.get(1) ?? 1;
  return [...speeds].flatMap(([count, value]) => {
    const name = `scale.${count}workers`;
    const speed = { name: `${name}.portalsPerSecond`, value, unit: '1/s', load };
    return [speed, { name: `${name}.ratioTo1`, value: value / ofOne, unit: '', load }];
  });
}

/** The stand-in, PostgreSQL and a web process, with all portals connected and read by workers. */
async function setScene() {
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-scale-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await startServer();
  stack.defer(server.stop);
  const standIn = await startPortals();
  stack.defer(standIn.close);
  const url = `http://localhost:${await portFor(0)}`;
  const environment = {
    ...demoEnvironment(url, standIn.url, server.url),
    LOG_LEVEL: 'error',
    PORTALS_AT_ONCE: String(portalsAtOnce),
  };
  const started: ReturnType<typeof createServiceProcess>[] = [];
  stack.defer(async () => {
    await Promise.all(started.map((service) => service.end('SIGKILL')));
  });
  const start = async (kind: 'web' | 'worker', port: number) => {
    const logFile = path.join(folder, `${kind}.log`);
    const own = { ...environment, PORT: String(port) };
    const service = createServiceProcess({ kind, port, environment: own, logFile });
    started.push(service);
    await service.start();
    return service;
  };
  const web = await start('web', Number(new URL(url).port));
  await registerApp(standIn.url, url);
  const db = await openDatabase(server.url);
  stack.defer(() => db.destroy());
  const workers: (typeof web)[] = [];
  const run = async (count: number) => {
    while (workers.length > count) await workers.pop()?.end('SIGTERM');
    while (workers.length < count) workers.push(await start('worker', await portFor(0)));
  };
  await run(Math.max(...workerCounts));
  await connectAll(url, web);
  await untilDone(db, standIn.url);

  const made = stack.move();
  return {
    run,
    changeAll: () => changeAll(db, standIn.url),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
}

function startPortals() {
  return startStandIn([
    ...['--portals', String(portals), '--portal-id', String(firstPortal)],
    ...['--companies', String(companies), '--latency', String(latencyMs), '--auto-consent'],
    ...['--index-lag', '0'],
  ]);
}

async function connectAll(url: string, web: ReturnType<typeof createServiceProcess>) {
  for (const [index, id] of ids.entries()) {
    if (index > 0 && index % installsAMinute === 0) {
      await web.end('SIGTERM');
      await web.start();
    }
    await installApp(url, id);
    await publishApp(url, id);
  }
}

/** Changes some records of every portal at the same time; seconds until all of it is read and written. */
async function changeAll(db: Database, sandboxUrl: string): Promise<number> {
  const startedAt = performance.now();
  await Promise.all(
    ids.map((id) =>
      fetch(`${sandboxUrl}/sandbox/portals/${id}/storm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ changes: changesAPortal, seed: Math.round(startedAt) }),
      }),
    ),
  );
  await untilDone(db, sandboxUrl);
  return (performance.now() - startedAt) / 1_000;
}

/** Nothing waits, nothing is on its way to us, and nothing came meanwhile. */
async function untilDone(db: Database, sandboxUrl: string): Promise<void> {
  const isDone = async () =>
    !(await isWaiting(db)) && (await isTold(sandboxUrl)) && !(await isWaiting(db));
  while (!(await isDone())) await sleep(pollMs);
}

/** Everything that the portals had to tell was taken. */
async function isTold(sandboxUrl: string): Promise<boolean> {
  const idle = await Promise.all(
    ids.map(async (id) => {
      const answer = await fetch(`${sandboxUrl}/sandbox/portals/${id}/idle`);
      return ((await answer.json()) as { idle: boolean }).idle;
    }),
  );
  return idle.every((isIdle) => isIdle);
}

async function isWaiting(db: Database): Promise<boolean> {
  for (const table of ['inbox', 'dirty_record', 'dirty_account', 'outbox'] as const) {
    const row = await db.selectFrom(table).select('portal_id').limit(1).executeTakeFirst();
    if (row) return true;
  }
  return !(await areFramed(db));
}

/** Before its first scores a portal has nothing waiting either. */
async function areFramed(db: Database): Promise<boolean> {
  const framed = await db
    .selectFrom('portal')
    .select('portal_id')
    .where('frame_id', 'is not', null);
  return (await framed.execute()).length === portals;
}
