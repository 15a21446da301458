import type { Database } from '../database/schema.ts';
import type { NineBoxType } from '../model/assessment.ts';
import type { Breach } from '../model/breach.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type ComplaintStore = ReturnType<typeof createComplaintStore>;

export type UnansweredTicket = {
  ticketId: string;
  accountId: AccountId;
  type: NineBoxType | null;
  categories: readonly string[];
  createdAt: number;
};

/** Tickets as far as the time to answer them is watched, and those whose time is over. */
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

    /** Safe to run twice: a ticket is late once. */
    async noteBreaches(portalId: PortalId, breaches: readonly Breach[]): Promise<void> {
      const rows = breaches.map((breach) => ({
        portal_id: portalId,
        ticket_id: breach.ticketId,
        account_id: breach.accountId,
        due_at: breach.dueAt,
        noticed_at: breach.noticedAt,
        is_announced: 0,
        is_escalated: 0,
      }));
      for (const part of parts(rows)) {
        await db
          .insertInto('complaint_breach')
          .values(part)
          .onConflict((conflict) => conflict.columns(['portal_id', 'ticket_id']).doNothing())
          .execute();
      }
    },

    /** Those whose manager was not told; what was answered meanwhile says so. */
    async listUntold(
      portalId: PortalId,
    ): Promise<{ ticketId: string; accountId: AccountId; isAnswered: boolean }[]> {
      const rows = await db
        .selectFrom('complaint_breach')
        .leftJoin('ticket', (join) =>
          join
            .onRef('ticket.portal_id', '=', 'complaint_breach.portal_id')
            .onRef('ticket.ticket_id', '=', 'complaint_breach.ticket_id')
            .on('ticket.closed_at', 'is', null)
            .on('ticket.first_reply_ms', 'is', null),
        )
        .select(['complaint_breach.ticket_id', 'complaint_breach.account_id'])
        .select('ticket.ticket_id as open_id')
        .where('complaint_breach.portal_id', '=', portalId)
        .where('complaint_breach.is_escalated', '=', 0)
        .orderBy('complaint_breach.due_at')
        .orderBy('complaint_breach.ticket_id')
        .execute();
      return rows.map((row) => ({
        ticketId: row.ticket_id,
        accountId: accountId(row.account_id),
        isAnswered: row.open_id === null,
      }));
    },

    /** The manager was told, or is not to be. */
    async escalated(portalId: PortalId, ticketIds: readonly string[]): Promise<void> {
      for (const part of parts(ticketIds)) {
        await db
          .updateTable('complaint_breach')
          .set({ is_escalated: 1 })
          .where('portal_id', '=', portalId)
          .where('ticket_id', 'in', part)
          .execute();
      }
    },
  };
}
