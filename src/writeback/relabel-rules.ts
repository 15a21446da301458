import type { ManifestProperty } from '../manifest.ts';
import type { LabelledProperty, PropertyOption, Relabelling } from '../model/property.ts';
import type { Words } from '../words/words.ts';
import { definitionOf } from './provision-rules.ts';

/**
 * What has to be said otherwise so that our properties speak the language of `words`. `languages` are
 * all we ever wrote in: what somebody in the portal worded anew is theirs, and stays.
 */
export function relabelPlan(
  wanted: readonly ManifestProperty[],
  existing: readonly LabelledProperty[],
  words: Words,
  languages: readonly Words[],
): Relabelling[] {
  const known = new Map(existing.map((property) => [property.name, property]));
  return wanted.flatMap((property) => {
    const shown = known.get(property.name);
    if (!shown || shown.type !== property.type) return [];
    const ours = languages.map((each) => definitionOf(property, each));
    const change = changeOf(shown, definitionOf(property, words), ours);
    return Object.keys(change).length === 0 ? [] : [{ name: property.name, ...change }];
  });
}

type Definition = ReturnType<typeof definitionOf>;

function changeOf(
  shown: LabelledProperty,
  next: Definition,
  ours: readonly Definition[],
): Omit<Relabelling, 'name'> {
  const label = reworded(
    shown.label,
    next.label,
    ours.map((each) => each.label),
  );
  const description = reworded(
    shown.description,
    next.description,
    ours.map((each) => each.description),
  );
  const options = shown.options.map((option) => relabelled(option, next, ours));
  const isOptionNew = options.some(({ label: said }, i) => said !== shown.options[i]?.label);
  return {
    ...(label !== shown.label && { label }),
    ...(description !== shown.description && { description }),
    ...(isOptionNew && { options }),
  };
}

function relabelled(option: PropertyOption, next: Definition, ours: readonly Definition[]) {
  const labelIn = ({ options = [] }: Definition) =>
    options.find(({ value }) => value === option.value)?.label ?? option.label;
  return { ...option, label: reworded(option.label, labelIn(next), ours.map(labelIn)) };
}

/** HubSpot trims what it is given. */
export function reworded(shown: string, next: string, ours: readonly string[]): string {
  return ours.some((text) => text.trim() === shown.trim()) ? next : shown;
}
