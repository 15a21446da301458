import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import autocannon from 'autocannon';
import { type Figure, median, rounds } from './figures.ts';
import { intakeRequest } from './intake-request.ts';

const connectionCounts = [10, 100] as const;
const seconds = 3;
const warmUpSeconds = 1;
const kinds = ['bare', 'noStore', 'service'] as const;
type Kind = (typeof kinds)[number];
type Round = Readonly<Record<Kind, { perSecond: number; p99Ms: number }>>;

/**
 * Posts of 100 events a second: the service with durable commits, beside the same handler without a store
 * and beside a bare one. All take turns in every round, so that a slow moment of the machine meets all.
 */
export async function intakeFigures(): Promise<Figure[]> {
  const servers = await Promise.all(kinds.map(startServer));
  const figures: Figure[] = [];
  for (const connections of connectionCounts) {
    for (const { url } of servers) await fire(url, connections, warmUpSeconds);
    const measured: Round[] = [];
    for (let round = 0; round < rounds; round++) measured.push(await roundOf(servers, connections));
    figures.push(...figuresOf(measured, connections));
  }
  for (const { child } of servers) child.disconnect();
  return figures;
}

type Server = { kind: Kind; url: string; child: ChildProcess };

async function startServer(kind: Kind): Promise<Server> {
  const child = fork(new URL('intake-server.ts', import.meta.url), [kind]);
  const [port] = (await once(child, 'message')) as [number];
  return { kind, url: `http://127.0.0.1:${port}`, child };
}

async function roundOf(servers: readonly Server[], connections: number): Promise<Round> {
  const entries: [Kind, Round[Kind]][] = [];
  for (const { kind, url } of servers) entries.push([kind, await fire(url, connections, seconds)]);
  return Object.fromEntries(entries) as Round;
}

async function fire(url: string, connections: number, duration: number) {
  const request = intakeRequest(new Date());
  const result = await autocannon({ url, connections, duration, requests: [request] });
  if (result.non2xx + result.errors > 0) throw new Error(`${url} refused ${result.non2xx} posts`);
  return { perSecond: result.requests.average, p99Ms: result.latency.p99 };
}

function figuresOf(measured: readonly Round[], connections: number): Figure[] {
  const middle = (of: (round: Round) => number) => median(measured.map(of));
  const load = { connections, eventsPerPost: 100, rounds, secondsEach: seconds };
  const name = (rest: string) => `intake.c${connections}.${rest}`;
  const ratioTo = (other: Kind) =>
    middle((round) => round.service.perSecond / round[other].perSecond);
  return [
    { name: name('perSecond'), value: middle(({ service }) => service.perSecond), unit: 'posts/s' },
    { name: name('p99Ms'), value: middle(({ service }) => service.p99Ms), unit: 'ms' },
    { name: name('noStorePerSecond'), value: middle((r) => r.noStore.perSecond), unit: 'posts/s' },
    { name: name('barePerSecond'), value: middle((r) => r.bare.perSecond), unit: 'posts/s' },
    { name: name('ratioToNoStore'), value: ratioTo('noStore'), unit: 'ratio' },
    { name: name('ratioToBare'), value: ratioTo('bare'), unit: 'ratio' },
  ].map((figure) => ({ ...figure, load }));
}
