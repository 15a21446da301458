import type { Database } from '../database/schema.ts';
import type { Engagement } from '../model/evidence-record.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';

export type EngagementStore = ReturnType<typeof createEngagementStore>;

const rowsPerStatement = 500;

/** That accounts were called and written to, and whether they answered. */
export function createEngagementStore(db: Database) {
  return {
    /** Saving twice changes nothing. */
    async save(portalId: PortalId, engagements: readonly Engagement[]): Promise<void> {
      for (let start = 0; start < engagements.length; start += rowsPerStatement) {
        const rows = engagements.slice(start, start + rowsPerStatement).map((engagement) => ({
          portal_id: portalId,
          company_id: engagement.accountId,
          channel: engagement.channel,
          engagement_id: engagement.id,
          happened_at: engagement.happenedAt,
          direction: engagement.direction,
          thread_id: engagement.threadId,
          is_answered: engagement.isAnswered === null ? null : Number(engagement.isAnswered),
        }));
        await db
          .insertInto('engagement')
          .values(rows)
          .onConflict((conflict) =>
            conflict
              .columns(['portal_id', 'company_id', 'channel', 'engagement_id'])
              .doUpdateSet(({ ref }) => ({
                happened_at: ref('excluded.happened_at'),
                direction: ref('excluded.direction'),
                thread_id: ref('excluded.thread_id'),
                is_answered: ref('excluded.is_answered'),
              })),
          )
          .execute();
      }
    },

    async removeBefore(portalId: PortalId, happenedAt: number): Promise<void> {
      await db
        .deleteFrom('engagement')
        .where('portal_id', '=', portalId)
        .where('happened_at', '<', happenedAt)
        .execute();
    },

    async listOf(portalId: PortalId, accountIds: readonly AccountId[]): Promise<Engagement[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('engagement')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('company_id', 'in', accountIds)
        .execute();
      return rows.map((row) => ({
        id: row.engagement_id,
        accountId: accountId(row.company_id),
        channel: row.channel as Engagement['channel'],
        happenedAt: row.happened_at,
        direction: row.direction as Engagement['direction'],
        threadId: row.thread_id,
        isAnswered: row.is_answered === null ? null : row.is_answered === 1,
      }));
    },

    /** Whether the portal logs calls and e-mails at all. */
    async hasAny(portalId: PortalId): Promise<boolean> {
      const row = await db
        .selectFrom('engagement')
        .select('engagement_id')
        .where('portal_id', '=', portalId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
