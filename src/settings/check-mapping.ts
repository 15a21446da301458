import type { MappingCheck } from '../../extensions/app/settings/contract.ts';
import type { SettingApi } from '../hubspot/setting-api.ts';
import type { PortalId } from '../model/ids.ts';
import {
  type CompanyProperty,
  fits,
  type MappedField,
  type MappedRecord,
  recordOf,
} from '../model/mapping.ts';
import { monthDayOf } from '../model/month-day.ts';
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
    samples: samplesText(field, named(samples, property), words),
  };
}

/** Of options the names, as the portal's people know them. */
function named(values: readonly string[], { options }: CompanyProperty): string[] {
  return values.map((value) => options.find((each) => each.value === value)?.label ?? value);
}

/** Nobody's year of birth is shown: a birthday appears as it would be kept. */
function samplesText(field: MappedField, samples: readonly string[], words: Words): string {
  if (samples.length === 0) return words.say('settings.mapping.no_samples');
  const shown =
    field === 'birthdayProperty' ? samples.flatMap((value) => monthDayOf(value) ?? []) : samples;
  return shown.length === 0
    ? words.say('settings.mapping.no_birthdays')
    : words.say('settings.mapping.samples', { list: words.list(shown) });
}

const fillSentences = {
  company: 'settings.mapping.fill',
  deal: 'settings.mapping.fill_deals',
  line_item: 'settings.mapping.fill_line_items',
  ticket: 'settings.mapping.fill_tickets',
  contact: 'settings.mapping.fill_contacts',
} as const;

function countOf({ settingApi, population }: CheckMappingDeps, id: PortalId, record: MappedRecord) {
  return record === 'company' ? population.count(id, everybody) : settingApi.count(id, record);
}
