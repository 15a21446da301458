import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { WriteScope } from '../model/publishing.ts';
import { rankOf, ranks } from '../model/record-change.ts';
import { type Trail, trailIn } from '../model/trail.ts';

export type OutboxStore = ReturnType<typeof createOutboxStore>;

export type OutboxEntry = {
  accountId: AccountId;
  seq: number;
  reason: string;
  changedAt: number;
  attempts: number;
  posts: Trail;
};

export type WrittenProperties = {
  accountId: AccountId;
  properties: Readonly<Record<string, string>>;
};

/** What HubSpot still has to learn, and what it has confirmed. */
export function createOutboxStore(db: Database) {
  return {
    /** What people wait for goes before what just happened, and that before the night's work. */
    async listDue(
      portalId: PortalId,
      limit: number,
      now: Date,
      scope: WriteScope = { kind: 'all' },
    ): Promise<OutboxEntry[]> {
      if (scope.kind === 'none') return [];
      const rows = await entriesWithin(db, portalId, scope)
        .select(['account_id', 'seq', 'reason', 'changed_at', 'attempts', 'posts'])
        .where('due_at', '<=', now.getTime())
        .orderBy('rank')
        .orderBy('due_at')
        .orderBy('account_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        accountId: accountId(row.account_id),
        seq: row.seq,
        reason: row.reason,
        changedAt: row.changed_at,
        attempts: row.attempts,
        posts: trailIn(row.posts),
      }));
    },

    /** Properties that were made anew are empty: what was written before is not there any more. */
    async forgetConfirmed(portalId: PortalId): Promise<void> {
      await db.deleteFrom('written').where('portal_id', '=', portalId).execute();
    },

    async findWritten(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, Record<string, string>>> {
      if (accountIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('written')
        .select(['account_id', 'properties'])
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', accountIds)
        .execute();
      return new Map(
        rows.map((row) => [
          accountId(row.account_id),
          JSON.parse(row.properties) as Record<string, string>,
        ]),
      );
    },

    /** Keeps what HubSpot confirmed and forgets the entries that did not change again meanwhile. */
    async finish(
      portalId: PortalId,
      done: readonly OutboxEntry[],
      written: readonly WrittenProperties[],
      now: Date,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        if (written.length > 0) {
          await transaction
            .insertInto('written')
            .values(
              written.map(({ accountId: account, properties }) => ({
                portal_id: portalId,
                account_id: account,
                properties: JSON.stringify(properties),
                written_at: now.getTime(),
              })),
            )
            .onConflict((conflict) =>
              conflict.columns(['portal_id', 'account_id']).doUpdateSet(({ ref }) => ({
                properties: ref('excluded.properties'),
                written_at: ref('excluded.written_at'),
              })),
            )
            .execute();
        }
        for (const [seq, entries] of Map.groupBy(done, (entry) => entry.seq)) {
          await transaction
            .deleteFrom('outbox')
            .where('portal_id', '=', portalId)
            .where('seq', '=', seq)
            .where(
              'account_id',
              'in',
              entries.map((entry) => entry.accountId),
            )
            .execute();
        }
      });
    },

    /** What the portal really shows of accounts that somebody else changed: it is put right. */
    async repair(
      portalId: PortalId,
      shown: readonly WrittenProperties[],
      now: Date,
    ): Promise<void> {
      if (shown.length === 0) return;
      await db.transaction().execute(async (transaction) => {
        for (const { accountId: account, properties } of shown) {
          await transaction
            .updateTable('written')
            .set({ properties: JSON.stringify(properties) })
            .where('portal_id', '=', portalId)
            .where('account_id', '=', account)
            .execute();
        }
        const ids = shown.map((each) => each.accountId);
        await enter(transaction, portalId, ids, { reason: 'repair', now });
      });
    },

    /** Accounts of which something is to be said that no score says. */
    ask: (portalId: PortalId, accountIds: readonly AccountId[], reason: string, now: Date) =>
      enter(db, portalId, accountIds, { reason, now }),

    /** Puts an entry off, with the reason that is shown. */
    async postpone(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      { until, reason }: { until: number; reason: string },
    ): Promise<void> {
      if (accountIds.length === 0) return;
      await db
        .updateTable('outbox')
        .set(({ eb }) => ({ due_at: until, last_error: reason, attempts: eb('attempts', '+', 1) }))
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', accountIds)
        .execute();
    },

    /** Accounts that HubSpot refuses, each with its reason. */
    async listRefused(
      portalId: PortalId,
      limit: number,
    ): Promise<{ accountId: AccountId; reason: string; attempts: number }[]> {
      const rows = await db
        .selectFrom('outbox')
        .select(['account_id', 'last_error', 'attempts'])
        .where('portal_id', '=', portalId)
        .where('last_error', 'is not', null)
        .orderBy('account_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        accountId: accountId(row.account_id),
        reason: row.last_error ?? '',
        attempts: row.attempts,
      }));
    },

    /** Accounts in the order of their ids, a part at a time, whether they are due or not. */
    async listWithin(
      portalId: PortalId,
      scope: WriteScope,
      after: AccountId | null,
      limit: number,
    ): Promise<{ accountId: AccountId; reason: string }[]> {
      if (scope.kind === 'none') return [];
      const rows = await entriesWithin(db, portalId, scope)
        .select(['account_id', 'reason'])
        .$if(after !== null, (query) => query.where('account_id', '>', after))
        .orderBy('account_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ accountId: accountId(row.account_id), reason: row.reason }));
    },

    /** Entries that HubSpot refused are tried again at once. */
    async retryRefused(portalId: PortalId, now: Date): Promise<number> {
      const [result] = await db
        .updateTable('outbox')
        .set({ due_at: now.getTime() })
        .where('portal_id', '=', portalId)
        .where('last_error', 'is not', null)
        .execute();
      return Number(result?.numUpdatedRows ?? 0);
    },

    /** Everything that is scored is to be written, as if HubSpot knew nothing. */
    async refill(portalId: PortalId, now: Date): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await transaction.deleteFrom('outbox').where('portal_id', '=', portalId).execute();
        await transaction
          .insertInto('outbox')
          .columns([
            'portal_id',
            'account_id',
            'seq',
            'reason',
            'rank',
            'changed_at',
            'due_at',
            'attempts',
            'last_error',
          ])
          .expression(({ selectFrom, val }) =>
            selectFrom('assessment')
              .select(['portal_id', 'account_id'])
              .select([
                val(1).as('seq'),
                val('manual').as('reason'),
                val<number>(ranks.rest).as('rank'),
                val(now.getTime()).as('changed_at'),
                val(now.getTime()).as('due_at'),
                val(0).as('attempts'),
                val<string | null>(null).as('last_error'),
              ])
              .where('portal_id', '=', portalId),
          )
          .execute();
      });
    },

    async count(portalId: PortalId, scope: WriteScope = { kind: 'all' }): Promise<number> {
      if (scope.kind === 'none') return 0;
      const { rows } = await entriesWithin(db, portalId, scope)
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .executeTakeFirstOrThrow();
      return Number(rows);
    },
  };
}

/** Accounts that wait already keep their reason. */
async function enter(
  db: Database,
  portalId: PortalId,
  accountIds: readonly AccountId[],
  { reason, now }: { reason: string; now: Date },
): Promise<void> {
  const rows = accountIds.map((id) => ({
    portal_id: portalId,
    account_id: id,
    seq: 1,
    reason,
    rank: rankOf(reason),
    changed_at: now.getTime(),
    due_at: now.getTime(),
    attempts: 0,
    last_error: null,
  }));
  for (const part of parts(rows)) {
    await db
      .insertInto('outbox')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'account_id'])
          .doUpdateSet(({ eb }) => ({ seq: eb('outbox.seq', '+', 1) })),
      )
      .execute();
  }
}

/** The owner an account is filed under is the portfolio's: the mapped key-account manager, if any. */
function entriesWithin(
  db: Database,
  portalId: PortalId,
  scope: Exclude<WriteScope, { kind: 'none' }>,
) {
  const entries = db.selectFrom('outbox').where('outbox.portal_id', '=', portalId);
  if (scope.kind === 'all') return entries;
  return entries.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('portfolio_account as p')
        .select('p.account_id')
        .whereRef('p.portal_id', '=', 'outbox.portal_id')
        .whereRef('p.account_id', '=', 'outbox.account_id')
        .where('p.owner_id', 'in', [...scope.ownerIds, '']),
    ),
  );
}
