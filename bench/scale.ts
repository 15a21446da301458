import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { demoEnvironment, portFor, registerApp } from '../demo/demo-app.ts';
import { installApp } from '../demo/install-app.ts';
import { publishApp } from '../demo/publish-app.ts';
import { type StandIn, startStandIn } from '../demo/stand-in.ts';
import { openDatabase } from '../src/database/open-database.ts';
import type { Database } from '../src/database/schema.ts';
import { startServer } from '../test/support/postgres-server.ts';
import { createServiceProcess } from '../torture/service-process.ts';
import { type Figure, median } from './figures.ts';
import { machineSeconds, processorSecondsOf } from './processor-time.ts';

type Size = { portals: number; rounds: number };

const firstPortal = 500_001;
const companies = 10;
/**
 * Long answers and few rooms: workers wait for HubSpot rather than for the processor and the stand-in, which
 * they share with all else here.
 */
const latencyMs = 400;
const portalsAtOnce = 5;
const changesAPortal = 5;
const workerCounts = [1, 2, 4];
/** A web process lets one address install no more; it begins to count anew when it is started again. */
const installsAMinute = 50;
const pollMs = 100;
const cores = availableParallelism();

/** One time that all portals were brought up to date. */
type Round = { seconds: number; workerSeconds: number; standInSeconds: number; allSeconds: number };

/**
 * How many portals a second several workers bring up to date, beside one: all on this machine. Where
 * `machineShare` is near 1 the processor was the limit, where `standInShare` is, the stand-in; the ratio then
 * says too little of the workers.
 */
export async function scaleFigures(size: Size = { portals: 100, rounds: 5 }): Promise<Figure[]> {
  await using scene = await setScene(size.portals);
  const measured = new Map<number, Round[]>();
  for (const count of workerCounts) {
    await scene.run(count);
    const roundsOfCount: Round[] = [];
    for (let round = 0; round < size.rounds; round += 1)
      roundsOfCount.push(await scene.changeAll());
    measured.set(count, roundsOfCount);
  }
  return figuresOf(measured, size);
}

function figuresOf(measured: ReadonlyMap<number, readonly Round[]>, size: Size): Figure[] {
  const load = { ...size, portalsAtOnce, changesAPortal, latencyMs };
  const middle = (roundsOfCount: readonly Round[], of: (round: Round) => number) =>
    median(roundsOfCount.map(of));
  const ofOne = middle(measured.get(1) ?? [], ({ seconds }) => seconds);
  return [...measured].flatMap(([count, all]) => {
    const seconds = middle(all, (round) => round.seconds);
    const share = (of: (round: Round) => number) => middle(all, (r) => of(r) / r.seconds);
    return [
      { name: 'portalsPerSecond', value: size.portals / seconds, unit: '1/s' },
      { name: 'ratioTo1', value: ofOne / seconds, unit: 'ratio' },
      {
        name: 'workerMsPerPortal',
        value: (middle(all, ({ workerSeconds }) => workerSeconds) * 1_000) / size.portals,
        unit: 'ms',
      },
      { name: 'standInShare', value: share((r) => r.standInSeconds), unit: 'of a core' },
      { name: 'machineShare', value: share((r) => r.allSeconds) / cores, unit: 'of all cores' },
    ].map((figure) => ({ ...figure, name: `scale.${count}workers.${figure.name}`, load }));
  });
}

/** The stand-in, PostgreSQL and a web process, with all portals connected and read by workers. */
async function setScene(portals: number) {
  const ids = Array.from({ length: portals }, (_, index) => firstPortal + index);
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-scale-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const server = await startServer();
  stack.defer(server.stop);
  const standIn = await startPortals(portals);
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
  await connectAll(ids, url, web);
  const place = { db, standIn, ids };
  await untilDone(place);

  const made = stack.move();
  return {
    run,
    changeAll: () => changeAll(place, workers),
    [Symbol.asyncDispose]: () => made.disposeAsync(),
  };
}

function startPortals(portals: number) {
  return startStandIn([
    ...['--portals', String(portals), '--portal-id', String(firstPortal)],
    ...['--companies', String(companies), '--latency', String(latencyMs), '--auto-consent'],
    ...['--index-lag', '0'],
  ]);
}

async function connectAll(
  ids: readonly number[],
  url: string,
  web: ReturnType<typeof createServiceProcess>,
) {
  for (const [index, id] of ids.entries()) {
    if (index > 0 && index % installsAMinute === 0) {
      await web.end('SIGTERM');
      await web.start();
    }
    await installApp(url, id);
    await publishApp(url, id);
  }
}

type Place = { db: Database; standIn: StandIn; ids: readonly number[] };
type Worker = { pid: () => number | undefined };

/** Changes some records of every portal at the same time, until all of it is read and written. */
async function changeAll(place: Place, workers: readonly Worker[]): Promise<Round> {
  const used = () => ({
    seconds: performance.now() / 1_000,
    workerSeconds: workers.reduce((sum, { pid }) => sum + processorSecondsOf(pid() ?? 0), 0),
    standInSeconds: processorSecondsOf(place.standIn.pid),
    allSeconds: machineSeconds(),
  });
  const before = used();
  await Promise.all(
    place.ids.map((id) =>
      fetch(`${place.standIn.url}/sandbox/portals/${id}/storm`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ changes: changesAPortal, seed: Math.round(before.seconds * 1_000) }),
      }),
    ),
  );
  await untilDone(place);
  const after = used();
  return {
    seconds: after.seconds - before.seconds,
    workerSeconds: after.workerSeconds - before.workerSeconds,
    standInSeconds: after.standInSeconds - before.standInSeconds,
    allSeconds: after.allSeconds - before.allSeconds,
  };
}

/** Nothing waits, nothing is on its way to us, and nothing came meanwhile. */
async function untilDone({ db, standIn, ids }: Place): Promise<void> {
  const isDone = async () =>
    !(await isWaiting(db, ids.length)) &&
    (await isTold(standIn.url, ids)) &&
    !(await isWaiting(db, ids.length));
  while (!(await isDone())) await sleep(pollMs);
}

/** Everything that the portals had to tell was taken. */
async function isTold(sandboxUrl: string, ids: readonly number[]): Promise<boolean> {
  const idle = await Promise.all(
    ids.map(async (id) => {
      const answer = await fetch(`${sandboxUrl}/sandbox/portals/${id}/idle`);
      return ((await answer.json()) as { idle: boolean }).idle;
    }),
  );
  return idle.every((isIdle) => isIdle);
}

async function isWaiting(db: Database, portals: number): Promise<boolean> {
  for (const table of ['inbox', 'dirty_record', 'dirty_account', 'outbox'] as const) {
    const row = await db.selectFrom(table).select('portal_id').limit(1).executeTakeFirst();
    if (row) return true;
  }
  return !(await areFramed(db, portals));
}

/** Before its first scores a portal has nothing waiting either. */
async function areFramed(db: Database, portals: number): Promise<boolean> {
  const framed = await db
    .selectFrom('portal')
    .select('portal_id')
    .where('frame_id', 'is not', null);
  return (await framed.execute()).length === portals;
}
