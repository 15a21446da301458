import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { ObjectType } from '../model/record.ts';

export type ReconciliationStore = ReturnType<typeof createReconciliationStore>;

/** How far the search for missed changes is, per kind of record. Times are ms since 1970. */
export type Reconciliation = {
  objectType: ObjectType;
  /** Everything modified before it has been seen. */
  watermark: number;
  sweptAt: number;
  comparedAt: number;
  /** Where a comparison under way goes on; null at its start. */
  cursor: string | null;
  isComparing: boolean;
  /** Where a sweep under way goes on, as a time of modification; null between sweeps. */
  sweepFrom: number | null;
  /** Records whose change no event told of, since the installation. */
  missedRecords: number;
  /** Accounts whose properties somebody else had changed, since the installation. */
  repairedAccounts: number;
};

export function createReconciliationStore(db: Database) {
  return {
    /** The first read has seen everything that was modified before it began. */
    async begin(portalId: PortalId, type: ObjectType, readFrom: number): Promise<void> {
      await db
        .insertInto('reconciliation')
        .values({
          portal_id: portalId,
          object_type: type,
          watermark: readFrom,
          swept_at: readFrom,
          compared_at: readFrom,
          cursor: null,
          is_comparing: 0,
          missed_records: 0,
          repaired_accounts: 0,
        })
        .onConflict((conflict) => conflict.columns(['portal_id', 'object_type']).doNothing())
        .execute();
    },

    async list(portalId: PortalId): Promise<Reconciliation[]> {
      const rows = await db
        .selectFrom('reconciliation')
        .selectAll()
        .where('portal_id', '=', portalId)
        .execute();
      return rows.map((row) => ({
        objectType: row.object_type as ObjectType,
        watermark: row.watermark,
        sweptAt: row.swept_at,
        comparedAt: row.compared_at,
        cursor: row.cursor,
        isComparing: row.is_comparing === 1,
        sweepFrom: row.sweep_from,
        missedRecords: row.missed_records,
        repairedAccounts: row.repaired_accounts,
      }));
    },

    async save(portalId: PortalId, state: Reconciliation): Promise<void> {
      await db
        .updateTable('reconciliation')
        .set({
          watermark: state.watermark,
          swept_at: state.sweptAt,
          compared_at: state.comparedAt,
          cursor: state.cursor,
          is_comparing: state.isComparing ? 1 : 0,
          sweep_from: state.sweepFrom,
          missed_records: state.missedRecords,
          repaired_accounts: state.repairedAccounts,
        })
        .where('portal_id', '=', portalId)
        .where('object_type', '=', state.objectType)
        .execute();
    },
  };
}
