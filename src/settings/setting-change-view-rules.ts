import type { SettingHistory } from '../../extensions/app/settings/contract.ts';
import { dayIn } from '../model/day.ts';
import { mappedFields } from '../model/mapping.ts';
import { publishingModes } from '../model/publishing.ts';
import { type Population, rollUps } from '../model/settings.ts';
import { languageName, locales, type Words } from '../words/words.ts';
import {
  isBudgetPart,
  isRole,
  isUndoable,
  languageSetting,
  userOfRole,
} from './setting-change-rules.ts';
import type { SettingChange } from './setting-change-store.ts';
import type { SettingsFacts } from './settings-facts.ts';
import { lifecycleStageName } from './setup-view-rules.ts';

/** What admins changed, newest first, and what can be put back. */
export function settingHistory(facts: SettingsFacts): SettingHistory {
  const { words, changes, settings, portal, budget, roles } = facts;
  const now = { settings, locale: portal.locale, budget: budget.set, roles };
  return {
    title: words.say('settings.changed.title'),
    intro: words.say('settings.changed.intro'),
    empty: words.say('settings.changed.empty'),
    changes: changes.map((change) => ({
      id: change.id,
      title: changeTitle(change, facts),
      text: changeText(change, facts),
      canUndo: isUndoable(change, now),
    })),
    undo: words.say('settings.changed.undo'),
    confirm: {
      title: words.say('settings.changed.confirm'),
      text: words.say('settings.changed.confirm_text'),
      counting: '',
      yes: words.say('settings.changed.undo'),
      no: words.say('settings.cancel'),
    },
  };
}

function changeTitle({ setting, author, changedAt }: SettingChange, facts: SettingsFacts): string {
  const { words, portal } = facts;
  return words.say('settings.changed.by', {
    what: settingName(setting, facts),
    who: userName(author, facts),
    day: words.date(dayIn(portal.timeZone)(changedAt)),
    time: words.time(changedAt, portal.timeZone),
  });
}

function userName(userId: string, { words, users }: SettingsFacts): string {
  const user = users.find((each) => String(each.userId) === userId);
  return user?.name ?? words.say('settings.history.user', { id: userId });
}

function settingName(setting: string, facts: SettingsFacts): string {
  const { words } = facts;
  const userId = userOfRole(setting);
  if (userId !== undefined) {
    return words.say('settings.changed.role', { who: userName(String(userId), facts) });
  }
  if (isBudgetPart(setting)) return words.say(`settings.budget.${setting}`);
  const field = mappedFields.find((each) => each === setting);
  if (field) return words.say(`settings.mapping.${field}`);
  const named = namedSettings.find((each) => each === setting);
  return named ? words.say(`settings.changed.${named}`) : setting;
}

const namedSettings = [
  'complaintCategories',
  'wonStages',
  'population',
  'rollUp',
  languageSetting,
  'mode',
  'isPaused',
  'pilotOwners',
] as const;

function changeText(change: SettingChange, facts: SettingsFacts): string {
  const { setting, before, after } = change;
  return `${valueText(setting, before, facts)} → ${valueText(setting, after, facts)}`;
}

function valueText(setting: string, value: unknown, facts: SettingsFacts): string {
  const { words } = facts;
  if (isBudgetPart(setting)) {
    return typeof value === 'number' ? words.number(value) : words.say('settings.budget.default');
  }
  if (value === null) return words.say('settings.changed.none');
  if (typeof value === 'boolean') return words.say(value ? 'settings.yes' : 'settings.no');
  if (Array.isArray(value)) {
    const named = value.map((each) => memberText(setting, String(each), facts));
    return named.length === 0 ? words.say('settings.changed.none') : words.list(named);
  }
  if (typeof value === 'object') return populationText(value as Population, facts);
  return wordOf(String(value), words);
}

/** Stages and owners by their names, as far as HubSpot tells them now. */
function memberText(setting: string, value: string, { dealStageNames, users }: SettingsFacts) {
  if (setting === 'wonStages') {
    return dealStageNames.find(({ id }) => id === value)?.label ?? value;
  }
  return users.find(({ ownerId }) => ownerId === value)?.name ?? value;
}

function populationText(population: Population, facts: SettingsFacts): string {
  const { words, lists } = facts;
  const { lifecycleStages, wonDealOnly, listId } = population;
  const list = lists?.find(({ id }) => id === listId);
  const conditions = [
    lifecycleStages && words.list(lifecycleStages.map((stage) => lifecycleStageName(stage, facts))),
    wonDealOnly && words.say('settings.population.won_only'),
    listId && words.say('settings.population.list_named', { name: list?.name ?? listId }),
  ].filter((each) => typeof each === 'string');
  return conditions.length === 0
    ? words.say('settings.changed.all_companies')
    : conditions.join(words.say('settings.changed.and'));
}

function wordOf(value: string, words: Words): string {
  if (isRole(value)) return words.say(`settings.role.${value}`);
  const mode = publishingModes.find((each) => each === value);
  if (mode) return words.say(`settings.mode.${mode}`);
  const rollUp = rollUps.find((each) => each === value);
  if (rollUp) return words.say(`settings.roll_up.${rollUp}`);
  return locales.some((each) => each === value) ? languageName(value) : value;
}
