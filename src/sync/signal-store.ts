import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type SignalStore = ReturnType<typeof createSignalStore>;

/** What of an account's records has a date that calls for a step; times are ms since 1970. */
export type SignalRecords = {
  closedDeals: { id: string; status: string; stage: string | null; closedAt: number }[];
  tickets: {
    id: string;
    categories: string[];
    createdAt: number;
    closedAt: number | null;
    hasRootCause: boolean | null;
  }[];
  /** Values of the mapped company properties. */
  mapped: Readonly<Record<string, string | null>>;
  birthdays: { contactId: string; monthDay: string }[];
};

/** The dates of accounts, read from what is kept of their records. */
export function createSignalStore(db: Database) {
  return {
    /** Deals closed and tickets opened or closed since, with contract and birthdays; accounts without any are left out. */
    async listSince(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      since: number,
    ): Promise<Map<AccountId, SignalRecords>> {
      const found = new Map<AccountId, SignalRecords>();
      for (const part of parts(accountIds)) {
        for (const [id, records] of recordsOf(await readPart(db, portalId, part, since))) {
          found.set(id, records);
        }
      }
      return found;
    },
  };
}

function recordsOf([deals, tickets, companies, contacts]: Awaited<ReturnType<typeof readPart>>) {
  const found = new Map<AccountId, SignalRecords>();
  const of = (companyId: string | null): SignalRecords => {
    const id = accountId(companyId ?? '');
    const none = { closedDeals: [], tickets: [], mapped: {}, birthdays: [] };
    const records = found.get(id) ?? none;
    found.set(id, records);
    return records;
  };
  for (const { company_id, ...deal } of deals) of(company_id).closedDeals.push(deal);
  for (const { company_id, categories, root_cause, ...ticket } of tickets) {
    of(company_id).tickets.push({
      ...ticket,
      categories: JSON.parse(categories) as string[],
      hasRootCause: root_cause === null ? null : root_cause === 'given',
    });
  }
  for (const { company_id, mapped } of companies) {
    of(company_id).mapped = JSON.parse(mapped ?? '{}') as SignalRecords['mapped'];
  }
  for (const { company_id, ...birthday } of contacts) of(company_id).birthdays.push(birthday);
  return found;
}

function readPart(
  db: Database,
  portalId: PortalId,
  accountIds: readonly AccountId[],
  since: number,
) {
  return Promise.all([
    db
      .selectFrom('deal')
      .select(['company_id', 'deal_id as id', 'status', 'stage', 'closed_at as closedAt'])
      .where('portal_id', '=', portalId)
      .where('company_id', 'in', accountIds)
      .where('closed_at', '>=', since)
      .$narrowType<{ closedAt: number }>()
      .execute(),
    db
      .selectFrom('ticket')
      .select([
        'company_id',
        'ticket_id as id',
        'categories',
        'root_cause',
        'created_at as createdAt',
        'closed_at as closedAt',
      ])
      .where('portal_id', '=', portalId)
      .where('company_id', 'in', accountIds)
      .where(({ or, eb }) => or([eb('created_at', '>=', since), eb('closed_at', '>=', since)]))
      .execute(),
    db
      .selectFrom('company')
      .select(['company_id', 'mapped'])
      .where('portal_id', '=', portalId)
      .where('company_id', 'in', accountIds)
      .where('mapped', 'is not', null)
      .execute(),
    db
      .selectFrom('contact_role')
      .select(['company_id', 'contact_id as contactId', 'birthday as monthDay'])
      .where('portal_id', '=', portalId)
      .where('company_id', 'in', accountIds)
      .where('birthday', 'is not', null)
      .$narrowType<{ monthDay: string }>()
      .execute(),
  ]);
}
