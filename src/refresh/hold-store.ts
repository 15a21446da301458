import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Hold } from '../model/hold.ts';
import { type PortalId, portalId } from '../model/ids.ts';

export type HoldStore = ReturnType<typeof createHoldStore>;

/** The machines' clocks differ; the database has one. */
const nowMs = sql<number>`(extract(epoch from clock_timestamp()) * 1000)::bigint`;

/** Which process works which portal, on PostgreSQL. */
export function createHoldStore(db: Database) {
  const held = ({ portalId: id, fence }: Hold) =>
    db.updateTable('portal').where('portal_id', '=', id).where('fence', '=', fence);

  return {
    /**
     * Takes a portal that nobody works, or whose worker has not been heard of for a lease. Waits until
     * what is being written under the hold before is written, and lets nothing more of it through.
     */
    async take(id: PortalId, leaseMs: number): Promise<Hold | undefined> {
      return db.transaction().execute(async (transaction) => {
        const free = await transaction
          .selectFrom('portal')
          .select('fence')
          .where('portal_id', '=', id)
          .where('lease_until', '<=', nowMs)
          .forUpdate()
          .executeTakeFirst();
        if (!free) return undefined;
        const fence = free.fence + 1;
        await transaction
          .updateTable('portal')
          .set({ fence, lease_until: sql`${nowMs} + ${leaseMs}` })
          .where('portal_id', '=', id)
          .execute();
        return { portalId: id, fence };
      });
    },

    /** False when another process has taken the portal. */
    async extend(hold: Hold, leaseMs: number): Promise<boolean> {
      const [result] = await held(hold)
        .set({ lease_until: sql`${nowMs} + ${leaseMs}` })
        .execute();
      return result?.numUpdatedRows === 1n;
    },

    /** Leaves the portal until it is woken, or until then. */
    async release(hold: Hold, wakeAt: number): Promise<void> {
      await held(hold).set({ lease_until: 0, wake_at: wakeAt }).execute();
    },

    /** Portals whose time has come: each is handed to one of those who ask, and again after a while. */
    async takeDue(now: Date, againMs: number): Promise<PortalId[]> {
      const rows = await db
        .updateTable('portal')
        .set({ wake_at: now.getTime() + againMs })
        .where('status', '=', 'installed')
        .where('wake_at', '<=', now.getTime())
        .returning('portal_id')
        .execute();
      return rows.map((row) => portalId(row.portal_id));
    },

    /** When the portal may be worked again, or the next record or account is due that was put off. */
    async nextRetryAt(id: PortalId, now: Date): Promise<number | undefined> {
      const after = now.getTime();
      const blocked = await db
        .selectFrom('portal')
        .select('blocked_until')
        .where('portal_id', '=', id)
        .where('blocked_until', '>', after)
        .executeTakeFirst();
      if (blocked) return blocked.blocked_until;
      const times = await Promise.all([
        nextDue(db, 'dirty_record', id, after),
        nextDue(db, 'outbox', id, after),
      ]);
      const due = times.filter((time) => time !== undefined);
      return due.length === 0 ? undefined : Math.min(...due);
    },
  };
}

async function nextDue(
  db: Database,
  table: 'dirty_record' | 'outbox',
  id: PortalId,
  after: number,
): Promise<number | undefined> {
  const row = await db
    .selectFrom(table)
    .select('due_at')
    .where('portal_id', '=', id)
    .where('due_at', '>', after)
    .orderBy('due_at')
    .limit(1)
    .executeTakeFirst();
  return row?.due_at;
}
