import type { ActionDefinition, ActionField } from './action-definitions.ts';

/** What a builder of workflows put into a field: a value, or the name of a company property. */
export type ActionInput = { value: string | number } | { property: string };

/** What the workflow builder would not let anybody save. */
export function inputProblems(
  { inputFields }: ActionDefinition,
  inputs: Readonly<Record<string, ActionInput>>,
): string[] {
  const known = new Set(inputFields.map(({ typeDefinition }) => typeDefinition.name));
  const strangers = Object.keys(inputs).filter((name) => !known.has(name));
  return [
    ...strangers.map((name) => `${name} is no input of the action`),
    ...inputFields.flatMap(({ typeDefinition, supportedValueTypes, isRequired }) => {
      const { name } = typeDefinition;
      const input = inputs[name];
      if (!input) return isRequired ? [`${name} is required`] : [];
      const needed = 'property' in input ? 'OBJECT_PROPERTY' : 'STATIC_VALUE';
      if (!supportedValueTypes.includes(needed)) return [`${name} does not take ${needed}`];
      if ('property' in input) return [];
      return fieldProblem(typeDefinition, String(input.value)) ?? [];
    }),
  ];
}

const RESERVED = new Set(['hs_execution_state', 'hs_expiration_duration']);
const STATES = new Set(['SUCCESS', 'FAIL_CONTINUE', 'BLOCK', 'ASYNC']);

/** Where an answer does not keep to what the action declared. */
export function outputProblems(
  { outputFields }: ActionDefinition,
  outputs: Readonly<Record<string, unknown>>,
): string[] {
  const fields = new Map(outputFields.map(({ typeDefinition: field }) => [field.name, field]));
  const state = outputs['hs_execution_state'] ?? 'SUCCESS';
  return [
    ...(STATES.has(String(state)) ? [] : [`${String(state)} is no execution state`]),
    ...Object.entries(outputs).flatMap(([name, value]) => {
      if (typeof value !== 'string') return [`${name} is no text`];
      const field = fields.get(name);
      if (field) return fieldProblem(field, value) ?? [];
      return RESERVED.has(name) ? [] : [`${name} is no output of the action`];
    }),
  ];
}

const DAY_MS = 86_400_000;

function fieldProblem(field: ActionField, value: string): string[] | undefined {
  const { name, type, options, referencedObjectType: owners } = field;
  const isFit = {
    string: () => true,
    number: () => value !== '' && Number.isFinite(Number(value)),
    date: () => /^\d{11,14}$/.test(value) && Number(value) % DAY_MS === 0,
    enumeration: () =>
      owners ? /^\d+$/.test(value) : (options ?? []).some((option) => option.value === value),
  }[type]();
  return isFit ? undefined : [`${name} cannot be ${JSON.stringify(value)}`];
}
