import { randomUUID } from 'node:crypto';
import type { Database } from '../database/schema.ts';
import type { AuditEntry, AuditOutcome } from '../model/audit.ts';
import type { PortalId } from '../model/ids.ts';

export type AuditStore = ReturnType<typeof createAuditStore>;

export type ShownEntry = AuditEntry & { userName: string | null };

/** Without a user, the service itself did it. */
export type NotedAction = { action: string; at: Date; userId?: number | null; subject?: string };

/** Who did what. Entries are added and end once; nothing else ever changes one. */
export function createAuditStore(db: Database) {
  return {
    add: (portalId: PortalId, entry: AuditEntry) => add(db, portalId, entry),

    /** Something that is done by the time it is written down. */
    async note(
      portalId: PortalId,
      { action, at, userId = null, subject = '' }: NotedAction,
    ): Promise<void> {
      const id = randomUUID();
      const entry = { id, at: at.getTime(), userId, action, subject, outcome: 'done' } as const;
      await add(db, portalId, entry);
    },

    /** What ended stays as it ended. */
    async end(portalId: PortalId, id: string, outcome: AuditOutcome): Promise<void> {
      await db
        .updateTable('audit_entry')
        .set({ outcome })
        .where('portal_id', '=', portalId)
        .where('entry_id', '=', id)
        .where('outcome', 'is', null)
        .execute();
    },

    /** The newest first, with the names of those whom HubSpot lists as owners. */
    async list(portalId: PortalId, limit: number): Promise<ShownEntry[]> {
      const rows = await db
        .selectFrom('audit_entry')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('happened_at', 'desc')
        .orderBy('entry_id')
        .limit(limit)
        .execute();
      const names = await namesOf(db, portalId);
      return rows.map((row) => ({
        id: row.entry_id,
        at: row.happened_at,
        userId: row.user_id,
        userName: row.user_id === null ? null : (names.get(row.user_id) ?? null),
        action: row.action,
        subject: row.subject,
        outcome: row.outcome as AuditOutcome | null,
      }));
    },
  };
}

async function add(db: Database, portalId: PortalId, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_entry')
    .values({
      portal_id: portalId,
      entry_id: entry.id,
      happened_at: entry.at,
      user_id: entry.userId,
      action: entry.action,
      subject: entry.subject,
      outcome: entry.outcome,
    })
    .execute();
}

async function namesOf(db: Database, portalId: PortalId): Promise<Map<number | null, string>> {
  const owners = await db
    .selectFrom('owner')
    .select(['user_id', 'name'])
    .where('portal_id', '=', portalId)
    .where('user_id', 'is not', null)
    .execute();
  return new Map(owners.map(({ user_id, name }) => [user_id, name]));
}
