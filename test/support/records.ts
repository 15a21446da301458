import { type AccountId, accountId, portalId } from '../../src/model/ids.ts';
import type { Tokens } from '../../src/model/portal.ts';
import type { CompanyRecord, DealRecord, TicketRecord } from '../../src/model/record.ts';
import type { RecordChange } from '../../src/model/record-change.ts';
import type { PortalSettings } from '../../src/model/settings.ts';

export const acme = portalId(101);
export const globex = portalId(202);

export const at = (iso: string): number => Date.parse(iso);
export const noon = new Date('2026-11-20T12:00:00Z');
export const later = (ms: number): Date => new Date(noon.getTime() + ms);

export function aCompany(difference: Partial<CompanyRecord> = {}): CompanyRecord {
  return {
    id: accountId('1'),
    createdAt: at('2020-01-01T00:00:00Z'),
    updatedAt: at('2026-01-01T00:00:00Z'),
    name: 'Acme',
    domain: null,
    industry: null,
    ownerId: null,
    lifecycleStage: null,
    country: null,
    annualRevenue: null,
    employees: null,
    parentId: null,
    lastContactAt: null,
    lastCallAt: null,
    lastMeetingAt: null,
    lastActivityAt: null,
    mapped: {},
    ...difference,
  };
}

export function aDealRecord(difference: Partial<DealRecord> = {}): DealRecord {
  return {
    id: '11',
    accountId: accountId('1'),
    createdAt: at('2026-01-01T00:00:00Z'),
    updatedAt: at('2026-02-01T00:00:00Z'),
    amount: 1000,
    currency: 'EUR',
    amountInPortalCurrency: 1000,
    status: 'won',
    stage: null,
    closedAt: at('2026-02-01T00:00:00Z'),
    stageProbability: 1,
    isNewBusiness: null,
    ...difference,
  };
}

export function aTicketRecord(difference: Partial<TicketRecord> = {}): TicketRecord {
  return {
    id: '21',
    accountId: accountId('1'),
    createdAt: at('2026-03-01T00:00:00Z'),
    updatedAt: at('2026-03-02T00:00:00Z'),
    categories: [],
    closedAt: null,
    firstReplyMs: null,
    resolutionMs: null,
    hasRootCause: null,
    ...difference,
  };
}

export function aChange(difference: Partial<RecordChange> = {}): RecordChange {
  return {
    portalId: acme,
    objectType: 'company',
    objectId: '1',
    occurredAt: noon.getTime(),
    links: 'unchanged',
    ...difference,
  };
}

export function accountIds(...ids: (string | number)[]): AccountId[] {
  return ids.map((id) => accountId(String(id)));
}

/** Portal-local midnight of `acme` and `globex` is in Berlin. */
export function aPortal(id = acme) {
  return {
    id,
    name: 'Acme',
    timeZone: 'Europe/Berlin',
    currency: 'EUR',
    locale: 'en',
    uiDomain: 'app.hubspot.com',
    scopes: ['oauth'],
  };
}

export const someSettings: PortalSettings = {
  complaintCategories: ['complaint'],
  amountProperty: null,
  currencyProperty: null,
  renewalProperty: null,
  kamOwnerProperty: null,
  industryProperty: null,
  productFamilyProperty: null,
  rootCauseProperty: null,
  birthdayProperty: null,
  rollUp: 'own',
  wonStages: null,
  population: { lifecycleStages: null, wonDealOnly: false, listId: null },
};

export const sealedTokens: Tokens = {
  accessToken: 'sealed-access',
  refreshToken: 'sealed-refresh',
  expiresAt: at('2026-11-20T12:30:00Z'),
};
