import type { PropertyApi } from '../hubspot/property-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { ManifestProperty } from '../manifest.ts';
import type { PortalId } from '../model/ids.ts';
import { localeOf, wordsIn } from '../words/words.ts';
import { provisionPlan } from './provision-rules.ts';

export type PlannedNamesDeps = {
  propertyApi: PropertyApi;
  portals: PortalStore;
  properties: readonly ManifestProperty[];
};

export type PlannedNames = {
  names: readonly string[];
  /** Of those, how many are still to be created. */
  toCreate: number;
};

/** Our properties that exist in the portal, or that publishing is going to create. */
export async function plannedNames(
  { propertyApi, portals, properties }: PlannedNamesDeps,
  portalId: PortalId,
): Promise<PlannedNames> {
  const provisioned = await portals.findProperties(portalId);
  if (provisioned) return { names: provisioned, toCreate: 0 };
  const words = wordsIn(localeOf((await portals.find(portalId))?.locale));
  const existing = await propertyApi.readProperties(portalId);
  const freeSlots = await propertyApi.readFreeSlots(portalId);
  const { names, create } = provisionPlan(properties, existing, freeSlots, words);
  return { names, toCreate: create.length };
}
