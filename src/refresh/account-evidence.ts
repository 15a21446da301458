import { type AccountRecords, evidenceReader, type Reading } from '../assessment/evidence-rules.ts';
import { groupSumsOf } from '../assessment/group-rules.ts';
import { withManualFacts } from '../assessment/manual-fact-rules.ts';
import type { ManualInputStore } from '../assessment/manual-input-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { Logger } from '../log.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Portal } from '../model/portal.ts';
import type { ContactStore } from '../sync/contact-store.ts';
import type { EngagementStore } from '../sync/engagement-store.ts';
import { below, isCountedAbove } from '../sync/family-rules.ts';
import type { FamilyStore } from '../sync/family-store.ts';
import { knownSources } from '../sync/known-sources.ts';
import type { ProductStore } from '../sync/product-store.ts';
import type { RateStore } from '../sync/rate-store.ts';
import type { RecordStore } from '../sync/record-store.ts';
import type { SourceStore } from '../sync/source-store.ts';
import type { SurveyStore } from '../sync/survey-store.ts';

export type EvidenceDeps = {
  settings: SettingStore;
  records: RecordStore;
  sources: SourceStore;
  contacts: ContactStore;
  surveys: SurveyStore;
  engagements: EngagementStore;
  rates: RateStore;
  products: ProductStore;
  manualInputs: Pick<ManualInputStore, 'listCurrent'>;
  families: FamilyStore;
  log: Logger;
};

const accountsAtOnce = 500;

/** Reads what scoring sees of accounts, by the portal's settings and the sources it granted. */
export async function openEvidence(deps: EvidenceDeps, portal: Portal, asOf: Day) {
  const { timeZone, currency } = portal;
  const [settings, known, rates] = await Promise.all([
    deps.settings.read(portal.id),
    knownSources(deps, portal.id),
    deps.rates.list(portal.id),
  ]);
  const reading: Reading = {
    timeZone,
    currency,
    settings,
    asOf,
    known,
    rates: new Map(rates.map((rate) => [rate.currency, rate])),
  };
  const evidenceOf = evidenceReader(reading);

  /** Accounts that do not exist are left out. */
  async function read(accountIds: readonly AccountId[]): Promise<Evidence[]> {
    const told = await deps.manualInputs.listCurrent(portal.id, accountIds);
    const found = await readRecords(accountIds);
    return found.map((each) => withManualFacts(each, told.get(each.accountId) ?? [], asOf));
  }

  async function readRecords(accountIds: readonly AccountId[]): Promise<Evidence[]> {
    const records = await recordsOf(deps, portal.id, accountIds);
    if (settings.rollUp === 'own') return [...records.values()].map(evidenceOf);
    const families = await familiesOf(deps, portal.id, [...records.keys()]);
    const all = await withMembers(deps, portal.id, records, families);
    return [...records.values()].map((account) => {
      const members = (families.get(account.company.id) ?? []).flatMap((id) => all.get(id) ?? []);
      if (settings.rollUp === 'rolled_up') return evidenceOf(rolledUp(account, members));
      const evidence = evidenceOf(account);
      const group = members.length === 0 ? null : [evidence, ...members.map(evidenceOf)];
      return {
        ...evidence,
        profile: { ...evidence.profile, group: group && groupSumsOf(group, asOf) },
      };
    });
  }

  return {
    read,

    /** Each deal of the portal once: accounts that are counted within another are left out. */
    async readOnce(accountIds: readonly AccountId[]): Promise<Evidence[]> {
      if (settings.rollUp !== 'rolled_up') return await read(accountIds);
      const parents = await deps.families.parentsAbove(portal.id, accountIds);
      return await read(accountIds.filter((id) => !isCountedAbove(id, parents)));
    },
  };
}

async function recordsOf(
  { records, contacts, surveys, engagements, products }: EvidenceDeps,
  portalId: PortalId,
  accountIds: readonly AccountId[],
): Promise<Map<AccountId, AccountRecords>> {
  const [accounts, roles, answers, contacted, sold] = await Promise.all([
    records.findAccounts(portalId, accountIds),
    contacts.listOf(portalId, accountIds),
    surveys.listOf(portalId, accountIds),
    engagements.listOf(portalId, accountIds),
    products.listOf(portalId, accountIds),
  ]);
  const soldBy = new Map(sold.map(({ dealId, families }) => [dealId, families]));
  const rolesOf = Map.groupBy(roles, ({ accountId }) => accountId);
  const answersOf = Map.groupBy(answers, ({ accountId }) => accountId);
  const contactedOf = Map.groupBy(contacted, ({ accountId }) => accountId);
  return new Map(
    accounts.map((account) => {
      const { id } = account.company;
      return [
        id,
        {
          ...account,
          contacts: rolesOf.get(id) ?? [],
          surveys: answersOf.get(id) ?? [],
          engagements: contactedOf.get(id) ?? [],
          families: new Map(account.deals.map((deal) => [deal.id, soldBy.get(deal.id) ?? []])),
        },
      ];
    }),
  );
}

/** All companies below each account that has any. */
async function familiesOf(
  { families, log }: EvidenceDeps,
  portalId: PortalId,
  accountIds: readonly AccountId[],
): Promise<Map<AccountId, AccountId[]>> {
  const children = await families.childrenBelow(portalId, accountIds);
  const found = new Map<AccountId, AccountId[]>();
  const circular: AccountId[] = [];
  for (const accountId of accountIds) {
    const { accountIds: members, isCircular } = below(accountId, children);
    if (isCircular) circular.push(accountId);
    if (members.length > 0) found.set(accountId, members);
  }
  if (circular.length > 0) {
    log.warn({ portalId, accountIds: circular }, 'companies above themselves are counted alone');
  }
  return found;
}

async function withMembers(
  deps: EvidenceDeps,
  portalId: PortalId,
  records: Map<AccountId, AccountRecords>,
  families: Map<AccountId, AccountId[]>,
): Promise<Map<AccountId, AccountRecords>> {
  const all = new Map(records);
  const missing = [...new Set([...families.values()].flat())].filter((id) => !all.has(id));
  for (let start = 0; start < missing.length; start += accountsAtOnce) {
    const part = missing.slice(start, start + accountsAtOnce);
    for (const [id, account] of await recordsOf(deps, portalId, part)) all.set(id, account);
  }
  return all;
}

/** The account stands for its whole group: each record of the group once. */
function rolledUp(account: AccountRecords, members: readonly AccountRecords[]): AccountRecords {
  const group = [account, ...members];
  return {
    company: account.company,
    members: members.map(({ company }) => company),
    deals: group.flatMap(({ deals }) => deals),
    tickets: group.flatMap(({ tickets }) => tickets),
    contacts: group.flatMap(({ contacts }) => contacts),
    surveys: group.flatMap(({ surveys }) => surveys),
    engagements: group.flatMap(({ engagements }) => engagements),
    families: new Map(group.flatMap(({ families }) => [...families])),
  };
}
