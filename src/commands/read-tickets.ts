import type { Ticket } from '../model/evidence.ts';
import { type DateOrder, firstId, parseDay, parseYesNo } from './fields.ts';
import { plainHeading, type Row, readTable, type TableShape } from './read-table.ts';

type Field = 'company' | 'ticket' | 'opened' | 'closed' | 'isComplaint' | 'category';

/** Tickets by company id; `options.complaintCategories` are those that mean a complaint. */
export async function readTickets(
  path: string,
  options: { complaintCategories: readonly string[]; dateOrder: DateOrder },
): Promise<Map<string, Ticket[]>> {
  const tickets = new Map<string, Ticket[]>();
  const complaints = new Set(options.complaintCategories.map(plainHeading));
  await readTable<Field>(path, {
    shape: ticketShape,
    onRow: (row) => {
      const company = firstId(row.field('company'));
      // Tickets of people without a company are common, and say nothing about any account.
      if (company === '') return undefined;
      const ticket = ticketOf(row, complaints, options.dateOrder);
      if ('problem' in ticket) return ticket.problem;
      const known = tickets.get(company);
      if (known) known.push(ticket);
      else tickets.set(company, [ticket]);
      return undefined;
    },
  });
  return tickets;
}

function ticketOf(
  { field, number }: Row<Field>,
  complaints: ReadonlySet<string>,
  dateOrder: DateOrder,
): Ticket | { problem: string } {
  const opened = parseDay(field('opened'), dateOrder);
  if ('problem' in opened) return opened;
  const closed = field('closed') === '' ? { value: null } : parseDay(field('closed'), dateOrder);
  if ('problem' in closed) return closed;
  const flagged = parseYesNo(field('isComplaint'));
  if ('problem' in flagged) return flagged;
  const category = plainHeading(field('category'));
  return {
    id: field('ticket') || String(number),
    openedOn: opened.value,
    closedOn: closed.value,
    isComplaint: flagged.value ?? complaints.has(category),
    firstReplyMs: null,
    resolutionMs: null,
    categories: category === '' ? [] : [category],
  };
}

const ticketShape: TableShape<Field> = {
  headings: {
    company: [
      'company_id',
      'associated_company_ids_primary',
      'associated_company_ids',
      'associated_company_id',
      'account_id',
      'customer_id',
      'associated_company',
      'company',
    ],
    ticket: ['ticket_id', 'record_id', 'hs_object_id', 'id'],
    opened: ['create_date', 'createdate', 'created_on', 'created_at', 'opened_on', 'date'],
    closed: ['close_date', 'closed_date', 'closedate', 'closed_on', 'closed_at'],
    isComplaint: ['is_complaint', 'complaint'],
    category: ['category', 'hs_ticket_category', 'ticket_category', 'type'],
  },
  required: ['company', 'opened'],
};
