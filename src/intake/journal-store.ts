import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type JournalStore = ReturnType<typeof createJournalStore>;

/** A part of what a file of the journal tells of a portal. */
export type JournalPost = { portalId: PortalId; id: string; body: string };

/** What is kept of a file, and how far the journal is read then. */
export type ReadFile = {
  before: string | null;
  offset: string;
  posts: readonly JournalPost[];
  events: number;
};

const nothingRead = '';

/** How far HubSpot's journal is read: once for the app, whatever portals it tells of. */
export function createJournalStore(db: Database, appId: string) {
  const ofApp = () => db.updateTable('journal').where('app_id', '=', appId);

  return {
    /** null: nothing was read yet. */
    async findOffset(): Promise<string | null> {
      const row = await db
        .selectFrom('journal')
        .select('last_offset')
        .where('app_id', '=', appId)
        .executeTakeFirst();
      return row === undefined || row.last_offset === nothingRead ? null : row.last_offset;
    },

    async begin(): Promise<void> {
      await db
        .insertInto('journal')
        .values({ app_id: appId, last_offset: nothingRead, read_at: 0, events: 0 })
        .onConflict((conflict) => conflict.column('app_id').doNothing())
        .execute();
    },

    /**
     * Puts what a file tells into the inbox and remembers that it was read, both or neither. False where
     * another process was first: then nothing is kept.
     */
    async keep({ before, offset, posts, events }: ReadFile, now: Date): Promise<boolean> {
      return await db.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('journal')
          .set(({ eb }) => ({
            last_offset: offset,
            read_at: now.getTime(),
            events: eb('events', '+', events),
          }))
          .where('app_id', '=', appId)
          .where('last_offset', '=', before ?? nothingRead)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        const rows = posts.map(({ portalId, id, body }) => ({
          portal_id: portalId,
          inbox_id: id,
          received_at: now.getTime(),
          body,
        }));
        for (const part of parts(rows)) {
          await transaction.insertInto('inbox').values(part).execute();
        }
        return true;
      });
    },

    /** There was nothing more to read. */
    async noteRead(now: Date): Promise<void> {
      await ofApp().set({ read_at: now.getTime() }).execute();
    },

    /** What was read last is not in the journal any more: it is read from its beginning. */
    async startAgain(): Promise<void> {
      await ofApp().set({ last_offset: nothingRead }).execute();
    },
  };
}
