import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { Publishing } from '../model/publishing.ts';

export type PublishingStore = ReturnType<typeof createPublishingStore>;

/** A portal nobody published yet. */
const unpublished: Publishing = { mode: 'shadow', isPaused: false, pilotOwners: [] };

/** What an admin allowed to be written to HubSpot. */
export function createPublishingStore(db: Database) {
  return {
    async read(portalId: PortalId): Promise<Publishing> {
      const row = await db
        .selectFrom('publishing')
        .selectAll()
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      if (!row) return unpublished;
      return {
        mode: row.mode as Publishing['mode'],
        isPaused: row.is_paused === 1,
        pilotOwners: JSON.parse(row.pilot_owners) as string[],
      };
    },

    async save(
      portalId: PortalId,
      { mode, isPaused, pilotOwners }: Publishing,
      by: { author: string; at: Date },
    ): Promise<void> {
      const row = {
        mode,
        is_paused: isPaused ? 1 : 0,
        pilot_owners: JSON.stringify(pilotOwners),
        changed_at: by.at.getTime(),
        changed_by: by.author,
      };
      await db
        .insertInto('publishing')
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(row))
        .execute();
    },
  };
}
