import { sql } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import { type PortalId, portalId } from '../model/ids.ts';

export type PurgeStore = ReturnType<typeof createPurgeStore>;

/** What events for portals we do not know may leave behind. */
const landing = ['inbox', 'received_event', 'dirty_record', 'dirty_account'] as const;

/** How portals that took the installation back are forgotten. */
export function createPurgeStore(db: Database) {
  return {
    /** Portals that are gone since the last look: from now on their time runs. */
    async noteGone(now: Date): Promise<PortalId[]> {
      const rows = await db
        .updateTable('portal')
        .set({ gone_at: now.getTime() })
        .where('status', '!=', 'installed')
        .where('gone_at', 'is', null)
        .returning('portal_id')
        .execute();
      return rows.map((row) => portalId(row.portal_id));
    },

    async listGoneBefore(time: Date): Promise<PortalId[]> {
      const rows = await db
        .selectFrom('portal')
        .select('portal_id')
        .where('status', '!=', 'installed')
        .where('gone_at', '<=', time.getTime())
        .execute();
      return rows.map((row) => portalId(row.portal_id));
    },

    /** Deletes every row of a portal from every table there is, the portal's own last. */
    async purge(id: PortalId): Promise<void> {
      const tables = (await db.introspection.getTables())
        .filter(({ columns }) => columns.some(({ name }) => name === 'portal_id'))
        .map(({ name }) => name)
        .filter((name) => name !== 'portal');
      await db.transaction().execute(async (transaction) => {
        for (const table of [...tables, 'portal']) {
          await transaction
            .deleteFrom(table as keyof Tables)
            .where(sql.ref<number>('portal_id'), '=', id)
            .execute();
        }
      });
    },

    /** HubSpot asks for an execution again within days, if at all. */
    async forgetExecutionsBefore(time: Date): Promise<void> {
      await db.deleteFrom('workflow_execution').where('received_at', '<', time.getTime()).execute();
    },

    /** Who did what is kept for a time, of all portals. */
    async forgetActionsBefore(time: Date): Promise<void> {
      await db.deleteFrom('audit_entry').where('happened_at', '<', time.getTime()).execute();
    },

    /** Events may still come for a portal that is forgotten, or was never known. */
    async forgetStrangers(): Promise<void> {
      for (const table of landing) {
        await db
          .deleteFrom(table)
          .where('portal_id', 'not in', (query) => query.selectFrom('portal').select('portal_id'))
          .execute();
      }
    },
  };
}
