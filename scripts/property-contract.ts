import type { Manifest, ManifestAction, ManifestProperty } from '../src/manifest.ts';
import { type WordKey, wordsIn } from '../src/words/words.ts';

const words = wordsIn('en');

/** What lists, reports and workflows of customers rest on: docs/property-contract.json, as it was released. */
export type PropertyContract = {
  $comment: string;
  version: string;
  properties: {
    name: string;
    type: string;
    meaning: string;
    options?: { value: string; meaning: string }[];
  }[];
  workflowActions: {
    uid: string;
    inputs: { name: string; type: string; required: boolean; options?: string[] }[];
    outputs: { name: string; type: string }[];
    statuses: string[];
  }[];
};

const comment =
  'What was promised with the last release. `npm run manifest -- --release` adds what is new; nothing is ever taken out.';

export function contractOf(manifest: Manifest): PropertyContract {
  return {
    $comment: comment,
    version: manifest.version,
    properties: manifest.properties.map(propertyOf),
    workflowActions: manifest.workflowActions.map((action) => actionOf(action, manifest)),
  };
}

function propertyOf(property: ManifestProperty) {
  const { name, type } = property;
  const say = (part: string) => words.say(`property.${name}.${part}` as WordKey);
  return {
    name,
    type,
    meaning: say('description'),
    ...(property.type === 'enumeration' && {
      options: property.options.map((value) => ({ value, meaning: say(`option.${value}`) })),
    }),
  };
}

function actionOf({ uid, inputs, outputs, statuses }: ManifestAction, manifest: Manifest) {
  return {
    uid,
    inputs: inputs.map(({ name, type, required, options }) => ({
      name,
      type,
      required,
      ...(options && { options }),
    })),
    outputs: outputs.map((output) => ({
      name: output.name,
      type: 'like' in output ? typeOf(output.like, manifest) : output.type,
    })),
    statuses,
  };
}

function typeOf(name: string, { properties }: Manifest): string {
  return properties.find((property) => property.name === name)?.type ?? 'unknown';
}

/** Where the manifest takes back what was released. What it adds is no finding. */
export function contractFindings(released: PropertyContract, manifest: Manifest): string[] {
  const present = contractOf(manifest);
  return [
    ...released.properties.flatMap((property) => propertyFindings(property, present)),
    ...released.workflowActions.flatMap((action) => actionFindings(action, present)),
  ];
}

/** What is new since the release: properties, options and actions. */
export function contractAdditions(released: PropertyContract, manifest: Manifest): string[] {
  const before = new Set(namesIn(released));
  return namesIn(contractOf(manifest)).filter((name) => !before.has(name));
}

function namesIn({ properties, workflowActions }: PropertyContract): string[] {
  return [
    ...properties.flatMap(({ name, options = [] }) => [
      name,
      ...options.map(({ value }) => `${name}=${value}`),
    ]),
    ...workflowActions.flatMap(({ uid, inputs, outputs }) => [
      uid,
      ...[...inputs, ...outputs].map(({ name }) => `${uid}.${name}`),
    ]),
  ];
}

function propertyFindings(
  { name, type, options = [] }: PropertyContract['properties'][number],
  { properties }: PropertyContract,
): string[] {
  const present = properties.find((property) => property.name === name);
  if (!present) return [`property ${name} was released and is gone or has another name`];
  const values = new Set((present.options ?? []).map(({ value }) => value));
  return [
    ...(present.type === type
      ? []
      : [`property ${name} was released as ${type} and is ${present.type}`]),
    ...options
      .filter(({ value }) => !values.has(value))
      .map(({ value }) => `option ${value} of property ${name} was released and is gone`),
  ];
}

function actionFindings(
  { uid, inputs, outputs, statuses }: PropertyContract['workflowActions'][number],
  { workflowActions }: PropertyContract,
): string[] {
  const present = workflowActions.find((action) => action.uid === uid);
  if (!present) return [`workflow action ${uid} was released and is gone`];
  const lost = (kind: string, before: readonly string[], now: readonly string[]) =>
    before
      .filter((one) => !now.includes(one))
      .map((one) => `${kind} ${one} of workflow action ${uid} was released and is gone`);
  const optional = inputs.filter(({ required }) => !required).map(({ name }) => name);
  const known = new Set(inputs.map(({ name }) => name));
  const demanded = present.inputs.filter(
    ({ name, required }) => required && (!known.has(name) || optional.includes(name)),
  );
  return [
    ...lost('input', typedNames(inputs), typedNames(present.inputs)),
    ...lost('input option', optionNames(inputs), optionNames(present.inputs)),
    ...lost('output', typedNames(outputs), typedNames(present.outputs)),
    ...lost('status', statuses, present.statuses),
    ...demanded.map(
      ({ name }) =>
        `input ${name} of workflow action ${uid} is required now: workflows there are lack it`,
    ),
  ];
}

function typedNames(fields: readonly { name: string; type: string }[]): string[] {
  return fields.map(({ name, type }) => `${name} (${type})`);
}

function optionNames(fields: readonly { name: string; options?: string[] }[]): string[] {
  return fields.flatMap(({ name, options = [] }) => options.map((option) => `${name}=${option}`));
}
