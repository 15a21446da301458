import type { Database } from '../database/schema.ts';

export type Backlog = {
  portals: Readonly<Record<string, number>>;
  waitingPortals: number;
  inboxPosts: number;
  oldestPostAt: number | null;
  dirtyRecords: number;
  failingRecords: number;
  outboxAccounts: number;
  failingAccounts: number;
  missedRecords: number;
  repairedAccounts: number;
  /** When the journal was read last; null where it is not. */
  journalReadAt: number | null;
  journalEvents: number;
};

/** What waits, over all portals: for those who run the service. */
export function createBacklogStore(db: Database) {
  return {
    async read(now: Date): Promise<Backlog> {
      const portals = await db
        .selectFrom('portal')
        .select(({ fn }) => ['status', fn.countAll<number>().as('count')])
        .groupBy('status')
        .execute();
      const waiting = await db
        .selectFrom('portal')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('blocked_until', '>', now.getTime())
        .executeTakeFirstOrThrow();
      const posts = await db
        .selectFrom('inbox')
        .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('received_at').as('oldest')])
        .executeTakeFirstOrThrow();
      const drift = await db
        .selectFrom('reconciliation')
        .select(({ fn }) => [
          fn.sum<number | null>('missed_records').as('missed'),
          fn.sum<number | null>('repaired_accounts').as('repaired'),
        ])
        .executeTakeFirstOrThrow();
      const journal = await db
        .selectFrom('journal')
        .select(['read_at', 'events'])
        .orderBy('read_at', 'desc')
        .executeTakeFirst();
      const dirty = await countOf(db, 'dirty_record');
      const outbox = await countOf(db, 'outbox');
      return {
        portals: Object.fromEntries(portals.map(({ status, count }) => [status, Number(count)])),
        waitingPortals: Number(waiting.count),
        inboxPosts: Number(posts.count),
        oldestPostAt: posts.oldest === null ? null : Number(posts.oldest),
        dirtyRecords: dirty.all,
        failingRecords: dirty.failing,
        outboxAccounts: outbox.all,
        failingAccounts: outbox.failing,
        missedRecords: Number(drift.missed ?? 0),
        repairedAccounts: Number(drift.repaired ?? 0),
        journalReadAt: journal?.read_at || null,
        journalEvents: journal?.events ?? 0,
      };
    },
  };
}

async function countOf(db: Database, table: 'dirty_record' | 'outbox') {
  const row = await db
    .selectFrom(table)
    .select(({ fn }) => [
      fn.countAll<number>().as('all'),
      fn.count<number>('last_error').as('failing'),
    ])
    .executeTakeFirstOrThrow();
  return { all: Number(row.all), failing: Number(row.failing) };
}
