import { z } from 'zod';
import type { PortalId } from '../model/ids.ts';
import type { ObjectType, RecordOf } from '../model/record.ts';
import type { HubspotClient } from './hubspot-client.ts';
import type { MappedProperties } from './record-api.ts';
import { recordOf, wireProperties } from './wire-records.ts';

/** Beyond this many results HubSpot's search pages no further. */
const searchCap = 10_000;
const foundPerCall = 200;
const listedPerCall = 100;

const listing = { company: 'listCompanies', deal: 'listDeals', ticket: 'listTickets' } as const;
const searching = {
  company: 'searchCompanies',
  deal: 'searchDeals',
  ticket: 'searchTickets',
} as const;

const Paging = z.object({ next: z.object({ after: z.coerce.string() }).optional() }).optional();
const Found = z.object({ results: z.array(z.unknown()), paging: Paging });
const OwnValues = z.object({ properties: z.record(z.string(), z.string().nullable()) });

type Page<Type extends ObjectType> = { records: RecordOf[Type][]; after: string | null };

export type ReconciliationApi = ReturnType<typeof createReconciliationApi>;

/** Reads what is needed to find what no event told of. */
export function createReconciliationApi({ request }: HubspotClient, mappedOf: MappedProperties) {
  async function search<Type extends ObjectType>(
    portalId: PortalId,
    type: Type,
    body: Record<string, unknown>,
  ): Promise<Page<Type>> {
    const mapped = await mappedOf(portalId, type);
    const properties = [...wireProperties[type], ...mapped.names];
    const answer = await request(portalId, {
      endpoint: searching[type],
      priority: 'reconciliation',
      body: { ...body, properties, limit: foundPerCall },
    });
    const { results, paging } = Found.parse(answer);
    return {
      records: results.map((wire) => recordOf(type, wire, mapped)),
      after: paging?.next?.after ?? null,
    };
  }

  /** All records of one kind modified at `from` or later, oldest first, page by page. */
  async function* searchModified<Type extends ObjectType>(
    portalId: PortalId,
    type: Type,
    from: number,
  ): AsyncGenerator<RecordOf[Type][]> {
    let since = from;
    for (;;) {
      const { newest, isWhole } = yield* searchWindow(portalId, type, since);
      if (isWhole) return;
      if (newest === since) yield* searchSameInstant(portalId, type, since);
      since = newest === since ? since + 1 : newest;
    }
  }

  /** As much as one search pages through, and the newest time it came to. */
  async function* searchWindow<Type extends ObjectType>(
    portalId: PortalId,
    type: Type,
    since: number,
  ): AsyncGenerator<RecordOf[Type][], { newest: number; isWhole: boolean }> {
    const window = {
      filterGroups: [{ filters: [modifiedSince(since)] }],
      sorts: [{ propertyName: 'hs_lastmodifieddate', direction: 'ASCENDING' }],
    };
    let newest = since;
    for (let seen = 0, after: string | null = null; seen < searchCap; ) {
      const page: Page<Type> = await search(portalId, type, { ...window, ...(after && { after }) });
      if (page.records.length > 0) yield page.records;
      newest = Math.max(newest, ...page.records.map(({ updatedAt }) => updatedAt));
      seen += page.records.length;
      after = page.after;
      if (after === null) return { newest, isWhole: true };
    }
    return { newest, isWhole: false };
  }

  /** An import stamps thousands of records with one time: those are paged by id. */
  async function* searchSameInstant<Type extends ObjectType>(
    portalId: PortalId,
    type: Type,
    instant: number,
  ): AsyncGenerator<RecordOf[Type][]> {
    let lastId = '0';
    for (;;) {
      const { records } = await search(portalId, type, {
        filterGroups: [
          {
            filters: [
              { propertyName: 'hs_lastmodifieddate', operator: 'EQ', value: String(instant) },
              { propertyName: 'hs_object_id', operator: 'GT', value: lastId },
            ],
          },
        ],
        sorts: [{ propertyName: 'hs_object_id', direction: 'ASCENDING' }],
      });
      if (records.length === 0) return;
      yield records;
      lastId = records.at(-1)?.id ?? lastId;
    }
  }

  return {
    searchModified,

    /** One page of all records, by id, with the values of our own properties where asked for. */
    async listPage<Type extends ObjectType>(
      portalId: PortalId,
      type: Type,
      { cursor, ownProperties }: { cursor: string | null; ownProperties: readonly string[] },
    ): Promise<{ rows: ListedRow<Type>[]; cursor: string | null }> {
      const mapped = await mappedOf(portalId, type);
      const names = [...wireProperties[type], ...mapped.names, ...ownProperties];
      const query = {
        limit: String(listedPerCall),
        properties: names.join(','),
        ...(cursor !== null && { after: cursor }),
      };
      const answer = await request(portalId, {
        endpoint: listing[type],
        priority: 'reconciliation',
        query,
      });
      const { results, paging } = Found.parse(answer);
      return {
        rows: results.map((wire) => ({
          record: recordOf(type, wire, mapped),
          own: ownProperties.length === 0 ? {} : valuesOf(wire, ownProperties),
        })),
        cursor: paging?.next?.after ?? null,
      };
    },
  };
}

export type ListedRow<Type extends ObjectType> = {
  record: RecordOf[Type];
  /** Our properties that have a value. */
  own: Record<string, string>;
};

function modifiedSince(since: number) {
  return { propertyName: 'hs_lastmodifieddate', operator: 'GTE', value: String(since) };
}

function valuesOf(wire: unknown, names: readonly string[]): Record<string, string> {
  const { properties } = OwnValues.parse(wire);
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = properties[name];
      return value === null || value === undefined || value === '' ? [] : [[name, value]];
    }),
  );
}
