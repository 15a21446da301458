import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import type { SurveyFacts } from '../hubspot/wire-evidence.ts';
import type { SurveyRecord } from '../model/evidence-record.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import { type Source, searchLagMs } from './source-page.ts';

/** With a page of a search still within what one call for links can carry. */
const answersAtOnce = 800;

/** Answers to NPS and satisfaction surveys: all at first, then those of the day. */
export const surveys: Source = {
  name: 'survey',
  scope: 'crm.objects.feedback_submissions.read',

  async readPage({ evidenceApi, surveys: answers, now }, { id }, { cursor, since }) {
    const readAt = now().getTime() - searchLagMs;
    const page =
      since === null
        ? await evidenceApi.listSurveys(id, cursor)
        : await evidenceApi.searchSurveys(id, { afterId: cursor, since });
    // HubSpot tells nothing of surveys when companies are merged: their answers are linked anew.
    const isLastOfDay = since !== null && page.lastId === null;
    const lost = isLastOfDay ? await answers.listLost(id, answersAtOnce) : [];
    const foundIds = new Set(page.found.map((answer) => answer.id));
    const asked = [...page.found, ...lost.filter((answer) => !foundIds.has(answer.id))];
    const linked = await withAccounts(evidenceApi, id, asked);
    const linkedIds = new Set(linked.map((answer) => answer.id));
    const lostIds = lost.map((answer) => answer.id);
    await answers.remove(
      id,
      lostIds.filter((answer) => !linkedIds.has(answer)),
    );
    await answers.save(id, linked, readAt);
    return {
      cursor: page.lastId,
      read: page.read,
      accountIds: linked.map(({ accountId }) => accountId),
    };
  },
};

/** The company an answer is linked to, else the one of the contact who gave it; without either it tells nothing. */
async function withAccounts(
  evidenceApi: EvidenceApi,
  portalId: PortalId,
  answers: readonly SurveyFacts[],
): Promise<SurveyRecord[]> {
  const ids = answers.map(({ id }) => id);
  const direct = await evidenceApi.readCompaniesOf(portalId, 'survey', ids, 'backfill');
  const loose = answers.filter(({ id }) => !direct.has(id));
  const contactIds = [...new Set(loose.flatMap(({ contactId }) => contactId ?? []))];
  const ofContacts = await evidenceApi.readCompaniesOf(portalId, 'contact', contactIds, 'backfill');
  return answers.flatMap((answer) => {
    const account = first(direct.get(answer.id)) ?? first(ofContacts.get(answer.contactId ?? ''));
    return account === undefined ? [] : [{ ...answer, accountId: account }];
  });
}

function first(accounts: readonly AccountId[] | undefined): AccountId | undefined {
  return accounts?.[0];
}
