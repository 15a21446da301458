import type { PortalStore } from '../install/portal-store.ts';
import { type Day, startOfDay } from '../model/day.ts';
import type { SurveyRecord } from '../model/evidence-record.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { DirtyStore } from './dirty-store.ts';
import type { RecordStore } from './record-store.ts';
import type { SurveyStore } from './survey-store.ts';

export type ImportSurveysDeps = {
  portals: PortalStore;
  records: RecordStore;
  surveys: SurveyStore;
  dirty: DirtyStore;
  now: () => Date;
};

/** An answer from elsewhere; `externalId` is what makes a second import replace the first. */
export type ImportedAnswer = {
  externalId: string;
  accountId: AccountId;
  kind: SurveyRecord['kind'];
  value: number;
  answeredOn: Day;
};

const accountsAtOnce = 500;

/** Which of these companies the portal does not have. */
export async function findUnknownAccounts(
  { records }: Pick<ImportSurveysDeps, 'records'>,
  portalId: PortalId,
  accountIds: readonly AccountId[],
): Promise<Set<AccountId>> {
  const unknown = new Set(accountIds);
  const all = [...unknown];
  for (let start = 0; start < all.length; start += accountsAtOnce) {
    const part = all.slice(start, start + accountsAtOnce);
    for (const { company } of await records.findAccounts(portalId, part))
      unknown.delete(company.id);
  }
  return unknown;
}

/** Keeps answers of surveys that HubSpot does not hold, and has their accounts scored. Safe to run twice. */
export async function importSurveys(
  { portals, surveys, dirty, now }: ImportSurveysDeps,
  portalId: PortalId,
  answers: readonly ImportedAnswer[],
): Promise<void> {
  const timeZone = (await portals.find(portalId))?.timeZone ?? 'UTC';
  const records = answers.map(({ externalId, accountId, kind, value, answeredOn }) => ({
    id: externalId,
    accountId,
    contactId: null,
    kind,
    value,
    answeredAt: startOfDay(answeredOn, timeZone),
  }));
  await surveys.saveImported(portalId, records, now().getTime());
  const accountIds = answers.map(({ accountId }) => accountId);
  await dirty.markAccounts(portalId, accountIds, 'manual', now());
}
