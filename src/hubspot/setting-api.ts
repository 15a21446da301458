import { z } from 'zod';
import type { PortalId } from '../model/ids.ts';
import type { CompanyProperty, DealStage, MappedRecord, PropertyFill } from '../model/mapping.ts';
import type { EndpointName } from './endpoints.ts';
import type { HubspotClient } from './hubspot-client.ts';

const Properties = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      type: z.string(),
      referencedObjectType: z.string().nullish(),
      hidden: z.boolean().optional(),
      options: z.array(z.object({ value: z.string(), label: z.string() })).default([]),
    }),
  ),
});

const Found = z.object({
  total: z.number(),
  results: z.array(z.object({ properties: z.record(z.string(), z.string().nullable()) })),
});

const Pipelines = z.object({
  results: z.array(
    z.object({
      label: z.string(),
      stages: z.array(z.object({ id: z.string(), label: z.string() })),
    }),
  ),
});

const samples = 5;

const listing = {
  company: 'readProperties',
  deal: 'readDealProperties',
  line_item: 'readLineItemProperties',
  ticket: 'readTicketProperties',
  contact: 'readContactProperties',
} as const satisfies Record<MappedRecord, EndpointName>;

const searching = {
  company: 'searchCompanies',
  deal: 'searchDeals',
  line_item: 'searchLineItems',
  ticket: 'searchTickets',
  contact: 'searchContacts',
} as const satisfies Record<MappedRecord, EndpointName>;

export type SettingApi = ReturnType<typeof createSettingApi>;

/** Reads what an admin chooses from, and removes what the app made. */
export function createSettingApi({ request }: HubspotClient) {
  async function readProperties(
    portalId: PortalId,
    record: MappedRecord,
  ): Promise<CompanyProperty[]> {
    const endpoint = listing[record];
    const answer = await request(portalId, { endpoint, priority: 'person' });
    return Properties.parse(answer)
      .results.filter(({ hidden }) => hidden !== true)
      .map(({ name, label, type, referencedObjectType, options }) => ({
        name,
        label,
        type,
        isOwner: referencedObjectType === 'OWNER',
        options,
      }));
  }

  async function search(portalId: PortalId, record: MappedRecord, body: object) {
    const endpoint = searching[record];
    return Found.parse(await request(portalId, { endpoint, priority: 'person', body }));
  }

  return {
    readCompanyProperties: (portalId: PortalId) => readProperties(portalId, 'company'),

    readProperties,

    /** How many records have a value, with some of the values. */
    async readFill(portalId: PortalId, record: MappedRecord, name: string): Promise<PropertyFill> {
      const filters = [{ propertyName: name, operator: 'HAS_PROPERTY' }];
      const { total, results } = await search(portalId, record, {
        filterGroups: [{ filters }],
        properties: [name],
        limit: samples,
      });
      const values = results.flatMap(({ properties }) => properties[name] ?? []);
      return { filled: total, samples: [...new Set(values)] };
    },

    async count(portalId: PortalId, record: MappedRecord): Promise<number> {
      return (await search(portalId, record, { filterGroups: [], limit: 1 })).total;
    },

    async readDealStages(portalId: PortalId): Promise<DealStage[]> {
      const answer = await request(portalId, { endpoint: 'readDealPipelines', priority: 'person' });
      return Pipelines.parse(answer).results.flatMap(({ label: pipeline, stages }) =>
        stages.map(({ id, label }) => ({ id, label, pipeline })),
      );
    },

    /** Archived properties can be restored in HubSpot for 90 days; their values are then back too. */
    async removeProperties(portalId: PortalId, names: readonly string[]): Promise<void> {
      if (names.length === 0) return;
      const inputs = names.map((name) => ({ name }));
      await request(portalId, {
        endpoint: 'removeProperties',
        priority: 'person',
        body: { inputs },
      });
    },
  };
}
