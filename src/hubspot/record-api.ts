import { z } from 'zod';
import { HubspotError } from '../errors.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { ObjectType, RecordOf } from '../model/record.ts';
import type { Mapped } from '../model/settings.ts';
import type { EndpointName } from './endpoints.ts';
import type { HubspotClient } from './hubspot-client.ts';
import type { Priority } from './portal-queues.ts';
import { recordOf, wireProperties } from './wire-records.ts';

export const recordsPerCall = 100;
export const linksPerCall = 1_000;

const listing = { company: 'listCompanies', deal: 'listDeals', ticket: 'listTickets' } as const;
const reading = { company: 'readCompanies', deal: 'readDeals', ticket: 'readTickets' } as const;
const searching = {
  company: 'searchCompanies',
  deal: 'searchDeals',
  ticket: 'searchTickets',
} as const;
const linking = { deal: 'readCompaniesOfDeals', ticket: 'readCompaniesOfTickets' } as const;

const primaryCompany = new Set([5, 26]);

const Page = z.object({
  results: z.array(z.unknown()),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).optional(),
});

const BatchRead = z.object({ results: z.array(z.unknown()) });

const Links = z.object({
  results: z.array(
    z.object({
      from: z.object({ id: z.coerce.string() }),
      to: z.array(
        z.object({
          toObjectId: z.coerce.string(),
          associationTypes: z.array(z.object({ typeId: z.number() })),
        }),
      ),
    }),
  ),
});

export type LinkedType = keyof typeof linking;
export type RecordApi = ReturnType<typeof createRecordApi>;

/** The properties of a kind of record that a portal's admin mapped: they are read along with the standard ones. */
export type MappedProperties = (portalId: PortalId, type: ObjectType) => Promise<Mapped>;

const noneMapped: MappedProperties = async () => ({ names: [] });

/** Reads companies, deals and tickets. */
export function createRecordApi({ request }: HubspotClient, mappedOf = noneMapped) {
  const ask = (portalId: PortalId, endpoint: EndpointName, priority: Priority, body: unknown) =>
    request(portalId, { endpoint, priority, body });

  return {
    /** One page of all records of a kind, in the order of their ids. */
    async listRecords<Type extends ObjectType>(
      portalId: PortalId,
      type: Type,
      cursor: string | null,
    ): Promise<{ records: RecordOf[Type][]; cursor: string | null }> {
      const mapped = await mappedOf(portalId, type);
      const query = {
        limit: String(recordsPerCall),
        properties: [...wireProperties[type], ...mapped.names].join(','),
        ...(cursor !== null && { after: cursor }),
      };
      const page = Page.parse(
        await request(portalId, { endpoint: listing[type], priority: 'backfill', query }),
      );
      return {
        records: page.results.map((wire) => recordOf(type, wire, mapped)),
        cursor: page.paging?.next?.after ?? null,
      };
    },

    /** At most 100 different records by id; those that are not there any more are left out. */
    async readRecords<Type extends ObjectType>(
      portalId: PortalId,
      type: Type,
      ids: readonly string[],
      priority: Priority,
    ): Promise<RecordOf[Type][]> {
      const inputs = ids.map((id) => ({ id }));
      const mapped = await mappedOf(portalId, type);
      const answer = await ask(portalId, reading[type], priority, {
        properties: [...wireProperties[type], ...mapped.names],
        propertiesWithHistory: [],
        inputs,
      });
      return BatchRead.parse(answer).results.map((wire) => recordOf(type, wire, mapped));
    },

    /** The primary company of at most 1,000 different deals or tickets; the first where none is primary. */
    async readCompaniesOf(
      portalId: PortalId,
      type: LinkedType,
      ids: readonly string[],
      priority: Priority,
    ): Promise<Map<string, AccountId>> {
      const inputs = ids.map((id) => ({ id }));
      const { results } = Links.parse(await ask(portalId, linking[type], priority, { inputs }));
      const companies = new Map<string, AccountId>();
      for (const { from, to } of results) {
        const link = to.find(isPrimary) ?? to[0];
        if (link) companies.set(from.id, accountId(link.toObjectId));
      }
      return companies;
    },

    /** How many records of a kind there are; null when the portal cannot say now. */
    async countRecords(portalId: PortalId, type: ObjectType): Promise<number | null> {
      try {
        const answer = await ask(portalId, searching[type], 'backfill', { limit: 1 });
        return z.object({ total: z.number() }).parse(answer).total;
      } catch (error) {
        if (error instanceof HubspotError && error.reaction === 'retry-later') return null;
        throw error;
      }
    },
  };
}

function isPrimary({ associationTypes }: { associationTypes: { typeId: number }[] }): boolean {
  return associationTypes.some(({ typeId }) => primaryCompany.has(typeId));
}
