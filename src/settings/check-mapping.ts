import type { MappingCheck } from '../../extensions/app/settings/contract.ts';
import type { SettingApi } from '../hubspot/setting-api.ts';
import type { PortalId } from '../model/ids.ts';
import { fits, type MappedField, type MappedRecord, recordOf } from '../model/mapping.ts';
import type { PopulationStore } from '../sync/population-store.ts';
import type { Words } from '../words/words.ts';
import { everybody } from './answer-settings.ts';

export type CheckMappingDeps = {
  settingApi: SettingApi;
  population: Pick<PopulationStore, 'count'>;
};

/** What a property holds, before it is mapped: its type, how many records have it, and some values. */
export async function checkMapping(
  deps: CheckMappingDeps,
  portalId: PortalId,
  { field, name, words }: { field: MappedField; name: string; words: Words },
): Promise<MappingCheck> {
  const record = recordOf(field);
  const properties = await deps.settingApi.readProperties(portalId, record);
  const property = properties.find((each) => each.name === name);
  if (!property || !fits(field, property)) {
    return {
      verdict: { text: words.say('settings.mapping.misfit'), tone: 'bad' },
      fill: '',
      samples: '',
    };
  }
  const records = await countOf(deps, portalId, record);
  const { filled, samples } = await deps.settingApi.readFill(portalId, record, name);
  return {
    verdict: { text: words.say('settings.mapping.fits', { type: property.type }), tone: 'good' },
    fill: words.say(fillSentences[record], {
      share: words.percent(records === 0 ? 0 : filled / records),
      n: words.number(filled),
      of: words.number(records),
    }),
    samples:
      samples.length === 0
        ? words.say('settings.mapping.no_samples')
        : words.say('settings.mapping.samples', { list: words.list(samples) }),
  };
}

const fillSentences = {
  company: 'settings.mapping.fill',
  line_item: 'settings.mapping.fill_line_items',
  ticket: 'settings.mapping.fill_tickets',
} as const;

function countOf({ settingApi, population }: CheckMappingDeps, id: PortalId, record: MappedRecord) {
  return record === 'company' ? population.count(id, everybody) : settingApi.count(id, record);
}
