import type { PropertyApi } from '../hubspot/property-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { ManifestProperty } from '../manifest.ts';
import type { PortalId } from '../model/ids.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import type { OutboxStore } from './outbox-store.ts';
import { type ProvisionPlan, propertyGroup, provisionPlan } from './provision-rules.ts';

export type ProvisionDeps = {
  propertyApi: PropertyApi;
  portals: PortalStore;
  outbox: OutboxStore;
  properties: readonly ManifestProperty[];
  log: Logger;
};

/** Creates our property group and properties where they are missing; a second run creates nothing. */
export async function provisionProperties(deps: ProvisionDeps, portalId: PortalId): Promise<void> {
  const { propertyApi, portals, properties, log } = deps;
  if (await portals.findProperties(portalId)) return;

  const portal = await portals.find(portalId);
  const words = wordsIn(localeOf(portal?.locale));
  const existing = await propertyApi.readProperties(portalId);
  const freeSlots = await propertyApi.readFreeSlots(portalId);
  const plan = provisionPlan(properties, existing, freeSlots, words);

  await propertyApi.ensureGroup(portalId, {
    name: propertyGroup,
    label: words.say('property_group.label'),
  });
  const names = await createAll(deps, portalId, plan);
  await portals.saveProperties(portalId, names);

  const { conflicts, leftOut } = plan;
  const refused = plan.names.filter((name) => !names.includes(name));
  log.info(
    { portalId, created: plan.create.length, conflicts, leftOut, refused },
    'properties are in place',
  );
}

/** HubSpot may create some and refuse others: what exists afterwards counts. */
async function createAll(
  { propertyApi, outbox }: ProvisionDeps,
  portalId: PortalId,
  { create, names }: ProvisionPlan,
): Promise<string[]> {
  if (create.length === 0) return names;
  await outbox.forgetConfirmed(portalId);
  await propertyApi.createProperties(portalId, create);
  const existing = new Set((await propertyApi.readProperties(portalId)).map(({ name }) => name));
  return names.filter((name) => existing.has(name));
}
