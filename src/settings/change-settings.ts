import { Refusal } from '../errors.ts';
import type { ListApi } from '../hubspot/list-api.ts';
import type { SettingApi } from '../hubspot/setting-api.ts';
import type { PortalStore } from '../install/portal-store.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { PortalId } from '../model/ids.ts';
import {
  type CompanyProperty,
  fits,
  type MappedField,
  mappedFields,
  recordOf,
} from '../model/mapping.ts';
import type { PortalSettings } from '../model/settings.ts';
import type { BackfillStore } from '../sync/backfill-store.ts';
import type { ListStore } from '../sync/list-store.ts';
import type { PopulationStore } from '../sync/population-store.ts';
import type { OutboxStore } from '../writeback/outbox-store.ts';
import { type ChangePublishingDeps, changeMode } from './change-publishing.ts';
import { differencesBetween } from './setting-change-rules.ts';

export type ChangeSettingsDeps = ChangePublishingDeps & {
  settings: SettingStore;
  settingApi: SettingApi;
  listApi: ListApi;
  lists: ListStore;
  backfills: Pick<BackfillStore, 'restart'>;
  population: PopulationStore;
  portals: Pick<PortalStore, 'findProperties' | 'forgetProperties'>;
  outbox: Pick<OutboxStore, 'forgetConfirmed' | 'refill'>;
};

/**
 * Changes what an admin set, and scores everything anew. What the change needs and was never read is
 * read first. Safe to repeat: the same settings change nothing.
 */
export async function changeSettings(
  deps: ChangeSettingsDeps,
  portalId: PortalId,
  difference: Partial<PortalSettings>,
  author: string,
): Promise<PortalSettings> {
  const { settings, settingApi, backfills, changes, now, onPublished } = deps;
  const before = await settings.read(portalId);
  const after = { ...before, ...difference };
  if (JSON.stringify(after) === JSON.stringify(before)) return before;
  for (const field of mappedFields) {
    const name = after[field];
    if (name === null || name === before[field]) continue;
    refuseMisfit(field, name, await settingApi.readProperties(portalId, recordOf(field)));
  }
  await refuseUnknownList(deps, portalId, { before, after });
  await settings.save(portalId, after);
  await deps.lists.forgetOthers(portalId, after.population.listId);
  await changes.add(portalId, differencesBetween(before, after), { author, at: now() });
  // What was newly mapped the first read finds out by itself, and reads companies alone.
  if (isStaged(before, after) && (await hasUnreadStages(deps, portalId))) {
    await backfills.restart(portalId);
  }
  onPublished(portalId);
  return after;
}

async function refuseUnknownList(
  { listApi, lists }: ChangeSettingsDeps,
  portalId: PortalId,
  { before, after }: { before: PortalSettings; after: PortalSettings },
): Promise<void> {
  const { listId } = after.population;
  if (listId === null || listId === before.population.listId) return;
  if (await lists.find(portalId, listId)) return;
  const isThere = (await listApi.readLists(portalId)).some(({ id }) => id === listId);
  if (!isThere) throw new Refusal(422, (words) => words.say('refusal.no_list', { id: listId }));
}

function isStaged(before: PortalSettings, { wonStages }: PortalSettings): boolean {
  return wonStages !== null && before.wonStages === null;
}

function refuseMisfit(
  field: MappedField,
  name: string,
  properties: readonly CompanyProperty[],
): void {
  const property = properties.find((each) => each.name === name);
  if (property && fits(field, property)) return;
  throw new Refusal(422, (words) => {
    const label = words.say(`settings.mapping.${field}`);
    return property
      ? words.say('refusal.misfit', { label, name, type: property.type })
      : words.say('refusal.no_property', { label, name });
  });
}

async function hasUnreadStages({ population }: ChangeSettingsDeps, portalId: PortalId) {
  return (await population.dealStages(portalId)).some(({ stage }) => stage === null);
}

/**
 * Takes the app's properties out of the portal. `expected` is the count that was confirmed. The
 * portal goes back to shadow mode, or they would be made again.
 */
export async function removeProperties(
  deps: ChangeSettingsDeps,
  portalId: PortalId,
  { expected, author }: { expected: number; author: string },
): Promise<number> {
  const { portals, outbox, settingApi, now } = deps;
  const names = await portals.findProperties(portalId);
  if (!names) return 0;
  if (names.length !== expected) {
    throw new Refusal(409, (words) => words.count('refusal.other_properties', names.length));
  }
  await changeMode(deps, portalId, { mode: 'shadow', pilotOwners: [], author });
  await settingApi.removeProperties(portalId, names);
  await portals.forgetProperties(portalId);
  await outbox.forgetConfirmed(portalId);
  await outbox.refill(portalId, now());
  return names.length;
}
