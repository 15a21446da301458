import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../src/database/open-database.ts';
import type { Database } from '../src/database/schema.ts';
import { wantedFromJournal } from '../src/hubspot/journal-subscriptions.ts';
import { readManifest } from '../src/manifest.ts';
import type { TortureOptions } from './options.ts';
import type { Scene } from './scene.ts';

/** A portal that was told to wait while the clock was ahead waits for as long as it was, and then some. */
const quietPatienceMs = 330_000;
const pollMs = 200;

/** What is still waited for in the end is said, as `waiting` tells it. */
export async function untilTrue(
  what: string,
  isTrue: () => Promise<boolean>,
  waiting: () => Promise<string> | string = () => '',
): Promise<void> {
  const deadline = performance.now() + quietPatienceMs;
  while (!(await isTrue())) {
    if (performance.now() > deadline) throw new Error(`still not ${what} ${await waiting()}`);
    await sleep(pollMs);
  }
}

/** Everything that was posted or written down is read, but for records whose next try lies ahead. */
export async function untilDrained(
  scene: Scene,
  db: Database,
  { journal }: Pick<TortureOptions, 'journal'>,
): Promise<void> {
  async function left() {
    await scene.sandbox.retryWebhooks();
    const [isPosted, toRead] = [await scene.sandbox.isIdle(), await scene.sandbox.journal()];
    const read = await db.selectFrom('journal').select('last_offset').executeTakeFirst();
    const isRead = journal === 'unused' || (read?.last_offset ?? '') === (toRead.lastOffset ?? '');
    return { isPosted, isRead, ...(await countLeft(scene, db)) };
  }
  await untilTrue(
    'drained',
    async () => {
      const { isPosted, isRead, posts, records } = await left();
      return isPosted && isRead && posts + records === 0;
    },
    async () => JSON.stringify(await left()),
  );
}

async function countLeft({ portal, service }: Scene, db: Database) {
  const posts = await db
    .selectFrom('inbox')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('portal_id', '=', portal)
    .executeTakeFirstOrThrow();
  const records = await db
    .selectFrom('dirty_record')
    .select(({ fn }) => fn.countAll<number>().as('rows'))
    .where('portal_id', '=', portal)
    .where('due_at', '<=', service.nowMs())
    .executeTakeFirstOrThrow();
  const state = await db
    .selectFrom('portal')
    .select(['status', 'blocked_until', 'blocked_reason'])
    .where('portal_id', '=', portal)
    .executeTakeFirst();
  return { posts: Number(posts.rows), records: Number(records.rows), state };
}

/** The journal, where it is used, tells of all that webhooks tell of: what happens from now on is in it. */
export async function untilTold(
  { sandbox }: Pick<Scene, 'sandbox'>,
  { journal }: Pick<TortureOptions, 'journal'>,
): Promise<void> {
  if (journal === 'unused') return;
  const wanted = wantedFromJournal(readManifest().webhooks.subscriptions).length;
  await untilTrue(
    'told by the journal',
    async () => (await sandbox.journal()).subscriptions >= wanted,
  );
}

/** A day later: the comparison of everything has been through, and what it found is written. */
export async function untilCompared(scene: Scene): Promise<void> {
  await scene.nextDay();
  const since = scene.service.nowMs();
  const db = await openDatabase(scene.databaseUrl);
  try {
    await untilTrue('compared', async () => {
      const states = await db
        .selectFrom('reconciliation')
        .selectAll()
        .where('portal_id', '=', scene.portal)
        .execute();
      return (
        states.length > 0 &&
        states.every((state) => state.is_comparing === 0 && state.compared_at >= since)
      );
    });
    const isQuiet = async () =>
      (await scene.sandbox.isIdle()) && (await scene.progress())?.isQuiet === true;
    await untilTrue(
      'quiet',
      async () => (await isQuiet()) && (await isQuiet()),
      async () => JSON.stringify((await scene.progress())?.waiting),
    );
  } finally {
    await db.destroy();
  }
}
