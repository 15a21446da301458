import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { SurveyRecord } from '../model/evidence-record.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type SurveyStore = ReturnType<typeof createSurveyStore>;

/** Sets ids of answers from elsewhere apart from HubSpot's, which are numbers. */
const imported = 'import:';

/** What accounts answered in surveys. */
export function createSurveyStore(db: Database) {
  return {
    /** An older read never overwrites a newer one; answers of erased contacts stay away. */
    async save(
      portalId: PortalId,
      answers: readonly SurveyRecord[],
      readAt: number,
    ): Promise<void> {
      await saveAll(db, portalId, answers, readAt);
    },

    /** Answers from elsewhere; an id that was imported before is replaced. */
    async saveImported(
      portalId: PortalId,
      answers: readonly SurveyRecord[],
      importedAt: number,
    ): Promise<void> {
      const own = answers.map((answer) => ({ ...answer, id: imported + answer.id }));
      await saveAll(db, portalId, own, importedAt);
    },

    /** Whether answers from elsewhere were imported: those are known without any scope. */
    async hasImported(portalId: PortalId): Promise<boolean> {
      const row = await db
        .selectFrom('survey_answer')
        .select('answer_id')
        .where('portal_id', '=', portalId)
        // HubSpot's numbers come before letters: this finds the end of the index, and reads no answers.
        .where('answer_id', '>=', imported)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Which of these accounts have answers from elsewhere. */
    async withImported(portalId: PortalId, accountIds: readonly AccountId[]): Promise<AccountId[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('survey_answer')
        .select('company_id')
        .distinct()
        .where('portal_id', '=', portalId)
        .where('company_id', 'in', accountIds)
        .where('answer_id', 'like', `${imported}%`)
        .execute();
      return rows.map(({ company_id }) => accountId(company_id));
    },

    /** Gives the answers from elsewhere of one account to another. */
    async moveImported(portalId: PortalId, from: AccountId, to: AccountId): Promise<void> {
      await db
        .updateTable('survey_answer')
        .set({ company_id: to })
        .where('portal_id', '=', portalId)
        .where('company_id', '=', from)
        .where('answer_id', 'like', `${imported}%`)
        .execute();
    },

    async listOf(portalId: PortalId, accountIds: readonly AccountId[]): Promise<SurveyRecord[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('survey_answer')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('company_id', 'in', accountIds)
        .execute();
      return rows.map(toSurvey);
    },

    /** Answers of these accounts to HubSpot's own surveys. */
    async listAsked(portalId: PortalId, accountIds: readonly AccountId[]): Promise<SurveyRecord[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('survey_answer')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('company_id', 'in', accountIds)
        .where('answer_id', 'not like', `${imported}%`)
        .execute();
      return rows.map(toSurvey);
    },

    /** Answers of companies that are not there any more: merged into others, or deleted. */
    async listLost(portalId: PortalId, limit: number): Promise<SurveyRecord[]> {
      const rows = await db
        .selectFrom('survey_answer')
        .selectAll('survey_answer')
        .leftJoin('company', (join) =>
          join
            .onRef('company.portal_id', '=', 'survey_answer.portal_id')
            .onRef('company.company_id', '=', 'survey_answer.company_id'),
        )
        .where('survey_answer.portal_id', '=', portalId)
        .where('company.company_id', 'is', null)
        .where('answer_id', 'not like', `${imported}%`)
        .limit(limit)
        .execute();
      return rows.map(toSurvey);
    },

    async remove(portalId: PortalId, ids: readonly string[]): Promise<void> {
      if (ids.length === 0) return;
      await db
        .deleteFrom('survey_answer')
        .where('portal_id', '=', portalId)
        .where('answer_id', 'in', ids)
        .execute();
    },

    /** Whether the portal asks its customers at all. */
    async hasAny(portalId: PortalId): Promise<boolean> {
      const row = await db
        .selectFrom('survey_answer')
        .select('answer_id')
        .where('portal_id', '=', portalId)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}

function toSurvey(row: Selectable<Tables['survey_answer']>): SurveyRecord {
  return {
    id: row.answer_id,
    accountId: accountId(row.company_id),
    contactId: row.contact_id,
    kind: row.kind as SurveyRecord['kind'],
    value: row.value,
    answeredAt: row.answered_at,
  };
}

async function saveAll(
  db: Database,
  portalId: PortalId,
  answers: readonly SurveyRecord[],
  readAt: number,
): Promise<void> {
  for (const part of parts(answers)) await savePart(db, portalId, part, readAt);
}

async function savePart(
  db: Database,
  portalId: PortalId,
  answers: readonly SurveyRecord[],
  readAt: number,
): Promise<void> {
  const contactIds = answers.flatMap(({ contactId }) => (contactId === null ? [] : [contactId]));
  const erased = contactIds.length === 0 ? new Set() : await erasedAmong(db, portalId, contactIds);
  const rows = answers
    .filter(({ contactId }) => !erased.has(contactId))
    .map((answer) => ({
      portal_id: portalId,
      answer_id: answer.id,
      company_id: answer.accountId,
      contact_id: answer.contactId,
      kind: answer.kind,
      value: answer.value,
      answered_at: answer.answeredAt,
      read_at: readAt,
    }));
  if (rows.length === 0) return;
  await db
    .insertInto('survey_answer')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'answer_id'])
        .doUpdateSet(({ ref }) => ({
          company_id: ref('excluded.company_id'),
          contact_id: ref('excluded.contact_id'),
          kind: ref('excluded.kind'),
          value: ref('excluded.value'),
          answered_at: ref('excluded.answered_at'),
          read_at: ref('excluded.read_at'),
        }))
        .whereRef('excluded.read_at', '>=', 'survey_answer.read_at'),
    )
    .execute();
}

async function erasedAmong(db: Database, portalId: PortalId, contactIds: readonly string[]) {
  const rows = await db
    .selectFrom('erased_contact')
    .select('contact_id')
    .where('portal_id', '=', portalId)
    .where('contact_id', 'in', contactIds)
    .execute();
  return new Set<string | null>(rows.map(({ contact_id }) => contact_id));
}
