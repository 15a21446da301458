import type { Database } from '../database/schema.ts';
import type { Frame } from '../model/frame.ts';
import type { PortalId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';

export type FrameStore = ReturnType<typeof createFrameStore>;

/** The frames that scores are computed in, and the policies they follow. */
export function createFrameStore(db: Database) {
  const memory = createMemory();
  return {
    async findCurrent(portalId: PortalId): Promise<Frame | undefined> {
      const row = await current(db, portalId)
        .select(['frame.frame_id', 'frame.created_at'])
        .executeTakeFirst();
      if (!row) return undefined;
      const known = memory.find(portalId);
      if (known?.id === row.frame_id && known.createdAt === row.created_at) return known.frame;
      const read = await current(db, portalId)
        .select(['frame.frame_id', 'frame.created_at', 'frame.body'])
        .executeTakeFirst();
      if (!read) return undefined;
      const frame = JSON.parse(read.body) as Frame;
      memory.keep(portalId, { id: read.frame_id, createdAt: read.created_at, frame });
      return frame;
    },

    /** The newest frame made under one of these policies. */
    async findLatestUnder(
      portalId: PortalId,
      policyVersions: readonly number[],
    ): Promise<Frame | undefined> {
      if (policyVersions.length === 0) return undefined;
      const row = await db
        .selectFrom('frame')
        .select('body')
        .where('portal_id', '=', portalId)
        .where('policy_version', 'in', policyVersions)
        .orderBy('day', 'desc')
        .orderBy('created_at', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && (JSON.parse(row.body) as Frame);
    },

    /** Puts a new frame in force and marks every account for scoring: both or neither. */
    async putInForce(portalId: PortalId, frame: Frame, reason: string, now: Date): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const row = {
          day: frame.day,
          policy_version: frame.policyVersion,
          body: JSON.stringify(frame),
          created_at: now.getTime(),
        };
        await transaction
          .insertInto('frame')
          .values({ portal_id: portalId, frame_id: frame.id, ...row })
          .onConflict((conflict) => conflict.columns(['portal_id', 'frame_id']).doUpdateSet(row))
          .execute();
        await transaction
          .updateTable('portal')
          .set({ frame_id: frame.id })
          .where('portal_id', '=', portalId)
          .execute();
        await transaction
          .insertInto('dirty_account')
          .columns(['portal_id', 'account_id', 'seq', 'reason', 'changed_at'])
          .expression(({ selectFrom, val }) =>
            selectFrom('company')
              .select(['portal_id', 'company_id'])
              .select([
                val(1).as('seq'),
                val(reason).as('reason'),
                val(now.getTime()).as('changed_at'),
              ])
              .where('portal_id', '=', portalId),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['portal_id', 'account_id'])
              .doUpdateSet(({ eb }) => ({ seq: eb('dirty_account.seq', '+', 1) })),
          )
          .execute();
      });
    },

    async findPolicy(portalId: PortalId): Promise<Policy | undefined> {
      const row = await db
        .selectFrom('policy')
        .select('body')
        .where('portal_id', '=', portalId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      return row && (JSON.parse(row.body) as Policy);
    },
  };
}

function current(db: Database, portalId: PortalId) {
  return db
    .selectFrom('portal')
    .innerJoin('frame', (join) =>
      join
        .onRef('frame.portal_id', '=', 'portal.portal_id')
        .onRef('frame.frame_id', '=', 'portal.frame_id'),
    )
    .where('portal.portal_id', '=', portalId);
}

type KnownFrame = { id: string; createdAt: number; frame: Frame };
const portalsKept = 32;

/** A frame is large and every card needs it: the last ones are kept as long as they are in force. */
function createMemory() {
  const frames = new Map<PortalId, KnownFrame>();
  return {
    find: (portalId: PortalId) => frames.get(portalId),

    keep(portalId: PortalId, known: KnownFrame): void {
      frames.delete(portalId);
      frames.set(portalId, known);
      const [oldest] = frames.keys();
      if (frames.size > portalsKept && oldest !== undefined) frames.delete(oldest);
    },
  };
}
