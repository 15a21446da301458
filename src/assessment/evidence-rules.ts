import { dayIn } from '../model/day.ts';
import type { Deal, Evidence, Ticket } from '../model/evidence.ts';
import type { CompanyRecord, DealRecord, TicketRecord } from '../model/record.ts';

/** How a portal's records are to be understood. */
export type Reading = {
  timeZone: string;
  currency: string;
  /** Ticket categories that mean a complaint, lower case. */
  complaintCategories: readonly string[];
};

export type AccountRecords = {
  company: CompanyRecord;
  deals: readonly DealRecord[];
  tickets: readonly TicketRecord[];
};

/** Turns an account's records into what scoring sees: days instead of times, one currency. */
export function evidenceReader({ timeZone, currency, complaintCategories }: Reading) {
  const dayOf = dayIn(timeZone);
  const dayOrNull = (at: number | null) => (at === null ? null : dayOf(at));
  const complaints = new Set(complaintCategories);

  const dealOf = (record: DealRecord): Deal => ({
    id: record.id,
    status: record.status,
    ...amountOf(record, currency),
    closedOn: dayOrNull(record.closedAt),
    createdOn: dayOf(record.createdAt),
    stageProbability: record.stageProbability,
  });

  const ticketOf = (record: TicketRecord): Ticket => ({
    id: record.id,
    openedOn: dayOf(record.createdAt),
    closedOn: dayOrNull(record.closedAt),
    isComplaint: record.categories.some((category) => complaints.has(category.toLowerCase())),
    firstReplyMs: record.firstReplyMs,
    resolutionMs: record.resolutionMs,
  });

  return ({ company, deals, tickets }: AccountRecords): Evidence => ({
    accountId: company.id,
    profile: {
      name: company.name,
      industry: company.industry,
      ownerId: company.ownerId,
      lifecycleStage: company.lifecycleStage,
      annualRevenue: company.annualRevenue,
      createdOn: dayOf(company.createdAt),
    },
    deals: deals.map(dealOf),
    tickets: tickets.map(ticketOf),
    signals: { lastContactOn: dayOrNull(company.lastContactAt) },
  });
}

/** HubSpot's own conversion first; the amount itself where the deal is in the portal's currency. */
function amountOf(record: DealRecord, currency: string): Pick<Deal, 'amount' | 'amountProblem'> {
  if (record.amountInPortalCurrency !== null) return { amount: record.amountInPortalCurrency };
  if (record.amount === null) return { amount: null };
  if (record.currency === null || record.currency === currency) return { amount: record.amount };
  return { amount: null, amountProblem: 'no_exchange_rate' };
}
