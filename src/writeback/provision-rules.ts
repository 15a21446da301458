import type { ManifestProperty } from '../manifest.ts';
import type { PropertyDefinition } from '../model/property.ts';
import type { WordKey, Words } from '../words/words.ts';

export const propertyGroup = 'mainstay';

export type ProvisionPlan = {
  create: PropertyDefinition[];
  /** Properties that will exist afterwards. */
  names: string[];
  /** Another app's or a person's property has the name of ours and another type: left alone. */
  conflicts: string[];
  /** Wanted, but the portal has no room for them. */
  leftOut: string[];
};

export type ExistingProperty = { name: string; type: string };

/**
 * Which properties to create. Where the portal has too few free slots for all of them, the minimum
 * comes first and the rest is left out.
 */
export function provisionPlan(
  wanted: readonly ManifestProperty[],
  existing: readonly ExistingProperty[],
  freeSlots: number | null,
  words: Words,
): ProvisionPlan {
  const types = new Map(existing.map(({ name, type }) => [name, type]));
  const present = wanted.filter(({ name, type }) => types.get(name) === type);
  const conflicts = wanted.filter(({ name, type }) => types.has(name) && types.get(name) !== type);
  const missing = wanted.filter(({ name, optional }) => !types.has(name) && !optional);
  const room = freeSlots ?? Number.POSITIVE_INFINITY;
  const inOrder = [
    ...missing.filter(({ minimum }) => minimum),
    ...missing.filter(({ minimum }) => !minimum),
  ];
  const create = inOrder.slice(0, Math.min(room, inOrder.length));
  return {
    create: create.map((property) => definitionOf(property, words)),
    names: [...present, ...create].map(nameOf),
    conflicts: conflicts.map(nameOf),
    leftOut: inOrder.slice(create.length).map(nameOf),
  };
}

export function definitionOf(property: ManifestProperty, words: Words): PropertyDefinition {
  const { name, type, fieldType } = property;
  const wordOf = (part: string) => words.say(`property.${name}.${part}` as WordKey);
  return {
    name,
    groupName: propertyGroup,
    label: wordOf('label'),
    description: wordOf('description'),
    type,
    fieldType,
    ...(property.type === 'enumeration' && {
      options: property.options.map((value, displayOrder) => ({
        value,
        label: wordOf(`option.${value}`),
        displayOrder,
        hidden: false,
      })),
    }),
  };
}

function nameOf({ name }: { name: string }): string {
  return name;
}
