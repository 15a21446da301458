import type { Database } from '../database/schema.ts';
import type { Assessment, Standing } from '../model/assessment.ts';
import type { Frame } from '../model/frame.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { BackfillProgress, Portal } from '../model/portal.ts';
import type { PublishingMode } from '../model/publishing.ts';
import type { ObjectType } from '../model/record.ts';

/** Where the frames are kept: they are large, and other parts ask for them too. */
type Frames = {
  findCurrent(portalId: PortalId): Promise<Pick<Frame, 'verification'> | undefined>;
};

const repeatedWithinMs = 30 * 24 * 3_600_000;

/** What a card shows, each in one look-up; the frame is read for what it says of the whole portal. */
export function createCardStore(db: Database, frames: Frames) {
  return {
    async find(portalId: PortalId, accountId: AccountId) {
      const row = await db
        .selectFrom('company')
        .leftJoin('assessment', (join) =>
          join
            .onRef('assessment.portal_id', '=', 'company.portal_id')
            .onRef('assessment.account_id', '=', 'company.company_id'),
        )
        .select([
          'company.name',
          'assessment.body',
          'assessment.standing',
          'assessment.assessed_at',
        ])
        .where('company.portal_id', '=', portalId)
        .where('company.company_id', '=', accountId)
        .executeTakeFirst();
      if (!row) return undefined;
      return {
        name: row.name,
        assessment: row.body === null ? undefined : (JSON.parse(row.body) as Assessment),
        assessedAt: row.assessed_at,
        standing: row.standing === null ? null : (JSON.parse(row.standing) as Standing),
      };
    },

    async findTicket(portalId: PortalId, ticketId: string) {
      const row = await db
        .selectFrom('ticket')
        .select(['company_id', 'categories', 'created_at', 'first_reply_ms', 'closed_at'])
        .select('root_cause')
        .where('portal_id', '=', portalId)
        .where('ticket_id', '=', ticketId)
        .executeTakeFirst();
      if (!row) return undefined;
      const others = await db
        .selectFrom('ticket')
        .select(['categories', 'created_at'])
        .where('portal_id', '=', portalId)
        .where('company_id', '=', row.company_id)
        .where('ticket_id', '!=', ticketId)
        .where('created_at', '>=', row.created_at - repeatedWithinMs)
        .execute();
      return {
        accountId: row.company_id === null ? null : accountId(row.company_id),
        categories: JSON.parse(row.categories) as string[],
        createdAt: row.created_at,
        firstReplyMs: row.first_reply_ms,
        closedAt: row.closed_at,
        lacksRootCause: row.root_cause === 'missing',
        others: others.map((other) => ({
          categories: JSON.parse(other.categories) as string[],
          createdAt: other.created_at,
        })),
      };
    },

    async portalState(portalId: PortalId) {
      const portal = await db
        .selectFrom('portal')
        .leftJoin('publishing', 'publishing.portal_id', 'portal.portal_id')
        .select([
          'portal.status',
          'portal.time_zone',
          'portal.currency',
          'portal.locale',
          'publishing.is_paused',
          'publishing.mode',
        ])
        .where('portal.portal_id', '=', portalId)
        .executeTakeFirst();
      if (!portal) return undefined;
      const [rows, frame] = await Promise.all([
        db.selectFrom('backfill').selectAll().where('portal_id', '=', portalId).execute(),
        frames.findCurrent(portalId),
      ]);
      return {
        status: portal.status as Portal['status'],
        timeZone: portal.time_zone,
        currency: portal.currency,
        locale: portal.locale,
        verification: frame?.verification ?? null,
        mode: (portal.mode ?? 'shadow') as PublishingMode,
        isPaused: portal.is_paused === 1,
        backfill: rows.map(
          (row): BackfillProgress => ({
            objectType: row.object_type as ObjectType,
            done: row.done,
            total: row.total,
            isFinished: row.is_finished === 1,
          }),
        ),
      };
    },
  };
}
