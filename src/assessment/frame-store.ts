import { markAllAccounts } from '../database/mark-accounts.ts';
import type { Database } from '../database/schema.ts';
import type { Frame } from '../model/frame.ts';
import type { PortalId } from '../model/ids.ts';
import { type Policy, policyOver } from '../model/policy.ts';

export type FrameStore = ReturnType<typeof createFrameStore>;

/** The frames that scores are computed in, and the policies they follow. */
export function createFrameStore(db: Database, defaultPolicy: Policy) {
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
        await markAllAccounts(transaction, portalId, { reason, changedAt: now.getTime() });
        await forgetOld(transaction, portalId, frame);
      });
    },

    /** The policy in force, completed where it was stored before a part of it came. */
    async policyOf(portalId: PortalId): Promise<Policy> {
      const row = await db
        .selectFrom('policy')
        .select('body')
        .where('portal_id', '=', portalId)
        .orderBy('version', 'desc')
        .limit(1)
        .executeTakeFirst();
      return policyOver(defaultPolicy, row && (JSON.parse(row.body) as Policy));
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

/** Enough for an account that waits long to be scored: its last answer names the frame it was made in. */
const daysKept = 30;

/** Of each policy the last one stays, since going back to that policy takes over what it was fitted to. */
async function forgetOld(db: Database, portalId: PortalId, { day }: Frame): Promise<void> {
  await db
    .deleteFrom('frame')
    .where('portal_id', '=', portalId)
    .where('day', '<', day - daysKept)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('frame as newer')
          .select('newer.frame_id')
          .whereRef('newer.portal_id', '=', 'frame.portal_id')
          .whereRef('newer.policy_version', '=', 'frame.policy_version')
          .whereRef('newer.day', '>', 'frame.day'),
      ),
    )
    .execute();
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
