import type { Database } from '../database/schema.ts';
import type { NineBoxType } from '../model/assessment.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';

export type ComplaintStore = ReturnType<typeof createComplaintStore>;

export type UnansweredTicket = {
  ticketId: string;
  accountId: AccountId;
  type: NineBoxType | null;
  categories: readonly string[];
  createdAt: number;
};

/** Tickets as far as the time to answer them is watched. */
export function createComplaintStore(db: Database) {
  return {
    /** Tickets of accounts without an answer that were opened since, but for those known to be late. */
    async listUnanswered(portalId: PortalId, since: number): Promise<UnansweredTicket[]> {
      const rows = await db
        .selectFrom('ticket')
        .leftJoin('assessment', (join) =>
          join
            .onRef('assessment.portal_id', '=', 'ticket.portal_id')
            .onRef('assessment.account_id', '=', 'ticket.company_id'),
        )
        .leftJoin('complaint_breach', (join) =>
          join
            .onRef('complaint_breach.portal_id', '=', 'ticket.portal_id')
            .onRef('complaint_breach.ticket_id', '=', 'ticket.ticket_id'),
        )
        .select([
          'ticket.ticket_id',
          'ticket.company_id',
          'ticket.categories',
          'ticket.created_at',
          'assessment.nine_box',
        ])
        .where('ticket.portal_id', '=', portalId)
        .where('ticket.closed_at', 'is', null)
        .where('ticket.first_reply_ms', 'is', null)
        .where('ticket.created_at', '>=', since)
        .where('complaint_breach.ticket_id', 'is', null)
        .execute();
      return rows.flatMap((row) =>
        row.company_id === null
          ? []
          : [
              {
                ticketId: row.ticket_id,
                accountId: accountId(row.company_id),
                type: row.nine_box as NineBoxType | null,
                categories: JSON.parse(row.categories) as string[],
                createdAt: row.created_at,
              },
            ],
      );
    },
  };
}
