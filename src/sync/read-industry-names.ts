import type { SettingApi } from '../hubspot/setting-api.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { PortalId } from '../model/ids.ts';
import { isIndustryOfHubspot } from '../words/code-names.ts';
import type { IndustryNames, IndustryStore } from './industry-store.ts';

export type ReadIndustriesDeps = {
  settingApi: Pick<SettingApi, 'readCompanyProperties'>;
  industries: IndustryStore;
  settings: SettingStore;
  now: () => Date;
};

const hubspotsProperty = 'industry';
const hourMs = 3_600_000;

/**
 * Keeps what the portal calls its industries. Options are renamed without an event, so they are read
 * every hour, and at once when another property is mapped. Safe to run twice.
 */
export async function readIndustryNames(
  { settingApi, industries, settings, now }: ReadIndustriesDeps,
  portalId: PortalId,
): Promise<void> {
  const readAt = now().getTime();
  const property = (await settings.read(portalId)).industryProperty ?? hubspotsProperty;
  const kept = await industries.find(portalId);
  if (kept?.property === property && readAt - kept.readAt < hourMs) return;
  const properties = await settingApi.readCompanyProperties(portalId);
  const options = properties.find(({ name }) => name === property)?.options ?? [];
  await industries.save(portalId, { property, names: namesIn(property, options), readAt });
}

/** HubSpot's own industries have a name in every language; of its property only additions are kept. */
function namesIn(
  property: string,
  options: readonly { value: string; label: string }[],
): IndustryNames {
  const named = options.filter(
    ({ value }) => property !== hubspotsProperty || !isIndustryOfHubspot(value),
  );
  return new Map(named.map(({ value, label }) => [value, label]));
}
