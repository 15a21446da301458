import type { PropertyApi } from '../hubspot/property-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { ManifestProperty } from '../manifest.ts';
import type { PortalId } from '../model/ids.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import { propertyGroup, provisionPlan } from './provision-rules.ts';

export type ProvisionDeps = {
  propertyApi: PropertyApi;
  portals: PortalStore;
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
  if (plan.create.length > 0) await propertyApi.createProperties(portalId, plan.create);
  await portals.saveProperties(portalId, plan.names);

  const { conflicts, leftOut } = plan;
  log.info(
    { portalId, created: plan.create.length, conflicts, leftOut },
    'properties are in place',
  );
}
