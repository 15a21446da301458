import { z } from 'zod';
import { HubspotError } from '../errors.ts';
import type { PortalId } from '../model/ids.ts';
import type {
  LabelledProperty,
  PropertyDefinition,
  PropertyGroup,
  Relabelling,
} from '../model/property.ts';
import type { HubspotClient } from './hubspot-client.ts';

const companyTypeId = '0-2';

const Option = z.object({
  label: z.string(),
  value: z.string(),
  displayOrder: z.number().default(-1),
  hidden: z.boolean().default(false),
});

const Properties = z.object({
  results: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      label: z.string().default(''),
      description: z.string().default(''),
      options: z.array(Option).default([]),
    }),
  ),
});

const Groups = z.object({ results: z.array(z.object({ name: z.string(), label: z.string() })) });

const Limits = z.object({
  overallLimit: z.number().optional(),
  overallUsage: z.number().optional(),
  byObjectType: z
    .array(z.object({ objectTypeId: z.string(), limit: z.number(), usage: z.number() }))
    .optional(),
});

export type PropertyApi = ReturnType<typeof createPropertyApi>;

/** Reads and creates the company properties that the scores are written to. */
export function createPropertyApi({ request }: HubspotClient) {
  const send = (
    portalId: PortalId,
    endpoint: Parameters<typeof request>[1]['endpoint'],
    body?: unknown,
  ) => request(portalId, { endpoint, priority: 'person', ...(body !== undefined && { body }) });

  async function readGroups(portalId: PortalId): Promise<PropertyGroup[]> {
    return Groups.parse(await send(portalId, 'readPropertyGroups')).results;
  }

  return {
    async readProperties(portalId: PortalId): Promise<LabelledProperty[]> {
      return Properties.parse(await send(portalId, 'readProperties')).results;
    },

    /** How many more custom company properties the portal may have; null when it does not say. */
    async readFreeSlots(portalId: PortalId): Promise<number | null> {
      try {
        const free = freeSlotsOf(Limits.parse(await send(portalId, 'readPropertyLimits')));
        return Number.isFinite(free) ? Math.max(0, free) : null;
      } catch (error) {
        if (error instanceof HubspotError && error.reaction !== 'retry-later') return null;
        throw error;
      }
    },

    /** Safe to repeat: a group that exists is left as it is. */
    async ensureGroup(portalId: PortalId, group: PropertyGroup): Promise<void> {
      const groups = await readGroups(portalId);
      if (groups.some(({ name }) => name === group.name)) return;
      try {
        await send(portalId, 'createPropertyGroup', { ...group, displayOrder: -1 });
      } catch (error) {
        if (!(error instanceof HubspotError && error.reaction === 'exists')) throw error;
      }
    },

    async createProperties(
      portalId: PortalId,
      definitions: readonly PropertyDefinition[],
    ): Promise<void> {
      await send(portalId, 'createProperties', { inputs: definitions });
    },

    readGroups,

    async relabelGroup(portalId: PortalId, { name, label }: PropertyGroup): Promise<void> {
      await request(portalId, {
        endpoint: 'updatePropertyGroup',
        priority: 'person',
        place: { name },
        body: { label },
      });
    },

    async relabelProperty(portalId: PortalId, { name, ...change }: Relabelling): Promise<void> {
      await request(portalId, {
        endpoint: 'updateProperty',
        priority: 'person',
        place: { name },
        body: change,
      });
    },
  };
}

function freeSlotsOf({ overallLimit, overallUsage = 0, byObjectType }: z.infer<typeof Limits>) {
  const company = byObjectType?.find((each) => each.objectTypeId === companyTypeId);
  const overall =
    overallLimit === undefined ? Number.POSITIVE_INFINITY : overallLimit - overallUsage;
  return Math.min(overall, company ? company.limit - company.usage : Number.POSITIVE_INFINITY);
}
