import { isGroup, type Policy } from '../model/policy.ts';
import type { PolicyBody, PolicyChange } from '../model/policy-version.ts';

export function bodyOf({ version: _version, ...body }: Policy): PolicyBody {
  return body;
}

/** The same value gives the same text: names in alphabetical order. */
export function canonicalText(value: object): string {
  return `${JSON.stringify(inOrder(value), null, 2)}\n`;
}

function inOrder(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inOrder);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([name, each]) => [name, inOrder(each)]));
}

export function isSamePolicy(one: PolicyBody, other: PolicyBody): boolean {
  return canonicalText(one) === canonicalText(other);
}

/** Whether what was fitted under the one holds under the other: the rest only reads the fit. */
export function sharesFit(one: PolicyBody, other: PolicyBody): boolean {
  return JSON.stringify(inOrder(fitInputs(one))) === JSON.stringify(inOrder(fitInputs(other)));
}

function fitInputs({ addOns, coefficients, horizonDays, lookbackDays, rhythm }: PolicyBody) {
  return { addOns, coefficients, horizonDays, lookbackDays, rhythm };
}

/** Every number or word that differs, by its path; lists differ as a whole. */
export function policyChanges(before: PolicyBody, after: PolicyBody): PolicyChange[] {
  return changesAt('', inOrder(before), inOrder(after));
}

function changesAt(path: string, before: unknown, after: unknown): PolicyChange[] {
  if (isGroup(before) && isGroup(after)) {
    const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
    return names.flatMap((name) =>
      changesAt(path === '' ? name : `${path}.${name}`, before[name], after[name]),
    );
  }
  const [one, other] = [JSON.stringify(before), JSON.stringify(after)];
  if (one === other) return [];
  return [{ path, before: shown(before), after: shown(after) }];
}

function shown(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}
