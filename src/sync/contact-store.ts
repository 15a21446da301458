import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { ContactRole, DecisionRole } from '../model/evidence-record.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type ContactStore = ReturnType<typeof createContactStore>;

/** What a read that began at `readAt` found of contacts: all their roles, or that they have none. */
export type ContactBatch = {
  contactIds: readonly string[];
  roles: readonly ContactRole[];
  readAt: number;
};

/** Which contacts have a say in decisions of which accounts. */
export function createContactStore(db: Database) {
  return {
    /**
     * Puts what was read in place of what was known of these contacts. An older read never overwrites
     * a newer one and never brings back who was erased. Returns the accounts that gained or lost a role.
     */
    async replace(portalId: PortalId, batch: ContactBatch): Promise<AccountId[]> {
      const changed = new Set<AccountId>();
      await db.transaction().execute(async (transaction) => {
        for (const ids of parts(batch.contactIds)) {
          for (const id of await replacePart(transaction, portalId, {
            ...batch,
            contactIds: ids,
          })) {
            changed.add(id);
          }
        }
      });
      return [...changed];
    },

    /**
     * Removes everything that came from these contacts: roles, those entered by hand too, survey
     * answers, and that they are to be read. Returns the accounts that it counted for. Safe to run twice.
     */
    async erase(
      portalId: PortalId,
      contactIds: readonly string[],
      erasedAt: number,
    ): Promise<AccountId[]> {
      const accounts = new Set<AccountId>();
      await db.transaction().execute(async (transaction) => {
        for (const ids of parts([...new Set(contactIds)])) {
          for (const id of await erasePart(transaction, portalId, ids)) accounts.add(id);
          await rememberErased(transaction, portalId, ids, erasedAt);
        }
      });
      return [...accounts];
    },

    /** After a while no read can be under way that began before the erasure. */
    async forgetErasuresBefore(portalId: PortalId, erasedAt: number): Promise<void> {
      await db
        .deleteFrom('erased_contact')
        .where('portal_id', '=', portalId)
        .where('erased_at', '<', erasedAt)
        .execute();
    },

    async listOf(portalId: PortalId, accountIds: readonly AccountId[]): Promise<ContactRole[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('contact_role')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('company_id', 'in', accountIds)
        .execute();
      return rows.map((row) => ({
        contactId: row.contact_id,
        accountId: accountId(row.company_id),
        roles: JSON.parse(row.roles) as DecisionRole[],
        maskedName: row.masked_name,
        jobTitle: row.job_title,
        birthday: row.birthday,
      }));
    },

    /** Contacts with a role whose number lies behind `after` and up to `last`; null is no bound. */
    async listIdsWithin(
      portalId: PortalId,
      { after, last }: { after: string | null; last: string | null },
    ): Promise<string[]> {
      const number = sql<number>`cast(contact_id as bigint)`;
      const rows = await db
        .selectFrom('contact_role')
        .select('contact_id')
        .distinct()
        .where('portal_id', '=', portalId)
        .$if(after !== null, (query) => query.where(number, '>', Number(after)))
        .$if(last !== null, (query) => query.where(number, '<=', Number(last)))
        .execute();
      return rows.map(({ contact_id }) => contact_id);
    },

    /** Whether the portal records decision roles at all. */
    async hasAny(portalId: PortalId): Promise<boolean> {
      const row = await db
        .selectFrom('contact_role')
        .select('contact_id')
        .where('portal_id', '=', portalId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

async function eraseTold(
  db: Database,
  portalId: PortalId,
  contactIds: readonly string[],
): Promise<AccountId[]> {
  const rows = await db
    .deleteFrom('manual_input')
    .where('portal_id', '=', portalId)
    .where('kind', '=', 'decision_role')
    .where('subject', 'in', contactIds)
    .returning('account_id')
    .execute();
  return rows.map((row) => accountId(row.account_id));
}

async function erasePart(
  db: Database,
  portalId: PortalId,
  contactIds: readonly string[],
): Promise<AccountId[]> {
  await db
    .deleteFrom('dirty_record')
    .where('portal_id', '=', portalId)
    .where('object_type', '=', 'contact')
    .where('object_id', 'in', contactIds)
    .execute();
  const accounts = await eraseTold(db, portalId, contactIds);
  for (const table of ['contact_role', 'survey_answer'] as const) {
    const rows = await db
      .deleteFrom(table)
      .where('portal_id', '=', portalId)
      .where('contact_id', 'in', contactIds)
      .returning('company_id')
      .execute();
    accounts.push(...rows.map((row) => accountId(row.company_id)));
  }
  return accounts;
}

async function rememberErased(
  db: Database,
  portalId: PortalId,
  contactIds: readonly string[],
  erasedAt: number,
): Promise<void> {
  await db
    .insertInto('erased_contact')
    .values(
      contactIds.map((contact_id) => ({ portal_id: portalId, contact_id, erased_at: erasedAt })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'contact_id'])
        .doUpdateSet(({ ref }) => ({ erased_at: ref('excluded.erased_at') })),
    )
    .execute();
}

async function replacePart(
  db: Database,
  portalId: PortalId,
  { contactIds, roles, readAt }: ContactBatch,
): Promise<AccountId[]> {
  const settled = await settledIds(db, portalId, contactIds, readAt);
  const open = new Set(contactIds.filter((id) => !settled.has(id)));
  if (open.size === 0) return [];
  const known = await db
    .selectFrom('contact_role')
    .select('company_id')
    .where('portal_id', '=', portalId)
    .where('contact_id', 'in', [...open])
    .execute();
  await db
    .deleteFrom('contact_role')
    .where('portal_id', '=', portalId)
    .where('contact_id', 'in', [...open])
    .execute();
  const rows = roles
    .filter(({ contactId }) => open.has(contactId))
    .map((role) => ({
      portal_id: portalId,
      company_id: role.accountId,
      contact_id: role.contactId,
      roles: JSON.stringify(role.roles),
      masked_name: role.maskedName,
      job_title: role.jobTitle,
      birthday: role.birthday,
      read_at: readAt,
    }));
  for (const part of parts(rows)) await db.insertInto('contact_role').values(part).execute();
  return [...known, ...rows].map(({ company_id }) => accountId(company_id));
}

/** Contacts of which something newer is known: a later read, or that they were erased. */
async function settledIds(
  db: Database,
  portalId: PortalId,
  contactIds: readonly string[],
  readAt: number,
): Promise<Set<string>> {
  const newer = await db
    .selectFrom('contact_role')
    .select('contact_id')
    .where('portal_id', '=', portalId)
    .where('contact_id', 'in', contactIds)
    .where('read_at', '>', readAt)
    .execute();
  const erased = await db
    .selectFrom('erased_contact')
    .select('contact_id')
    .where('portal_id', '=', portalId)
    .where('contact_id', 'in', contactIds)
    .where('erased_at', '>=', readAt)
    .execute();
  return new Set([...newer, ...erased].map(({ contact_id }) => contact_id));
}
