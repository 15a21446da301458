import { HubspotError } from '../errors.ts';
import type { EvidenceApi, LinkedEvidence } from '../hubspot/evidence-api.ts';
import { linksPerCall } from '../hubspot/record-api.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { DirtyStore } from './dirty-store.ts';
import type { EngagementStore } from './engagement-store.ts';
import type { SurveyStore } from './survey-store.ts';

export type RelinkDeps = {
  evidenceApi: EvidenceApi;
  engagements: EngagementStore;
  surveys: SurveyStore;
  dirty: DirtyStore;
  now: () => Date;
};

/**
 * Calls, e-mails and survey answers of companies that are gone: HubSpot tells nothing of them when
 * companies are merged, so it is asked whose they are now. What is nobody's stays until its source is
 * read next, for a deleted company may come back. Safe to run twice.
 */
export async function relinkEvidence(
  deps: RelinkDeps,
  portalId: PortalId,
  goneIds: readonly AccountId[],
): Promise<void> {
  const { engagements, surveys, dirty, now } = deps;
  const readAt = now().getTime();
  const heirs = new Set<AccountId>();
  const contacted = Map.groupBy(
    await engagements.listOf(portalId, goneIds),
    ({ channel }) => channel,
  );
  for (const [channel, lost] of contacted) {
    const found = await companiesOf(deps, portalId, channel, lost);
    await engagements.save(portalId, found);
    for (const { accountId } of found) heirs.add(accountId);
  }
  const answers = await surveys.listAsked(portalId, goneIds);
  const relinked = await companiesOf(deps, portalId, 'survey', answers);
  await surveys.save(portalId, relinked, readAt);
  for (const { accountId } of relinked) heirs.add(accountId);
  await dirty.markAccounts(portalId, [...heirs], 'webhook', now());
}

/** The records once for each company they are linked to; none where the portal does not let us ask any more. */
async function companiesOf<Lost extends { id: string; accountId: AccountId }>(
  { evidenceApi }: RelinkDeps,
  portalId: PortalId,
  kind: LinkedEvidence,
  lost: readonly Lost[],
): Promise<Lost[]> {
  const found: Lost[] = [];
  try {
    for (let start = 0; start < lost.length; start += linksPerCall) {
      const part = lost.slice(start, start + linksPerCall);
      const ids = [...new Set(part.map(({ id }) => id))];
      const companies = await evidenceApi.readCompaniesOf(portalId, kind, ids, 'change');
      for (const each of part) {
        for (const accountId of companies.get(each.id) ?? []) found.push({ ...each, accountId });
      }
    }
    return found;
  } catch (error) {
    if (error instanceof HubspotError && error.reaction === 'missing-scope') return found;
    throw error;
  }
}
