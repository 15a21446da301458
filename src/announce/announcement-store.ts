import type { Database } from '../database/schema.ts';
import type { Announcement, Message, Topic } from '../model/channel.ts';
import type { PortalId } from '../model/ids.ts';

export type AnnouncementStore = ReturnType<typeof createAnnouncementStore>;

const keptMs = 30 * 24 * 3_600_000;
/** Whoever took a message and did not say what became of it has died with it. */
const takenMs = 60_000;

/** Messages on their way to channels. */
export function createAnnouncementStore(db: Database) {
  const one = (portalId: PortalId, id: string) =>
    db
      .updateTable('announcement')
      .where('portal_id', '=', portalId)
      .where('announcement_id', '=', id);

  return {
    /** Takes the oldest that is due for a channel, so that nobody else says it meanwhile. */
    async takeNext(
      portalId: PortalId,
      channelId: string,
      now: Date,
    ): Promise<Announcement | undefined> {
      const due = await db
        .selectFrom('announcement')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('state', '=', 'waiting')
        .where('channel_id', '=', channelId)
        .where('due_at', '<=', now.getTime())
        .orderBy('created_at')
        .limit(1)
        .executeTakeFirst();
      if (!due) return undefined;
      const attempts = due.attempts + 1;
      const { numUpdatedRows } = await one(portalId, due.announcement_id)
        .set({ due_at: now.getTime() + takenMs, attempts })
        .where('attempts', '=', due.attempts)
        .executeTakeFirst();
      if (numUpdatedRows === 0n) return undefined;
      return {
        id: due.announcement_id,
        channelId,
        topic: due.topic as Topic,
        message: JSON.parse(due.message) as Message,
        createdAt: due.created_at,
        attempts,
      };
    },

    /** How many messages a channel took within the last minute: each is theirs for a minute, sent or not. */
    async countSaid(portalId: PortalId, channelId: string, now: Date): Promise<number> {
      const { messages } = await db
        .selectFrom('announcement')
        .select(({ fn }) => fn.countAll<number>().as('messages'))
        .where('portal_id', '=', portalId)
        .where('state', '=', 'sent')
        .where('due_at', '>', now.getTime())
        .where('channel_id', '=', channelId)
        .executeTakeFirstOrThrow();
      return Number(messages);
    },

    async markSent(portalId: PortalId, id: string): Promise<void> {
      await one(portalId, id).set({ state: 'sent', last_error: null }).execute();
    },

    async postpone(
      portalId: PortalId,
      id: string,
      { until, reason }: { until: number; reason: string },
    ): Promise<void> {
      await one(portalId, id).set({ due_at: until, last_error: reason }).execute();
    },

    async giveUp(portalId: PortalId, id: string, reason: string): Promise<void> {
      await one(portalId, id).set({ state: 'dead', last_error: reason }).execute();
    },

    /** How the messages of each channel fared, with the latest reason of what failed. */
    async countByChannel(portalId: PortalId) {
      const rows = await db
        .selectFrom('announcement')
        .select(({ fn }) => ['channel_id', 'state', fn.countAll<number>().as('messages')])
        .where('portal_id', '=', portalId)
        .groupBy(['channel_id', 'state'])
        .execute();
      const failed = await db
        .selectFrom('announcement')
        .select(['channel_id', 'last_error'])
        .where('portal_id', '=', portalId)
        .where('last_error', 'is not', null)
        .orderBy('created_at')
        .execute();
      const reasons = new Map(failed.map((row) => [row.channel_id, row.last_error]));
      return rows.map((row) => ({
        channelId: row.channel_id,
        state: row.state,
        messages: Number(row.messages),
        reason: reasons.get(row.channel_id) ?? null,
      }));
    },

    /** Says again what was given up. */
    async retryDead(portalId: PortalId, channelId: string, now: Date): Promise<number> {
      const { numUpdatedRows } = await db
        .updateTable('announcement')
        .set({ state: 'waiting', attempts: 0, due_at: now.getTime(), last_error: null })
        .where('portal_id', '=', portalId)
        .where('channel_id', '=', channelId)
        .where('state', '=', 'dead')
        .executeTakeFirst();
      return Number(numUpdatedRows);
    },

    /** In all portals. */
    async forgetOld(now: Date): Promise<void> {
      await db
        .deleteFrom('announcement')
        .where('state', '!=', 'waiting')
        .where('created_at', '<', now.getTime() - keptMs)
        .execute();
    },
  };
}
