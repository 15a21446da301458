import { longerTrail } from '../database/longer-trail.ts';
import { type Mark, markAccounts, markAllAccounts } from '../database/mark-accounts.ts';
import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { ChangedType } from '../model/record.ts';
import type { DirtyRecord, RecordChange } from '../model/record-change.ts';
import { type Trail, trailIn, trailText } from '../model/trail.ts';

export type DirtyStore = ReturnType<typeof createDirtyStore>;

/** Which records changed and have to be read again. */
export function createDirtyStore(db: Database) {
  return {
    /** Marks the records and forgets the inbox rows that said so, both or neither. */
    async markFromInbox(
      portalId: PortalId,
      changes: readonly RecordChange[],
      inboxIds: readonly string[],
      now: Date,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await mark(transaction, portalId, changes, now);
        await transaction
          .deleteFrom('inbox')
          .where('portal_id', '=', portalId)
          .where('inbox_id', 'in', inboxIds)
          .execute();
      });
    },

    async mark(portalId: PortalId, changes: readonly RecordChange[], now: Date): Promise<void> {
      await db.transaction().execute((transaction) => mark(transaction, portalId, changes, now));
    },

    /** Accounts whose evidence changed without a change of their own records. */
    async markAccounts(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      reason: string,
      changedAt: Date,
    ): Promise<void> {
      await markKnown(db, portalId, accountIds, { reason, changedAt: changedAt.getTime() });
    },

    /** The same, where HubSpot's posts told of it: which told of which account. */
    async markTold(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      changedAt: Date,
      trails: ReadonlyMap<AccountId, Trail>,
    ): Promise<void> {
      const mark = { reason: 'webhook', changedAt: changedAt.getTime(), trails };
      await markKnown(db, portalId, accountIds, mark);
    },

    /** Every account of the portal, as after a change that concerns all. */
    async markAllAccounts(portalId: PortalId, reason: string, now: Date): Promise<void> {
      await markAllAccounts(db, portalId, { reason, changedAt: now.getTime() });
    },

    /** Forgets records that were read, unless they changed again meanwhile. */
    async forget(
      portalId: PortalId,
      type: ChangedType,
      asked: readonly DirtyRecord[],
    ): Promise<void> {
      for (const [seq, records] of Map.groupBy(asked, (record) => record.seq)) {
        for (const part of parts(records.map(({ id }) => id))) {
          await db
            .deleteFrom('dirty_record')
            .where('portal_id', '=', portalId)
            .where('object_type', '=', type)
            .where('seq', '=', seq)
            .where('object_id', 'in', part)
            .execute();
        }
      }
    },

    /** Those of the records that are to be read. */
    async listMarked(
      portalId: PortalId,
      type: ChangedType,
      ids: readonly string[],
    ): Promise<Set<string>> {
      const marked = new Set<string>();
      for (const part of parts(ids)) {
        const rows = await db
          .selectFrom('dirty_record')
          .select('object_id')
          .where('portal_id', '=', portalId)
          .where('object_type', '=', type)
          .where('object_id', 'in', part)
          .execute();
        for (const { object_id } of rows) marked.add(object_id);
      }
      return marked;
    },

    async listDue(
      portalId: PortalId,
      type: ChangedType,
      limit: number,
      now: Date,
    ): Promise<DirtyRecord[]> {
      const rows = await db
        .selectFrom('dirty_record')
        .select(['object_id', 'seq', 'links_changed', 'changed_at', 'attempts', 'posts'])
        .where('portal_id', '=', portalId)
        .where('object_type', '=', type)
        .where('due_at', '<=', now.getTime())
        .orderBy('due_at')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.object_id,
        seq: row.seq,
        linksChanged: row.links_changed === 1,
        changedAt: row.changed_at,
        attempts: row.attempts,
        posts: trailIn(row.posts),
      }));
    },

    /** Puts records off that could not be read, with the reason. */
    async postpone(
      portalId: PortalId,
      type: ChangedType,
      ids: readonly string[],
      { until, reason }: { until: number; reason: string },
    ): Promise<void> {
      for (const part of parts(ids)) {
        await db
          .updateTable('dirty_record')
          .set(({ eb }) => ({
            due_at: until,
            last_error: reason,
            attempts: eb('attempts', '+', 1),
          }))
          .where('portal_id', '=', portalId)
          .where('object_type', '=', type)
          .where('object_id', 'in', part)
          .execute();
      }
    },

    async count(portalId: PortalId): Promise<number> {
      const { rows } = await db
        .selectFrom('dirty_record')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('portal_id', '=', portalId)
        .executeTakeFirstOrThrow();
      return Number(rows);
    },
  };
}

/**
 * What we keep of companies that are gone marks nothing: to ask for those would bring the same evidence
 * again, for ever.
 */
async function markKnown(
  db: Database,
  portalId: PortalId,
  accountIds: readonly AccountId[],
  why: Mark,
): Promise<void> {
  for (const part of parts([...new Set(accountIds)])) {
    const known = await db
      .selectFrom('company')
      .select('company_id')
      .where('portal_id', '=', portalId)
      .where('company_id', 'in', part)
      .execute();
    if (known.length === 0) continue;
    const ids = known.map(({ company_id }) => accountId(company_id));
    await markAccounts(db, portalId, ids, why);
  }
}

async function mark(
  db: Database,
  portalId: PortalId,
  changes: readonly RecordChange[],
  now: Date,
): Promise<void> {
  const rows = changes.map((change) => ({
    portal_id: portalId,
    object_type: change.objectType,
    object_id: change.objectId,
    seq: 1,
    links_changed: change.links === 'changed' ? 1 : 0,
    changed_at: change.occurredAt,
    due_at: now.getTime(),
    attempts: 0,
    last_error: null,
    posts: trailText(change.posts),
  }));
  for (const part of parts(rows)) {
    await db
      .insertInto('dirty_record')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['portal_id', 'object_type', 'object_id']).doUpdateSet(({ eb, ref }) => ({
          seq: eb('dirty_record.seq', '+', 1),
          links_changed: eb
            .case()
            .when('excluded.links_changed', '=', 1)
            .then(1)
            .else(ref('dirty_record.links_changed'))
            .end(),
          due_at: ref('excluded.due_at'),
          attempts: 0,
          posts: longerTrail('dirty_record'),
        })),
      )
      .execute();
  }
}
