import { HubspotError } from '../errors.ts';
import type { PropertyApi } from '../hubspot/property-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { Logger } from '../log.ts';
import type { ManifestProperty } from '../manifest.ts';
import type { PortalId } from '../model/ids.ts';
import { localeOf, locales, type Words, wordsIn } from '../words/words.ts';
import { propertyGroup } from './provision-rules.ts';
import { relabelPlan, reworded } from './relabel-rules.ts';

export type RelabelDeps = {
  propertyApi: PropertyApi;
  portals: PortalStore;
  properties: readonly ManifestProperty[];
  log: Logger;
};

const languages = locales.map(wordsIn);

/**
 * Lets our properties speak the language an admin chose for the portal: labels, descriptions and
 * options. Does nothing while they do; safe to be stopped anywhere, for only what differs is sent.
 */
export async function relabelProperties(deps: RelabelDeps, portalId: PortalId): Promise<void> {
  const { propertyApi, portals, properties, log } = deps;
  const locale = localeOf((await portals.find(portalId))?.locale);
  if ((await portals.labelsLocale(portalId)) === locale) return;

  const words = wordsIn(locale);
  const existing = await propertyApi.readProperties(portalId);
  const plan = relabelPlan(properties, existing, words, languages);
  await unlessRefused(deps, portalId, () => relabelGroup(deps, portalId, words));
  for (const change of plan) {
    await unlessRefused(deps, portalId, () => propertyApi.relabelProperty(portalId, change));
  }
  await portals.saveLabelsLocale(portalId, locale);
  if (plan.length > 0) {
    log.info({ portalId, locale, properties: plan.length }, 'properties are labelled anew');
  }
}

async function relabelGroup({ propertyApi }: RelabelDeps, portalId: PortalId, words: Words) {
  const groups = await propertyApi.readGroups(portalId);
  const group = groups.find(({ name }) => name === propertyGroup);
  if (!group) return;
  const ours = languages.map((each) => each.say('property_group.label'));
  const label = reworded(group.label, words.say('property_group.label'), ours);
  if (label !== group.label)
    await propertyApi.relabelGroup(portalId, { name: propertyGroup, label });
}

/** A label HubSpot does not take stays as it is; that must not keep the others, or the scores, waiting. */
async function unlessRefused(
  { log }: RelabelDeps,
  portalId: PortalId,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    const stays = error instanceof HubspotError && ['refused', 'gone'].includes(error.reaction);
    if (!stays) throw error;
    log.warn({ portalId, err: error }, 'a label was refused');
  }
}
