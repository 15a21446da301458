import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { openDatabase } from '../src/database/open-database.ts';
import type { WebhookEvent } from '../src/hubspot/webhook-body.ts';
import { drainInbox } from '../src/sync/drain-inbox.ts';
import { readChangedRecords } from '../src/sync/read-changed-records.ts';
import { writeOutbox } from '../src/writeback/write-outbox.ts';
import { portal, runningPortal } from '../test/support/running-portal.ts';
import { createOrders, deals } from './changed-deals.ts';
import { latencyMs } from './demo-portal.ts';
import { type Figure, median, rounds } from './figures.ts';
import { createPlainCalls } from './plain-calls.ts';
import { stepDeps } from './step-deps.ts';

const posts = 100;
const eventsPerPost = 100;
const rowsPerDrain = 50;

type Steps = Awaited<ReturnType<typeof setSteps>>;
type Taken = { seconds: number; plainSeconds: number; calls: number };

/**
 * Each step of a pass by itself, on a portal that nobody else works: posts turned into records to read, those
 * read and kept, scores written. Beside each, in the same round, the least that does the same: plain SQL, or
 * the same calls with nothing done to their answers.
 */
export async function stepFigures(): Promise<Figure[]> {
  await using steps = await setSteps();
  const taken: Record<string, Taken[]> = { drain: [], sync: [], writeback: [] };
  for (let round = 0; round < rounds; round += 1) {
    taken['drain']?.push(await drainOnce(steps));
    taken['sync']?.push(await syncOnce(steps));
    taken['writeback']?.push(await writeOnce(steps));
  }
  const counts = { drain: posts * eventsPerPost, sync: deals, writeback: deals };
  const units = { drain: 'events/s', sync: 'records/s', writeback: 'accounts/s' };
  return (['drain', 'sync', 'writeback'] as const).flatMap((step) =>
    figuresOf(step, taken[step] ?? [], { count: counts[step], unit: units[step] }),
  );
}

function figuresOf(
  step: 'drain' | 'sync' | 'writeback',
  all: readonly Taken[],
  { count, unit }: { count: number; unit: string },
): Figure[] {
  const middle = (of: (taken: Taken) => number) => median(all.map(of));
  const what = step === 'drain' ? { posts, events: count } : { latencyMs };
  const load = { ...what, records: deals, rounds };
  const ratio = step === 'drain' ? 'ratioToSql' : 'ratioToCalls';
  return [
    { name: `${step}.perSecond`, value: count / middle(({ seconds }) => seconds), unit, load },
    {
      name: `${step}.${ratio}`,
      value: middle(({ seconds, plainSeconds }) => seconds / plainSeconds),
      unit: 'ratio',
      load,
    },
    ...(step === 'drain'
      ? []
      : [
          {
            name: `${step}.callsToBound`,
            value: middle(({ calls }) => calls) / (deals / 100),
            unit: 'ratio',
            load,
          },
        ]),
  ];
}

async function setSteps() {
  await using stack = new AsyncDisposableStack();
  const tokenKey = randomBytes(32).toString('base64');
  const app = stack.use(
    await runningPortal({
      portals: [{ portalId: portal, companies: 0 }],
      sandbox: { latencyMs, webhooks: {} },
      environment: { TOKEN_KEY: tokenKey },
    }),
  );
  const ids = createOrders(app.user);
  await app.install();
  await app.quiet();
  await app.rest();
  const db = await openDatabase(app.databaseUrl);
  stack.defer(() => db.destroy());
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-steps-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const plain = plainInbox(path.join(folder, 'plain.db'));
  stack.defer(() => void plain.close());
  const deps = stepDeps(app, db, tokenKey);
  const calls = createPlainCalls(app);
  const made = stack.move();
  return { app, ids, db, deps, plain, calls, [Symbol.asyncDispose]: () => made.disposeAsync() };
}

async function secondsOf(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return (performance.now() - startedAt) / 1_000;
}

let lastPost = 0;

function postOf(ids: readonly number[], occurredAt: number): { id: string; body: string } {
  lastPost += 1;
  const events = Array.from({ length: eventsPerPost }, (_, place): WebhookEvent => {
    const objectId = ids[(lastPost * eventsPerPost + place) % ids.length] ?? 0;
    return changeOf(String(objectId), occurredAt + place);
  });
  return { id: String(lastPost).padStart(12, '0'), body: JSON.stringify(events) };
}

function changeOf(objectId: string, occurredAt: number): WebhookEvent {
  const none = undefined;
  return {
    portalId: portal,
    subscriptionType: 'object.propertyChange',
    occurredAt,
    objectTypeId: '0-3',
    objectId,
    fromObjectTypeId: none,
    toObjectTypeId: none,
    fromObjectId: none,
    toObjectId: none,
    associationType: none,
    primaryObjectId: none,
    mergedObjectIds: none,
    newObjectId: none,
    changeSource: 'CRM_UI',
    sourceId: 'userId:75514748',
    propertyName: 'dealstage',
    propertyValue: 'closedlost',
    isSensitive: false,
  };
}

async function drainOnce({ ids, deps, plain }: Steps): Promise<Taken> {
  const receivedAt = deps.now().getTime();
  for (let post = 0; post < posts; post += 1) {
    const { id, body } = postOf(ids, receivedAt);
    await deps.inbox.add(portal, { id, receivedAt, body });
    plain.add(id, body);
  }
  const seconds = await secondsOf(() => drainInbox(deps, portal, 'ignored'));
  const plainSeconds = await secondsOf(() => plain.drain());
  return { seconds, plainSeconds, calls: 0 };
}

/** What was drained before is what is read. */
async function syncOnce({ app, deps, ids, calls }: Steps): Promise<Taken> {
  const before = app.calls();
  const seconds = await secondsOf(() => readChangedRecords(deps, portal, 'calm'));
  const made = app.calls() - before;
  const plainSeconds = await secondsOf(() => calls.readDeals(ids));
  return { seconds, plainSeconds, calls: made };
}

/** All of what HubSpot shows, as if it showed nothing. */
async function writeOnce({ app, db, deps, calls }: Steps): Promise<Taken> {
  await deps.outbox.forgetConfirmed(portal);
  await deps.outbox.refill(portal, deps.now());
  const before = app.calls();
  const seconds = await secondsOf(async () => {
    while ((await writeOutbox(deps, portal, 'calm')) > 0);
  });
  const made = app.calls() - before;
  const written = await db.selectFrom('written').selectAll().execute();
  const inputs = written.map(({ account_id: id, properties }) => ({
    id,
    properties: JSON.parse(properties) as Record<string, string>,
  }));
  const plainSeconds = await secondsOf(() => calls.writeCompanies(inputs));
  return { seconds, plainSeconds, calls: made };
}

/** The inbox and the dirty set as two tables and four statements. */
function plainInbox(file: string) {
  const db = new BetterSqlite3(file);
  db.pragma('journal_mode = wal');
  db.pragma('synchronous = full');
  db.exec(`create table inbox (id text primary key, body text not null);
    create table dirty (type text, id text, seq integer, due_at integer, primary key (type, id))`);
  const add = db.prepare('insert into inbox values (?, ?)');
  const list = db.prepare<[number], { id: string; body: string }>(
    'select id, body from inbox order by id limit ?',
  );
  const mark = db.prepare(
    'insert into dirty values (?, ?, 1, ?) on conflict do update set seq = seq + 1, due_at = excluded.due_at',
  );
  const remove = db.prepare('delete from inbox where id = ?');
  const drainRows = db.transaction((): boolean => {
    const rows = list.all(rowsPerDrain);
    const events = rows.flatMap(({ body }) => JSON.parse(body) as WebhookEvent[]);
    for (const id of new Set(events.map(({ objectId }) => objectId))) mark.run('deal', id, 0);
    for (const { id } of rows) remove.run(id);
    return rows.length > 0;
  });
  return {
    add: (id: string, body: string) => void add.run(id, body),
    drain(): void {
      while (drainRows());
    },
    close: () => db.close(),
  };
}
