import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { BackfillProgress } from '../model/portal.ts';
import { type ObjectType, objectTypes } from '../model/record.ts';

export type BackfillStore = ReturnType<typeof createBackfillStore>;

/** `startedAt` and `doneAtStart` belong to the current run: a run that goes on counts its own pace. */
export type Checkpoint = BackfillProgress & {
  cursor: string | null;
  startedAt: number;
  doneAtStart: number;
  /** The mapped properties that the run asked for. */
  mapped: readonly string[];
};

/** How far the first read of a portal has come. */
export function createBackfillStore(db: Database) {
  return {
    /** A first read that was begun goes on where it stopped. */
    async begin(portalId: PortalId): Promise<void> {
      const rows = objectTypes.map((type) => ({
        portal_id: portalId,
        object_type: type,
        cursor: null,
        done: 0,
        total: null,
        started_at: 0,
        done_at_start: 0,
        is_finished: 0,
      }));
      await db
        .insertInto('backfill')
        .values(rows)
        .onConflict((conflict) => conflict.columns(['portal_id', 'object_type']).doNothing())
        .execute();
    },

    /** Reads the whole portal again, as after a new installation. */
    async restart(portalId: PortalId): Promise<void> {
      await db
        .updateTable('backfill')
        .set({ cursor: null, done: 0, is_finished: 0 })
        .where('portal_id', '=', portalId)
        .execute();
    },

    async list(portalId: PortalId): Promise<Checkpoint[]> {
      const rows = await db
        .selectFrom('backfill')
        .selectAll()
        .where('portal_id', '=', portalId)
        .execute();
      return rows.map((row) => ({
        objectType: row.object_type as ObjectType,
        cursor: row.cursor,
        done: row.done,
        total: row.total,
        startedAt: row.started_at,
        doneAtStart: row.done_at_start,
        isFinished: row.is_finished === 1,
        mapped: row.mapped === null ? [] : (JSON.parse(row.mapped) as string[]),
      }));
    },

    async save(portalId: PortalId, checkpoint: Checkpoint): Promise<void> {
      await db
        .updateTable('backfill')
        .set({
          cursor: checkpoint.cursor,
          done: checkpoint.done,
          total: checkpoint.total,
          started_at: checkpoint.startedAt,
          done_at_start: checkpoint.doneAtStart,
          is_finished: checkpoint.isFinished ? 1 : 0,
          mapped: JSON.stringify(checkpoint.mapped),
        })
        .where('portal_id', '=', portalId)
        .where('object_type', '=', checkpoint.objectType)
        .execute();
    },
  };
}
