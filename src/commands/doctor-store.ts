import type { Database } from '../database/schema.ts';
import { type PortalId, portalId } from '../model/ids.ts';

export type ExaminedPortal = {
  id: PortalId;
  status: string;
  scopes: readonly string[];
  /** Our properties as they were made; null before that. */
  properties: readonly string[] | null;
  blockedUntil: number;
  blockedReason: string | null;
};

class Undone extends Error {}

/** What `mainstay doctor` asks the database. */
export function createDoctorStore(db: Database) {
  return {
    /** Writes a row and takes it back; throws when the database takes none. */
    async tryToWrite(): Promise<void> {
      const row = { portal_id: 0, inbox_id: 'doctor', received_at: 0, body: '[]' };
      try {
        await db.transaction().execute(async (transaction) => {
          await transaction.insertInto('inbox').values(row).execute();
          throw new Undone();
        });
      } catch (error) {
        if (!(error instanceof Undone)) throw error;
      }
    },

    async portals(): Promise<ExaminedPortal[]> {
      const rows = await db
        .selectFrom('portal')
        .select(['portal_id', 'status', 'scopes', 'properties', 'blocked_until', 'blocked_reason'])
        .orderBy('portal_id')
        .execute();
      return rows.map((row) => ({
        id: portalId(row.portal_id),
        status: row.status,
        scopes: JSON.parse(row.scopes) as string[],
        properties: row.properties === null ? null : (JSON.parse(row.properties) as string[]),
        blockedUntil: row.blocked_until,
        blockedReason: row.blocked_reason,
      }));
    },
  };
}
