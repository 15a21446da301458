import type {
  Grid,
  Mapping,
  MappingField,
  Option,
  PopulationForm,
  PublishingForm,
  Step,
  StepId,
} from '../../extensions/app/settings/contract.ts';
import { fits, type MappedField, mappedFields, recordOf } from '../model/mapping.ts';
import { ticketCategoryName } from '../words/code-names.ts';
import type { SettingsFacts } from './settings-facts.ts';

const stepIds = [
  'connection',
  'mapping',
  'population',
  'diagnosis',
  'shadow',
  'pilot',
  'publish',
] as const satisfies readonly StepId[];

/** The checklist. The last two follow from what is allowed; the others are ended by hand. */
export function stepsView(facts: SettingsFacts): Step[] {
  const { words } = facts;
  return stepIds.map((id) => {
    const isDone = isStepDone(id, facts);
    return {
      id,
      title: words.say(`settings.step.${id}.title`),
      state: isDone
        ? { text: words.say('settings.step_done'), tone: 'good' }
        : { text: words.say('settings.step_open'), tone: 'neutral' },
      isDone,
      found: foundText(id, facts),
      changes: words.say(`settings.step.${id}.changes`),
    };
  });
}

function isStepDone(id: StepId, { publishing, doneSteps }: SettingsFacts): boolean {
  if (id === 'publish') return publishing.mode === 'live';
  if (id === 'pilot') return publishing.mode !== 'shadow' || doneSteps.includes(id);
  return doneSteps.includes(id) || publishing.mode === 'live';
}

function foundText(id: StepId, facts: SettingsFacts): string {
  const { words, scopes, settings, population, companies, verification, publishing } = facts;
  switch (id) {
    case 'connection': {
      const granted = scopes.filter(({ isGranted }) => isGranted).length;
      return words.say('settings.found.scopes', {
        granted: words.number(granted),
        of: words.number(scopes.length),
      });
    }
    case 'mapping': {
      const mapped = mappedFields.filter((field) => settings[field] !== null).length;
      return words.say('settings.found.mapping', {
        n: words.number(mapped),
        of: words.number(mappedFields.length),
      });
    }
    case 'population':
      return words.say('settings.found.population', {
        n: words.number(population),
        of: words.number(companies),
      });
    case 'diagnosis':
      if (verification === null) return words.say('settings.found.no_backtest');
      return words.say(verification.verified ? 'risk.verified' : 'risk.unverified');
    case 'shadow':
      return words.say(`settings.mode.${publishing.mode}`);
    case 'pilot':
      return words.count('settings.found.pilot', publishing.pilotOwners.length);
    case 'publish':
      return words.say(`settings.mode_text.${publishing.mode}`);
  }
}

export function connectionView({ words, scopes }: SettingsFacts): Grid {
  return {
    title: words.say('settings.connection.title'),
    columns: [
      words.say('settings.connection.scope'),
      words.say('settings.connection.reason'),
      words.say('settings.connection.state'),
    ],
    rows: scopes.map(({ name, reason, isGranted }) => [
      name,
      reason,
      words.say(isGranted ? 'settings.connection.granted' : 'settings.connection.missing'),
    ]),
    empty: '',
  };
}

function ownLabel(category: string, { properties }: SettingsFacts): string | undefined {
  const property = properties.ticket.find(({ name }) => name === 'hs_ticket_category');
  return property?.options.find(({ value }) => value === category)?.label;
}

export function mappingView(facts: SettingsFacts): Mapping {
  const { words, settings, dealStages, dealStageNames, ticketCategories } = facts;
  const counted = new Map(dealStages.map((each) => [each.stage, each]));
  const stages = dealStageNames.map(({ id, label, pipeline }) => ({
    value: id,
    label: words.say('settings.mapping.stage', {
      pipeline,
      stage: label,
      n: words.number(counted.get(id)?.deals ?? 0),
    }),
  }));
  const categories = ticketCategories.map(({ category, tickets }) => ({
    value: category.toLowerCase(),
    label: words.say('settings.mapping.category', {
      category: ticketCategoryName(category, words, ownLabel(category, facts)),
      n: words.number(tickets),
    }),
  }));
  return {
    title: words.say('settings.mapping.title'),
    fields: mappedFields.map((field) => fieldView(field, facts)),
    wonStages: {
      label: words.say('settings.mapping.won_stages'),
      hint: words.say('settings.mapping.won_stages_hint'),
      value: [...(settings.wonStages ?? [])],
      options: withChosen(stages, settings.wonStages ?? []),
    },
    complaintCategories: {
      label: words.say('settings.mapping.complaints'),
      hint: words.say('settings.mapping.complaints_hint'),
      value: [...settings.complaintCategories],
      options: withChosen(categories, settings.complaintCategories),
    },
    check: words.say('settings.mapping.check'),
    save: words.say('settings.save'),
    saved: words.say('settings.saved_rescoring'),
  };
}

function fieldView(
  name: MappedField,
  { words, settings, properties }: SettingsFacts,
): MappingField {
  const fitting = properties[recordOf(name)]
    .filter((property) => fits(name, property))
    .map((property) => ({ value: property.name, label: `${property.label} (${property.name})` }));
  const value = settings[name] ?? '';
  return {
    name,
    label: words.say(`settings.mapping.${name}`),
    hint: words.say(`settings.mapping.${name}_hint`),
    value,
    options: [
      { value: '', label: words.say('settings.mapping.none') },
      ...withChosen(fitting, value === '' ? [] : [value]),
    ],
  };
}

/** What is chosen can always be seen, also when HubSpot does not list it any more. */
function withChosen(options: readonly Option[], chosen: readonly string[]): Option[] {
  const listed = new Set(options.map(({ value }) => value));
  const missing = chosen.filter((value) => !listed.has(value));
  return [...options, ...missing.map((value) => ({ value, label: value }))];
}

export function populationView(facts: SettingsFacts): PopulationForm {
  const { words, settings, lifecycleStages, population } = facts;
  const { population: chosen } = settings;
  const stageLabel = (stage: string, count: number) =>
    words.say('settings.population.list_option', {
      name: lifecycleStageName(stage, facts),
      n: words.number(count),
    });
  const stages = lifecycleStages.flatMap(({ stage, count }) =>
    stage === null ? [] : [{ value: stage, label: stageLabel(stage, count) }],
  );
  return {
    title: words.say('settings.population.title'),
    stages: {
      label: words.say('settings.population.stages'),
      hint: words.say('settings.population.stages_hint'),
      value: [...(chosen.lifecycleStages ?? [])],
      options: withChosen(stages, chosen.lifecycleStages ?? []),
    },
    wonDealOnly: { label: words.say('settings.population.won_only'), value: chosen.wonDealOnly },
    list: listChoice(facts),
    count: words.count('settings.population.count', population),
    check: words.say('settings.population.check'),
    save: words.say('settings.save'),
    saved: words.say('settings.saved_rescoring'),
  };
}

/** As the portal calls the stage; a stage that is there no more stands for itself. */
export function lifecycleStageName(stage: string, { properties }: SettingsFacts): string {
  const property = properties.company.find(({ name }) => name === 'lifecyclestage');
  return property?.options.find(({ value }) => value === stage)?.label ?? stage;
}

function listChoice({ words, settings, lists, populationList }: SettingsFacts) {
  const { listId } = settings.population;
  const options = (lists ?? []).map(({ id, name, size }) => ({
    value: id,
    label:
      size === null
        ? name
        : words.say('settings.population.list_option', { name, n: words.number(size) }),
  }));
  const hint =
    lists === null
      ? words.say('settings.population.list_closed')
      : words.say(
          populationList?.state === 'gone'
            ? 'settings.population.list_gone'
            : 'settings.population.list_hint',
        );
  return {
    label: words.say('settings.population.list'),
    hint,
    value: listId ?? '',
    options: [
      { value: '', label: words.say('settings.population.list_any') },
      ...withChosen(options, listId === null ? [] : [listId]),
    ],
  };
}

type Area = { auc: number; aucLow: number; aucHigh: number };

export function aucText(words: SettingsFacts['words'], { auc, aucLow, aucHigh }: Area): string {
  return words.say('settings.diagnosis.auc_value', {
    auc: words.decimals(auc, 2),
    low: words.decimals(aucLow, 2),
    high: words.decimals(aucHigh, 2),
  });
}

export function publishingView({ words, publishing, users }: SettingsFacts): PublishingForm {
  const { mode, isPaused, pilotOwners } = publishing;
  const owners = users
    .filter(({ isActive }) => isActive)
    .map(({ ownerId, name }) => ({ value: ownerId, label: name }));
  return {
    title: words.say('settings.publishing.title'),
    mode,
    modeLabel: isPaused
      ? { text: words.say('settings.publishing.paused'), tone: 'watch' }
      : { text: words.say(`settings.mode.${mode}`), tone: mode === 'live' ? 'good' : 'neutral' },
    text: words.say(isPaused ? 'settings.publishing.paused_text' : `settings.mode_text.${mode}`),
    owners: {
      label: words.say('settings.publishing.owners'),
      value: [...pilotOwners],
      options: withChosen(owners, pilotOwners),
    },
    pilot: words.say('settings.publishing.to_pilot'),
    live: words.say('settings.publishing.to_live'),
    shadow: words.say('settings.publishing.to_shadow'),
    isPaused,
    pauseLabel: words.say('settings.publishing.pause'),
    pauseHint: words.say('settings.publishing.pause_hint'),
    confirm: {
      title: words.say('settings.publishing.confirm'),
      counting: words.say('settings.publishing.counting'),
      yes: words.say('settings.publishing.yes'),
      no: words.say('settings.cancel'),
    },
  };
}
