import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

export type InboxStore = ReturnType<typeof createInboxStore>;

export type InboxRow = { id: string; receivedAt: number; body: string };

/** What HubSpot posted, kept until it is worked off. */
export function createInboxStore(db: Database) {
  return {
    /** Durable once this resolves. `id` sorts by time of arrival. */
    async add(portalId: PortalId, { id, receivedAt, body }: InboxRow): Promise<void> {
      await db
        .insertInto('inbox')
        .values({ portal_id: portalId, inbox_id: id, received_at: receivedAt, body })
        .execute();
    },

    async list(portalId: PortalId, limit: number): Promise<InboxRow[]> {
      const rows = await db
        .selectFrom('inbox')
        .select(['inbox_id', 'received_at', 'body'])
        .where('portal_id', '=', portalId)
        .orderBy('inbox_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: row.inbox_id,
        receivedAt: row.received_at,
        body: row.body,
      }));
    },

    async count(portalId: PortalId): Promise<number> {
      const { rows } = await db
        .selectFrom('inbox')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('portal_id', '=', portalId)
        .executeTakeFirstOrThrow();
      return Number(rows);
    },
  };
}
