import { setTimeout as sleep } from 'node:timers/promises';
import { complaintCategory } from '../demo/demo-app.ts';
import { publishApp } from '../demo/publish-app.ts';
import { switchOnStrategies } from '../demo/switch-on-strategies.ts';
import { verifyPortal } from '../demo/verify-portal.ts';
import { createRandom } from '../sandbox/random.ts';
import { openDatabase } from '../src/database/open-database.ts';
import type { Database } from '../src/database/schema.ts';
import { createFaultDeck, type FaultKind } from './faults.ts';
import { createLossCheck } from './loss-check.ts';
import type { TortureOptions } from './options.ts';
import { type Scene, setScene } from './scene.ts';
import { untilCompared, untilDrained, untilTold, untilTrue } from './until-quiet.ts';
import { createUsers } from './user-actions.ts';

export type TortureResult = {
  seconds: number;
  kills: number;
  faultsByKind: Readonly<Record<string, number>>;
  userActions: Readonly<Record<string, number | undefined>>;
  /** POSTs that the service answered with 200, and the events in them. */
  webhooksAcknowledged: number;
  eventsAcknowledged: number;
  webhooksMissed: number;
  webhooksGivenUp: number;
  /** Read from HubSpot's journal, where it is used. */
  journalEvents: number;
  lostWebhooks: number;
  mismatches: number;
  /** Of ours, in the stand-in. */
  tasks: number;
  duplicateTasks: number;
};

type Say = (line: string) => void;

/** Longer than this nothing is checked: a sweep would by then have found what was lost. */
const roundMs = 60_000;
const taskMark = /\bms[0-9a-f]{24}\b/;

/** Breaks everything at random while people work, then asks whether anything was lost or is wrong. */
export async function runTorture(options: TortureOptions, say: Say): Promise<TortureResult> {
  const startedAt = performance.now();
  const scene = await setScene(options);
  try {
    say(
      `seed ${options.seed}, ${scene.disk.isMounted ? 'a disk' : 'limits'} to fill, log in ${scene.logFile}`,
    );
    await scene.service.start();
    await scene.connect();
    await publishApp(scene.relay.url, scene.portal);
    const db = await openDatabase(scene.databaseUrl);
    await switchOn(scene, db);
    await untilCompared(scene);
    const played = await playRounds(scene, db, options, say);
    const journal = await db.selectFrom('journal').select('events').executeTakeFirst();
    await db.destroy();
    say('Faults are over. A day passes, so that everything is compared …');
    await untilCompared(scene);
    const complaint = complaintCategory;
    await checkPublished(scene);
    const { mismatches } = await verifyPortal({ ...scene, complaint });
    for (const mismatch of mismatches.slice(0, 10)) say(`mismatch: ${JSON.stringify(mismatch)}`);
    return {
      ...played,
      seconds: Math.round((performance.now() - startedAt) / 1_000),
      webhooksAcknowledged: scene.relay.acknowledgedPosts(),
      eventsAcknowledged: scene.relay.acknowledged().length,
      webhooksMissed: scene.relay.missed().length,
      webhooksGivenUp: await scene.sandbox.givenUp(),
      journalEvents: journal?.events ?? 0,
      mismatches: mismatches.length,
      ...(await countTasks(scene)),
    };
  } finally {
    await scene.close();
  }
}

/** Strategies become tasks as soon as the service knows to whom they may be given. */
async function switchOn({ relay, service, portal }: Scene, db: Database): Promise<void> {
  let owners: { owner_id: string }[] = [];
  await untilTrue('told who owns records', async () => {
    owners = await db
      .selectFrom('owner')
      .select('owner_id')
      .where('portal_id', '=', portal)
      .where('is_active', '=', 1)
      .orderBy('owner_id')
      .execute();
    return owners.length > 0;
  });
  const people = {
    salesDirector: owners[0]?.owner_id ?? '',
    fallback: owners.at(-1)?.owner_id ?? '',
  };
  const now = () => new Date(service.nowMs());
  await switchOnStrategies(relay.url, people, { portalId: portal, now });
}

async function playRounds(scene: Scene, db: Database, options: TortureOptions, say: Say) {
  const random = createRandom(options.seed);
  const faults = createFaultDeck(scene, random);
  const users = createUsers(scene.sandbox, createRandom(options.seed + 1));
  const end = performance.now() + options.minutes * 60_000;
  const faultsByKind: Partial<Record<FaultKind, number>> = {};
  let lostWebhooks = 0;
  const losses = createLossCheck(scene, db, options);
  while (performance.now() < end) {
    await untilTold(scene, options);
    await playRound(scene, { faults, users, pauseMs: () => 100 + random.below(900) }, end);
    await scene.endFaults();
    await untilDrained(scene, db, options);
    const played = faults.takePlayed();
    const { events, lost, hidesLinks } = await losses.check(played);
    lostWebhooks += lost.length;
    for (const each of lost.slice(0, 10)) say(`lost: ${JSON.stringify(each)}`);

    await faults.leap();
    await scene.endFaults();
    const leapt = faults.takePlayed();
    for (const kind of [...played, ...leapt]) faultsByKind[kind] = (faultsByKind[kind] ?? 0) + 1;
    say(`${events} events to be known, ${lost.length} lost; ${JSON.stringify(faultsByKind)}`);
    const leavesGaps = hidesLinks || leapt.includes('revoked-token');
    if (leavesGaps && performance.now() < end) await untilCompared(scene);
    losses.leaveOut();
  }
  return { kills: faultsByKind.kill ?? 0, faultsByKind, userActions: users.done(), lostWebhooks };
}

type Players = {
  faults: ReturnType<typeof createFaultDeck>;
  users: ReturnType<typeof createUsers>;
  pauseMs: () => number;
};

async function playRound(scene: Scene, { faults, users, pauseMs }: Players, end: number) {
  const roundEnd = Math.min(end, performance.now() + roundMs);
  const isOver = () => performance.now() >= roundEnd;
  async function people(): Promise<void> {
    while (!isOver()) {
      await users.work();
      await scene.sandbox.retryWebhooks();
      await sleep(pauseMs() / 2);
    }
  }
  async function trouble(): Promise<void> {
    while (!isOver()) {
      await faults.next();
      await sleep(pauseMs());
    }
  }
  await Promise.all([people(), trouble()]);
}

/** Else there would be nothing to compare, and all of it right. */
async function checkPublished({ sandbox }: Scene): Promise<void> {
  const companies = await sandbox.dump('companies');
  const scored = companies.filter(({ properties }) => properties['mainstay_lifecycle_state']);
  if (scored.length < companies.length / 2) {
    throw new Error(`only ${scored.length} of ${companies.length} companies show scores`);
  }
}

/** Tasks of ours carry a word that stands for the step and account they are of: one of each. */
async function countTasks({ sandbox }: Scene): Promise<{ tasks: number; duplicateTasks: number }> {
  const marks = (await sandbox.dump('tasks'))
    .map(({ properties }) => taskMark.exec(JSON.stringify(properties))?.[0])
    .filter((mark) => mark !== undefined);
  return { tasks: marks.length, duplicateTasks: marks.length - new Set(marks).size };
}
