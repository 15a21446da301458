import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { ChannelKind, SealedChannel, Topic } from '../model/channel.ts';
import { type PortalId, portalId } from '../model/ids.ts';

export type ChannelStore = ReturnType<typeof createChannelStore>;

/** The chats a portal announces to. */
export function createChannelStore(db: Database) {
  return {
    /** Portals that have any. */
    async listPortals(): Promise<PortalId[]> {
      const rows = await db.selectFrom('channel').select('portal_id').distinct().execute();
      return rows.map((row) => portalId(row.portal_id));
    },

    async list(portalId: PortalId): Promise<SealedChannel[]> {
      const rows = await db
        .selectFrom('channel')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('added_at')
        .execute();
      return rows.map(toChannel);
    },

    async find(portalId: PortalId, id: string): Promise<SealedChannel | undefined> {
      const row = await db
        .selectFrom('channel')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('channel_id', '=', id)
        .executeTakeFirst();
      return row && toChannel(row);
    },

    async add(
      portalId: PortalId,
      { id, kind, name, topics, addedAt, address, secret }: SealedChannel,
      author: string,
    ): Promise<void> {
      await db
        .insertInto('channel')
        .values({
          portal_id: portalId,
          channel_id: id,
          kind,
          name,
          topics: JSON.stringify(topics),
          address,
          secret,
          added_at: addedAt,
          added_by: author,
        })
        .execute();
    },

    async chooseTopics(portalId: PortalId, id: string, topics: readonly Topic[]): Promise<void> {
      await db
        .updateTable('channel')
        .set({ topics: JSON.stringify(topics) })
        .where('portal_id', '=', portalId)
        .where('channel_id', '=', id)
        .execute();
    },

    async replaceDoor(
      portalId: PortalId,
      id: string,
      door: Pick<SealedChannel, 'address' | 'secret'>,
    ): Promise<void> {
      await db
        .updateTable('channel')
        .set(door)
        .where('portal_id', '=', portalId)
        .where('channel_id', '=', id)
        .execute();
    },

    /** What was still to be said there is forgotten with it. */
    async remove(portalId: PortalId, id: string): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const table of ['announcement', 'channel'] as const) {
          await transaction
            .deleteFrom(table)
            .where('portal_id', '=', portalId)
            .where('channel_id', '=', id)
            .execute();
        }
      });
    },
  };
}

function toChannel(row: Selectable<Tables['channel']>): SealedChannel {
  return {
    id: row.channel_id,
    kind: row.kind as ChannelKind,
    name: row.name,
    topics: JSON.parse(row.topics) as Topic[],
    addedAt: row.added_at,
    address: row.address,
    secret: row.secret,
  };
}
