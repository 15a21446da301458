import { z } from 'zod';
import type { ExchangeRate } from '../model/evidence-record.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { CompanyRecord } from '../model/record.ts';
import type { EndpointName } from './endpoints.ts';
import type { HubspotClient } from './hubspot-client.ts';
import type { Priority } from './portal-queues.ts';
import { type MappedProperties, recordsPerCall } from './record-api.ts';
import {
  type ContactFacts,
  callOf,
  contactOf,
  type EngagementFacts,
  emailOf,
  evidenceProperties,
  familyOf,
  rateOf,
  type SurveyFacts,
  surveyOf,
} from './wire-evidence.ts';
import { recordOf, wireProperties } from './wire-records.ts';

/** A page of a search that goes through ids: HubSpot ends any other way of paging at 10,000 results. */
export type SearchPage<Found> = { found: Found[]; read: number; lastId: string | null };

/** Where a search begins: behind an id, with what happened or changed since (ms). */
export type SearchStart = { afterId: string | null; since: number | null };

type Filter = { propertyName: string; operator: string; value?: string };

const searchedPerCall = 200;

const Found = z.object({ results: z.array(z.looseObject({ id: z.coerce.string() })) });

const Page = z.object({
  results: z.array(z.unknown()),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).optional(),
});

const Links = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.coerce.string() }),
      to: z.array(z.object({ toObjectId: z.coerce.string() })),
    }),
  ),
});

const linking = {
  contact: 'readCompaniesOfContacts',
  survey: 'readCompaniesOfSurveys',
  call: 'readCompaniesOfCalls',
  email: 'readCompaniesOfEmails',
} as const;
export type LinkedEvidence = keyof typeof linking;

const contactProperties = [
  'notes_last_contacted',
  'hs_last_sales_activity_timestamp',
  'hs_last_logged_call_date',
  'hs_last_booked_meeting_date',
];

export type EvidenceApi = ReturnType<typeof createEvidenceApi>;

/** Reads what stands beside companies, deals and tickets: contacts' roles, surveys, calls, e-mails, line items, rates. */
export function createEvidenceApi({ request }: HubspotClient, mappedOf: MappedProperties) {
  async function search(
    portalId: PortalId,
    endpoint: EndpointName,
    what: { groups: Filter[][]; properties: readonly string[]; afterId: string | null },
  ): Promise<SearchPage<unknown>> {
    const behind: Filter[] =
      what.afterId === null
        ? []
        : [{ propertyName: 'hs_object_id', operator: 'GT', value: what.afterId }];
    const body = {
      filterGroups: what.groups.map((filters) => ({ filters: [...filters, ...behind] })),
      sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
      properties: what.properties,
      limit: searchedPerCall,
    };
    const { results } = Found.parse(
      await request(portalId, { endpoint, priority: 'backfill', body }),
    );
    const isLast = results.length < searchedPerCall;
    const lastId = isLast ? null : (results.at(-1)?.id ?? null);
    return { found: results, read: results.length, lastId };
  }

  async function searchEngagements(
    portalId: PortalId,
    kind: 'call' | 'email',
    { afterId, since }: SearchStart,
  ): Promise<SearchPage<EngagementFacts>> {
    const endpoint = kind === 'call' ? 'searchCalls' : 'searchEmails';
    const groups = [sinceFilter('hs_timestamp', since)];
    const properties = evidenceProperties[kind];
    const page = await search(portalId, endpoint, { groups, properties, afterId });
    return { ...page, found: present(page.found.map(kind === 'call' ? callOf : emailOf)) };
  }

  /** What at most 1,000 different records are linked to. */
  async function linksOf(
    portalId: PortalId,
    { endpoint, priority }: { endpoint: EndpointName; priority: Priority },
    ids: readonly string[],
  ): Promise<Map<string, string[]>> {
    if (ids.length === 0) return new Map();
    const body = { inputs: ids.map((id) => ({ id })) };
    const answer = await request(portalId, { endpoint, priority, body });
    return new Map(
      Links.parse(answer).results.map(({ from, to }) => [
        from.id,
        [...new Set(to.map(({ toObjectId }) => toObjectId))],
      ]),
    );
  }

  return {
    searchEngagements,

    /** The ids of line items that changed since. */
    async searchLineItems(
      portalId: PortalId,
      { afterId, since }: SearchStart,
    ): Promise<SearchPage<string>> {
      const groups = [sinceFilter('hs_lastmodifieddate', since)];
      const what = { groups, properties: ['hs_object_id'], afterId };
      const page = await search(portalId, 'searchLineItems', what);
      return { ...page, found: Found.parse({ results: page.found }).results.map(({ id }) => id) };
    },

    /** The deals that at most 1,000 different line items are of. */
    async readDealsOfLineItems(
      portalId: PortalId,
      ids: readonly string[],
      priority: Priority,
    ): Promise<string[]> {
      const endpoint = 'readDealsOfLineItems';
      const deals = await linksOf(portalId, { endpoint, priority }, ids);
      return [...new Set([...deals.values()].flat())];
    },

    /** The line items of at most 1,000 different deals; deals without any are left out. */
    readLineItemsOfDeals: (portalId: PortalId, dealIds: readonly string[], priority: Priority) =>
      linksOf(portalId, { endpoint: 'readLineItemsOfDeals', priority }, dealIds),

    /** The product family of each line item that has one. */
    async readProductFamilies(
      portalId: PortalId,
      ids: readonly string[],
      { familyProperty, priority }: { familyProperty: string | null; priority: Priority },
    ): Promise<Map<string, string>> {
      const properties = [...evidenceProperties.lineItem, ...named(familyProperty)];
      const families = new Map<string, string>();
      for (let start = 0; start < ids.length; start += recordsPerCall) {
        const inputs = ids.slice(start, start + recordsPerCall).map((id) => ({ id }));
        const body = { properties, propertiesWithHistory: [], inputs };
        const answer = await request(portalId, { endpoint: 'readLineItems', priority, body });
        for (const wire of Page.parse(answer).results) {
          const { id, family } = familyOf(wire, familyProperty);
          if (family !== null) families.set(id, family);
        }
      }
      return families;
    },

    /** All contacts that have a role in decisions. */
    async searchContacts(
      portalId: PortalId,
      { afterId, birthdayProperty }: { afterId: string | null; birthdayProperty: string | null },
    ): Promise<SearchPage<ContactFacts>> {
      const groups = [[{ propertyName: 'hs_buying_role', operator: 'HAS_PROPERTY' }]];
      const properties = [...evidenceProperties.contact, ...named(birthdayProperty)];
      const page = await search(portalId, 'searchContacts', { groups, properties, afterId });
      return { ...page, found: page.found.map((wire) => contactOf(wire, birthdayProperty)) };
    },

    /** At most 100 different contacts; those that are gone are left out. */
    async readContacts(
      portalId: PortalId,
      ids: readonly string[],
      { birthdayProperty, priority }: { birthdayProperty: string | null; priority: Priority },
    ): Promise<ContactFacts[]> {
      const body = {
        properties: [...evidenceProperties.contact, ...named(birthdayProperty)],
        propertiesWithHistory: [],
        inputs: ids.map((id) => ({ id })),
      };
      const answer = await request(portalId, { endpoint: 'readContacts', priority, body });
      return Page.parse(answer).results.map((wire) => contactOf(wire, birthdayProperty));
    },

    /** All answers to surveys, page by page; `lastId` is the cursor of the next page. */
    async listSurveys(portalId: PortalId, cursor: string | null): Promise<SearchPage<SurveyFacts>> {
      const query = {
        limit: String(recordsPerCall),
        properties: evidenceProperties.survey.join(','),
        ...(cursor !== null && { after: cursor }),
      };
      const answer = await request(portalId, {
        endpoint: 'listSurveys',
        priority: 'backfill',
        query,
      });
      const { results, paging } = Page.parse(answer);
      const lastId = paging?.next?.after ?? null;
      return { found: present(results.map(surveyOf)), read: results.length, lastId };
    },

    async searchSurveys(
      portalId: PortalId,
      { afterId, since }: SearchStart,
    ): Promise<SearchPage<SurveyFacts>> {
      const groups = [sinceFilter('hs_lastmodifieddate', since)];
      const properties = evidenceProperties.survey;
      const page = await search(portalId, 'searchSurveys', { groups, properties, afterId });
      return { ...page, found: present(page.found.map(surveyOf)) };
    },

    /**
     * Companies that were contacted since, and those whose mapped property may have changed: HubSpot
     * sends no events for either.
     */
    async searchContactedCompanies(
      portalId: PortalId,
      { afterId, since }: SearchStart,
      renewalProperty: string | null,
    ): Promise<SearchPage<CompanyRecord>> {
      const mapped = await mappedOf(portalId, 'company');
      const groups = contactProperties.map((name) => sinceFilter(name, since));
      if (renewalProperty !== null) {
        groups.push([
          { propertyName: renewalProperty, operator: 'HAS_PROPERTY' },
          ...sinceFilter('hs_lastmodifieddate', since),
        ]);
      }
      const properties = [...wireProperties.company, ...mapped.names];
      const page = await search(portalId, 'searchCompanies', { groups, properties, afterId });
      return { ...page, found: page.found.map((wire) => recordOf('company', wire, mapped)) };
    },

    /** All companies of at most 1,000 different records. */
    async readCompaniesOf(
      portalId: PortalId,
      kind: LinkedEvidence,
      ids: readonly string[],
      priority: Priority,
    ): Promise<Map<string, AccountId[]>> {
      const companies = await linksOf(portalId, { endpoint: linking[kind], priority }, ids);
      return new Map([...companies].map(([id, linked]) => [id, linked.map(accountId)]));
    },

    /** What the portal's other currencies are worth in its own. */
    async readExchangeRates(portalId: PortalId, currency: string): Promise<ExchangeRate[]> {
      const answer = await request(portalId, {
        endpoint: 'readExchangeRates',
        priority: 'backfill',
      });
      return present(Page.parse(answer).results.map((wire) => rateOf(wire, currency)));
    },
  };
}

function named(property: string | null): string[] {
  return property === null ? [] : [property];
}

function sinceFilter(propertyName: string, since: number | null): Filter[] {
  return since === null ? [] : [{ propertyName, operator: 'GTE', value: String(since) }];
}

function present<Value>(values: readonly (Value | null)[]): Value[] {
  return values.filter((value) => value !== null);
}
