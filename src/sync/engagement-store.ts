import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Engagement } from '../model/evidence-record.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type EngagementStore = ReturnType<typeof createEngagementStore>;

/** That accounts were called and written to, and whether they answered. */
export function createEngagementStore(db: Database) {
  return {
    /** Saving twice changes nothing. */
    async save(portalId: PortalId, engagements: readonly Engagement[]): Promise<void> {
      for (const part of parts(engagements)) {
        const rows = part.map((engagement) => ({
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
      return rows.map(toEngagement);
    },

    /** What happened with companies that are not there any more: merged into others, or deleted. */
    async listLost(
      portalId: PortalId,
      channel: Engagement['channel'],
      limit: number,
    ): Promise<Engagement[]> {
      const rows = await db
        .selectFrom('engagement')
        .selectAll('engagement')
        .leftJoin('company', (join) =>
          join
            .onRef('company.portal_id', '=', 'engagement.portal_id')
            .onRef('company.company_id', '=', 'engagement.company_id'),
        )
        .where('engagement.portal_id', '=', portalId)
        .where('engagement.channel', '=', channel)
        .where('company.company_id', 'is', null)
        .limit(limit)
        .execute();
      return rows.map(toEngagement);
    },

    async remove(portalId: PortalId, engagements: readonly Engagement[]): Promise<void> {
      const byAccount = Map.groupBy(engagements, (engagement) => engagement.accountId);
      for (const [account, gone] of byAccount) {
        await db
          .deleteFrom('engagement')
          .where('portal_id', '=', portalId)
          .where('company_id', '=', account)
          .where(
            'engagement_id',
            'in',
            gone.map(({ id }) => id),
          )
          .execute();
      }
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

function toEngagement(row: Selectable<Tables['engagement']>): Engagement {
  return {
    id: row.engagement_id,
    accountId: accountId(row.company_id),
    channel: row.channel as Engagement['channel'],
    happenedAt: row.happened_at,
    direction: row.direction as Engagement['direction'],
    threadId: row.thread_id,
    isAnswered: row.is_answered === null ? null : row.is_answered === 1,
  };
}
