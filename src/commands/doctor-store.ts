import type { Database } from '../database/schema.ts';
import type { ExecutionSettings } from '../model/execution-settings.ts';
import { type PortalId, portalId } from '../model/ids.ts';

export type ExaminedPortal = {
  id: PortalId;
  status: string;
  scopes: readonly string[];
  /** Our properties as they were made; null before that. */
  properties: readonly string[] | null;
  blockedUntil: number;
  blockedReason: string | null;
  /** Who should have the tasks nobody else gets, and has left; null where all is well. */
  lostFallback: string | null;
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
      const lost = await lostFallbacks(db);
      return rows.map((row) => ({
        id: portalId(row.portal_id),
        status: row.status,
        scopes: JSON.parse(row.scopes) as string[],
        properties: row.properties === null ? null : (JSON.parse(row.properties) as string[]),
        blockedUntil: row.blocked_until,
        blockedReason: row.blocked_reason,
        lostFallback: lost.get(row.portal_id) ?? null,
      }));
    },
  };
}

/** Names of fallbacks who left, by portal, where tasks are made. */
async function lostFallbacks(db: Database): Promise<Map<number, string>> {
  const settings = await db.selectFrom('execution_setting').select(['portal_id', 'body']).execute();
  const gone = await db
    .selectFrom('owner')
    .select(['portal_id', 'owner_id', 'name'])
    .where('is_active', '=', 0)
    .execute();
  const nameOf = new Map(gone.map((row) => [`${row.portal_id}/${row.owner_id}`, row.name]));
  return new Map(
    settings.flatMap(({ portal_id, body }) => {
      const { roles, switchedOn = [] } = JSON.parse(body) as Partial<ExecutionSettings>;
      const name = nameOf.get(`${portal_id}/${roles?.fallbackOwnerId}`);
      return name === undefined || switchedOn.length === 0 ? [] : [[portal_id, name] as const];
    }),
  );
}
