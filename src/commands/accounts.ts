import type { Day } from '../model/day.ts';
import { isEnquiry } from '../model/enquiry.ts';
import type { AccountProfile, Evidence, Ticket } from '../model/evidence.ts';
import { accountId } from '../model/ids.ts';
import { dealTable } from './deal-table.ts';
import type { DateOrder } from './fields.ts';
import { InputError } from './input-error.ts';
import type { Progress } from './progress.ts';
import { readCompanies } from './read-companies.ts';
import { type DealColumns, readDeals } from './read-deals.ts';
import { readTickets } from './read-tickets.ts';

/** The files of one run, as the options name them. */
export type AccountFiles = {
  deals: string;
  companies?: string | undefined;
  tickets?: string | undefined;
  columns: DealColumns;
  wonStages: readonly string[];
  complaintCategories: readonly string[];
  dateOrder: DateOrder;
};

export type Accounts = Awaited<ReturnType<typeof readAccounts>>;

/** Reads all files before anything is computed, so that bad input leaves no traces. */
export async function readAccounts(files: AccountFiles, progress: Progress) {
  const { companies, tickets, columns, wonStages, complaintCategories, dateOrder } = files;
  const profiles = companies
    ? await readCompanies(companies, dateOrder)
    : new Map<string, AccountProfile>();
  const table = dealTable();
  for (const id of profiles.keys()) table.addCompany(id);
  const count = await readDeals(table, {
    path: files.deals,
    columns,
    wonStages,
    dateOrder,
    onProgress: (rows) => progress.show(`reading deals: ${rows.toLocaleString('en')} rows`),
  });
  const ticketsBy = tickets
    ? await readTickets(tickets, { complaintCategories, dateOrder })
    : undefined;
  const won = table.wonBetween();
  if (!won) throw new InputError([`${files.deals}: there is no won deal to score from`]);
  if (count.withoutCompany > 0) {
    progress.note(`${count.withoutCompany} deals belong to no company and are left out`);
  }
  progress.note(`${table.deals} deals of ${table.companies} companies read`);

  const deals = table.byCompany();
  return {
    count: table.companies,
    won,
    /** Made anew each time they are asked for: a million accounts as objects would fill the memory. */
    *evidence(): Generator<Evidence> {
      for (const { company, deals: ofCompany } of deals) {
        const ticketsOf = ticketsBy?.get(company) ?? [];
        yield {
          accountId: accountId(company),
          profile: profiles.get(company) ?? unknownProfile,
          deals: ofCompany,
          tickets: ticketsOf,
          signals: ticketsBy ? { newNeedEnquiries: enquiryDays(ticketsOf) } : {},
        };
      }
    },
  };
}

function enquiryDays(tickets: readonly Ticket[]): Day[] {
  return tickets.filter(isEnquiry).map(({ openedOn }) => openedOn);
}

const unknownProfile: AccountProfile = {
  name: null,
  industry: null,
  ownerId: null,
  lifecycleStage: null,
  annualRevenue: null,
  createdOn: 0,
};
