import { type Day, dayMs } from '../model/day.ts';
import type { WordKey, Words } from '../words/words.ts';

/** An input that can be used, or a sentence that tells the builder of the workflow why not. */
export type Read<Value> = { value: Value } | { problem: string };

export type InputField = {
  action: string;
  name: string;
  /** As HubSpot sent it; undefined and empty are the same. */
  given: string | undefined;
  words: Words;
};

export function readChoice<Option extends string>(
  field: InputField,
  options: readonly Option[],
): Read<Option> {
  if (isEmpty(field)) return problem(field, 'missing');
  const value = options.find((option) => option === field.given);
  if (value !== undefined) return { value };
  return problem(field, 'choice', { options: field.words.list(options) });
}

export function readWhole(
  field: InputField,
  [least, most]: readonly [least: number, most: number],
): Read<number> {
  if (isEmpty(field)) return problem(field, 'missing');
  const value = Number(field.given);
  if (Number.isInteger(value) && value >= least && value <= most) return { value };
  return problem(field, 'range', { least: String(least), most: String(most) });
}

/** HubSpot gives dates as midnight UTC in ms, some properties as text. null: left empty. */
export function readDay(field: InputField): Read<Day | null> {
  if (isEmpty(field)) return { value: null };
  const given = field.given ?? '';
  const at = /^\d{11,14}$/.test(given) ? Number(given) : isoTime(given);
  return Number.isFinite(at) ? { value: Math.floor(at / dayMs) } : problem(field, 'date');
}

function isoTime(text: string): number {
  return /^\d{4}-\d{2}-\d{2}(T|$)/.test(text) ? Date.parse(text) : Number.NaN;
}

export function problem(
  { action, name, words }: InputField,
  kind: 'missing' | 'choice' | 'range' | 'date' | 'future',
  values: Readonly<Record<string, string>> = {},
): { problem: string } {
  const field = words.say(`workflow_action.${action}.${name}.label` as WordKey);
  return { problem: words.say(`workflow_problem.${kind}`, { field, ...values }) };
}

function isEmpty({ given }: InputField): boolean {
  return given === undefined || given === '';
}
