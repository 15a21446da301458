import type { Manifest, ManifestAction } from '../src/manifest.ts';
import { type Locale, locales, type WordKey, wordsIn } from '../src/words/words.ts';

type Output = ManifestAction['outputs'][number];
type Property = Manifest['properties'][number];

const valueTypes = { static: 'STATIC_VALUE', property: 'OBJECT_PROPERTY' } as const;
const inEnglish = wordsIn('en');

/** What HubSpot builds a workflow action from, with its labels out of the catalogue. */
export function workflowActionFile(action: ManifestAction, manifest: Manifest, backend: string) {
  const outputs = [
    ...action.outputs.map((output) => outputOf(output, manifest)),
    ...ownOutputs(action),
  ];
  return {
    uid: action.uid,
    type: 'workflow-action',
    config: {
      actionUrl: `${backend}${action.path}`,
      isPublished: true,
      supportedClients: [{ client: 'WORKFLOWS' }],
      objectTypes: ['COMPANY'],
      inputFields: action.inputs.map((input) => inputOf(action, input)),
      outputFields: outputs.map((typeDefinition) => ({ typeDefinition })),
      executionRules: action.statuses.map((status) => ({
        labelName: status,
        conditions: { status },
      })),
      labels: Object.fromEntries(
        locales.map((locale) => [locale.toLowerCase(), labelsOf(action, locale)]),
      ),
    },
  };
}

function inputOf({ name: action }: ManifestAction, input: ManifestAction['inputs'][number]) {
  const { name, type, fieldType, options, owners, required, from } = input;
  return {
    typeDefinition: {
      name,
      type,
      fieldType,
      ...(owners && { referencedObjectType: 'OWNER' }),
      ...(options && {
        options: options.map((value) => ({
          value,
          label: inEnglish.say(optionKey(action, name, value)),
        })),
      }),
    },
    supportedValueTypes: from.map((source) => valueTypes[source]),
    isRequired: required,
  };
}

function outputOf(output: Output, manifest: Manifest) {
  if (!('like' in output)) {
    return { name: output.name, type: output.type, fieldType: fieldTypes[output.type] };
  }
  const { type, fieldType, ...property } = propertyOf(output.like, manifest);
  const options = 'options' in property ? property.options : null;
  return {
    name: output.name,
    type,
    fieldType,
    ...(options && {
      options: options.map((value) => ({
        value,
        label: inEnglish.say(`property.${output.like}.option.${value}` as WordKey),
      })),
    }),
  };
}

const fieldTypes = { string: 'text', date: 'date' } as const;

function propertyOf(name: string, { properties }: Manifest): Property {
  const property = properties.find((one) => one.name === name);
  if (!property) throw new Error(`app.json: an output is like ${name}, which is no property`);
  return property;
}

/** Every action says how it went: as a code to branch by, and as a sentence. */
function ownOutputs({ statuses }: ManifestAction) {
  const options = statuses.map((value) => ({ value, label: inEnglish.say(statusKey(value)) }));
  return [
    { name: 'status', type: 'enumeration', fieldType: 'select', options },
    { name: 'message', type: 'string', fieldType: 'text' },
  ];
}

function labelsOf(action: ManifestAction, locale: Locale) {
  const words = wordsIn(locale);
  const say = (part: string) => words.say(`workflow_action.${action.name}.${part}` as WordKey);
  const withOptions = action.inputs.filter(({ options }) => options !== undefined);
  return {
    actionName: say('name'),
    actionDescription: say('description'),
    actionCardContent: say('name'),
    inputFieldLabels: entries(action.inputs, ({ name }) => say(`${name}.label`)),
    inputFieldDescriptions: entries(action.inputs, ({ name }) => say(`${name}.description`)),
    inputFieldOptionLabels: entries(withOptions, ({ name, options = [] }) =>
      Object.fromEntries(
        options.map((value) => [value, words.say(optionKey(action.name, name, value))]),
      ),
    ),
    outputFieldLabels: {
      ...entries(action.outputs, (output) => words.say(outputKey(output))),
      status: words.say('workflow_output.status'),
      message: words.say('workflow_output.message'),
    },
    executionRules: Object.fromEntries(
      action.statuses.map((status) => [status, words.say(statusKey(status))]),
    ),
  };
}

function entries<Field extends { name: string }, Value>(
  fields: readonly Field[],
  say: (field: Field) => Value,
): Record<string, Value> {
  return Object.fromEntries(fields.map((field) => [field.name, say(field)]));
}

function outputKey(output: Output): WordKey {
  const key = 'like' in output ? `property.${output.like}.label` : `workflow_output.${output.name}`;
  return key as WordKey;
}

function statusKey(status: string): WordKey {
  return `workflow_status.${status}` as WordKey;
}

function optionKey(action: string, field: string, value: string): WordKey {
  return `workflow_action.${action}.${field}.option.${value}` as WordKey;
}
