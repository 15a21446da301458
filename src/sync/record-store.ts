import { type Insertable, type Selectable, sql } from 'kysely';
import { markAccounts } from '../database/mark-accounts.ts';
import type { Database, Tables } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type {
  CompanyRecord,
  DealRecord,
  ObjectType,
  RecordOf,
  TicketRecord,
} from '../model/record.ts';
import type { DirtyRecord } from '../model/record-change.ts';
import type { Trail } from '../model/trail.ts';

export type RecordStore = ReturnType<typeof createRecordStore>;

/** Records of one kind as read by calls that began at `readAt`. Deals and tickets know their company. */
export type ReadBatch =
  | { type: 'company'; records: readonly CompanyRecord[]; readAt: number }
  | { type: 'deal'; records: readonly DealRecord[]; readAt: number }
  | { type: 'ticket'; records: readonly TicketRecord[]; readAt: number };

/** What an account is scored from. */
export type AccountRecords = {
  company: CompanyRecord;
  deals: DealRecord[];
  tickets: TicketRecord[];
};

const tableOf = { company: 'company', deal: 'deal', ticket: 'ticket' } as const;
const keyOf = { company: 'company_id', deal: 'deal_id', ticket: 'ticket_id' } as const;

/** What we hold of an account besides its records. */
const accountTables = [
  'assessment',
  'portfolio_account',
  'written',
  'outbox',
  'dirty_account',
  'account_transition',
  'complaint_breach',
] as const;

/** The records we keep of HubSpot: companies, deals and tickets. */
export function createRecordStore(db: Database) {
  return {
    /** An older read never overwrites a newer one, so the order of saving does not matter. */
    async save(portalId: PortalId, batch: ReadBatch): Promise<void> {
      await db.transaction().execute((transaction) => saveBatch(transaction, portalId, batch));
    },

    /**
     * Ends the reading of records: saves what was found, removes what is gone, marks the accounts
     * to score, and forgets the records that did not change again meanwhile. All or nothing.
     */
    async finishReading(portalId: PortalId, reading: FinishedReading): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await saveBatch(transaction, portalId, reading.batch);
        await removeGone(transaction, portalId, reading);
        await markAccounts(transaction, portalId, reading.accountIds, reading);
        await forgetRead(transaction, portalId, reading);
      });
    },

    /** The companies that deals or tickets belong to as we know it. */
    async findAccountsOf(
      portalId: PortalId,
      type: 'deal' | 'ticket',
      ids: readonly string[],
    ): Promise<Map<string, AccountId | null>> {
      const accounts = new Map<string, AccountId | null>();
      for (const part of parts(ids)) {
        const rows =
          type === 'deal'
            ? await db
                .selectFrom('deal')
                .select(['deal_id as id', 'company_id'])
                .where('portal_id', '=', portalId)
                .where('deal_id', 'in', part)
                .execute()
            : await db
                .selectFrom('ticket')
                .select(['ticket_id as id', 'company_id'])
                .where('portal_id', '=', portalId)
                .where('ticket_id', 'in', part)
                .execute();
        for (const { id, company_id } of rows) {
          accounts.set(id, company_id === null ? null : accountId(company_id));
        }
      }
      return accounts;
    },

    /** Deals, tickets and contacts with a role that hang on companies. */
    async listLinkedTo(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<{ type: 'deal' | 'ticket' | 'contact'; id: string }[]> {
      const linked: { type: 'deal' | 'ticket' | 'contact'; id: string }[] = [];
      for (const part of parts(accountIds)) {
        const deals = await db
          .selectFrom('deal')
          .select('deal_id')
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', part)
          .execute();
        const tickets = await db
          .selectFrom('ticket')
          .select('ticket_id')
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', part)
          .execute();
        const contacts = await db
          .selectFrom('contact_role')
          .select('contact_id')
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', part)
          .execute();
        linked.push(
          ...contacts.map(({ contact_id }) => ({ type: 'contact' as const, id: contact_id })),
          ...deals.map(({ deal_id }) => ({ type: 'deal' as const, id: deal_id })),
          ...tickets.map(({ ticket_id }) => ({ type: 'ticket' as const, id: ticket_id })),
        );
      }
      return linked;
    },

    /** What we keep of records, by id. */
    async findRecords<Type extends ObjectType>(
      portalId: PortalId,
      type: Type,
      ids: readonly string[],
    ): Promise<Map<string, RecordOf[Type]>> {
      const found = new Map<string, RecordOf[Type]>();
      for (const part of parts(ids)) {
        const rows = await db
          .selectFrom(type as 'company')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where(keyOf[type] as 'company_id', 'in', part)
          .execute();
        for (const row of rows) {
          const record = readers[type](row as never) as RecordOf[Type];
          found.set(record.id, record);
        }
      }
      return found;
    },

    /** Ids above `after` up to `last`, as numbers; null is no bound. */
    async listIdsWithin(
      portalId: PortalId,
      type: ObjectType,
      after: string | null,
      last: string | null,
    ): Promise<string[]> {
      const number = sql<number>`cast(${sql.ref(keyOf[type])} as bigint)`;
      const rows = await db
        .selectFrom(type as 'company')
        .select(sql<string>`${sql.ref(keyOf[type])}`.as('id'))
        .where('portal_id', '=', portalId)
        .$if(after !== null, (query) => query.where(number, '>', Number(after)))
        .$if(last !== null, (query) => query.where(number, '<=', Number(last)))
        .execute();
      return rows.map(({ id }) => id);
    },

    /** The accounts that exist among those asked for, each with its records. */
    async findAccounts(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<AccountRecords[]> {
      if (accountIds.length === 0) return [];
      const [companies, deals, tickets] = await Promise.all([
        db
          .selectFrom('company')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', accountIds)
          .execute(),
        db
          .selectFrom('deal')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', accountIds)
          .execute(),
        db
          .selectFrom('ticket')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('company_id', 'in', accountIds)
          .execute(),
      ]);
      const dealsOf = Map.groupBy(deals, (row) => row.company_id);
      const ticketsOf = Map.groupBy(tickets, (row) => row.company_id);
      return companies.map((row) => ({
        company: toCompany(row),
        deals: (dealsOf.get(row.company_id) ?? []).map(toDeal),
        tickets: (ticketsOf.get(row.company_id) ?? []).map(toTicket),
      }));
    },

    /** Ids of accounts in order, for reading all of them page by page. */
    async listAccountIds(
      portalId: PortalId,
      after: AccountId | null,
      limit: number,
    ): Promise<AccountId[]> {
      const rows = await db
        .selectFrom('company')
        .select('company_id')
        .where('portal_id', '=', portalId)
        .$if(after !== null, (query) => query.where('company_id', '>', after))
        .orderBy('company_id')
        .limit(limit)
        .execute();
      return rows.map(({ company_id }) => accountId(company_id));
    },

    async countRecords(portalId: PortalId): Promise<Record<ObjectType, number>> {
      const count = async (table: ObjectType) => {
        const { rows } = await db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('rows'))
          .where('portal_id', '=', portalId)
          .executeTakeFirstOrThrow();
        return Number(rows);
      };
      return {
        company: await count('company'),
        deal: await count('deal'),
        ticket: await count('ticket'),
      };
    },
  };
}

export type FinishedReading = {
  batch: ReadBatch;
  /** What was asked for, with the changes that were known then. */
  asked: readonly DirtyRecord[];
  goneIds: readonly string[];
  accountIds: readonly AccountId[];
  reason: string;
  /** When the earliest of the changes happened, ms. */
  changedAt: number;
  trails?: ReadonlyMap<AccountId, Trail>;
};

async function saveBatch(db: Database, portalId: PortalId, batch: ReadBatch): Promise<void> {
  const meta = { portal_id: portalId, read_at: batch.readAt };
  if (batch.type === 'company') {
    for (const part of parts(batch.records)) {
      await upsert(
        db,
        'company',
        part.map((record) => ({ ...meta, ...fromCompany(record) })),
      );
    }
  } else if (batch.type === 'deal') {
    for (const part of parts(batch.records)) {
      await upsert(
        db,
        'deal',
        part.map((record) => ({ ...meta, ...fromDeal(record) })),
      );
    }
  } else {
    for (const part of parts(batch.records)) {
      await upsert(
        db,
        'ticket',
        part.map((record) => ({ ...meta, ...fromTicket(record) })),
      );
    }
  }
}

/** HubSpot may answer a record twice, asked for by its own id and by one that was merged into it. */
async function upsert<Table extends ObjectType>(
  db: Database,
  table: Table,
  rows: Insertable<Tables[Table]>[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const key = ['portal_id', keyOf[table]];
  const byId = Map.groupBy(rows, (row) => (row as Record<string, unknown>)[keyOf[table]]);
  const once = [...byId.values()].map((same) => same.at(-1));
  const columns = Object.keys(first).filter((column) => !key.includes(column));
  await db
    .insertInto(table as 'company')
    .values(once as Insertable<Tables['company']>[])
    .onConflict((conflict) =>
      conflict
        .columns(key as never)
        .doUpdateSet(({ ref }) =>
          Object.fromEntries(columns.map((column) => [column, ref(`excluded.${column}` as never)])),
        )
        // The clock that timed a read may have been set back since: HubSpot's own time then tells.
        .where(({ eb, or, ref }) =>
          or([
            eb('excluded.read_at', '>=', ref(`${table}.read_at` as 'company.read_at')),
            eb('excluded.updated_at', '>', ref(`${table}.updated_at` as 'company.updated_at')),
          ]),
        ),
    )
    .execute();
}

async function removeGone(db: Database, portalId: PortalId, reading: FinishedReading) {
  const { type } = reading.batch;
  for (const part of parts(reading.goneIds)) {
    await db
      .deleteFrom(tableOf[type])
      .where('portal_id', '=', portalId)
      .where(keyOf[type] as never, 'in', part as never)
      .execute();
    if (type !== 'company') continue;
    for (const table of accountTables) {
      await db
        .deleteFrom(table)
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', part)
        .execute();
    }
  }
}

async function forgetRead(db: Database, portalId: PortalId, reading: FinishedReading) {
  const bySeq = Map.groupBy(reading.asked, ({ seq }) => seq);
  for (const [seq, records] of bySeq) {
    for (const part of parts(records.map(({ id }) => id))) {
      await db
        .deleteFrom('dirty_record')
        .where('portal_id', '=', portalId)
        .where('object_type', '=', reading.batch.type)
        .where('seq', '=', seq)
        .where('object_id', 'in', part)
        .execute();
    }
  }
}

const readers = { company: toCompany, deal: toDeal, ticket: toTicket };

function fromCompany(record: CompanyRecord) {
  return {
    company_id: record.id,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    name: record.name,
    domain: record.domain,
    industry: record.industry,
    owner_id: record.ownerId,
    lifecycle_stage: record.lifecycleStage,
    country: record.country,
    annual_revenue: record.annualRevenue,
    employees: record.employees,
    parent_id: record.parentId,
    last_contact_at: record.lastContactAt,
    last_call_at: record.lastCallAt,
    last_meeting_at: record.lastMeetingAt,
    last_activity_at: record.lastActivityAt,
    mapped: JSON.stringify(record.mapped),
  };
}

function toCompany(row: Selectable<Tables['company']>): CompanyRecord {
  return {
    id: accountId(row.company_id),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    name: row.name,
    domain: row.domain,
    industry: row.industry,
    ownerId: row.owner_id,
    lifecycleStage: row.lifecycle_stage,
    country: row.country,
    annualRevenue: row.annual_revenue,
    employees: row.employees,
    parentId: row.parent_id === null ? null : accountId(row.parent_id),
    lastContactAt: row.last_contact_at,
    lastCallAt: row.last_call_at,
    lastMeetingAt: row.last_meeting_at,
    lastActivityAt: row.last_activity_at,
    mapped: row.mapped === null ? {} : (JSON.parse(row.mapped) as CompanyRecord['mapped']),
  };
}

function fromDeal(record: DealRecord) {
  return {
    deal_id: record.id,
    company_id: record.accountId,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    amount: record.amount,
    currency: record.currency,
    amount_in_portal_currency: record.amountInPortalCurrency,
    status: record.status,
    stage: record.stage,
    closed_at: record.closedAt,
    stage_probability: record.stageProbability,
    is_new_business: record.isNewBusiness === null ? null : Number(record.isNewBusiness),
  };
}

function toDeal(row: Selectable<Tables['deal']>): DealRecord {
  return {
    id: row.deal_id,
    accountId: row.company_id === null ? null : accountId(row.company_id),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    amount: row.amount,
    currency: row.currency,
    amountInPortalCurrency: row.amount_in_portal_currency,
    status: row.status as DealRecord['status'],
    stage: row.stage,
    closedAt: row.closed_at,
    stageProbability: row.stage_probability,
    isNewBusiness: row.is_new_business === null ? null : row.is_new_business === 1,
  };
}

function fromTicket(record: TicketRecord) {
  return {
    ticket_id: record.id,
    company_id: record.accountId,
    created_at: record.createdAt,
    updated_at: record.updatedAt,
    categories: JSON.stringify(record.categories),
    closed_at: record.closedAt,
    first_reply_ms: record.firstReplyMs,
    resolution_ms: record.resolutionMs,
    root_cause: rootCauseOf(record),
  };
}

function rootCauseOf({ hasRootCause }: TicketRecord) {
  if (hasRootCause === null) return null;
  return hasRootCause ? 'given' : 'missing';
}

function toTicket(row: Selectable<Tables['ticket']>): TicketRecord {
  return {
    id: row.ticket_id,
    accountId: row.company_id === null ? null : accountId(row.company_id),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    categories: JSON.parse(row.categories) as string[],
    closedAt: row.closed_at,
    firstReplyMs: row.first_reply_ms,
    resolutionMs: row.resolution_ms,
    hasRootCause: row.root_cause === null ? null : row.root_cause === 'given',
  };
}
