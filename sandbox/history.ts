import type { Source } from './changes.ts';

export type Version = {
  value: string | null;
  timestamp: number;
  source: Source;
};

const MOST_ENTRIES = 200_000;

/** Former values of properties, for `propertiesWithHistory`. Bounded: the oldest histories go first. */
export function createHistory() {
  const versions = new Map<string, Version[]>();
  const keyOf = (typeId: string, id: number, name: string) => `${typeId}/${id}/${name}`;

  return {
    add(key: { typeId: string; id: number; name: string }, version: Version): void {
      const text = keyOf(key.typeId, key.id, key.name);
      const known = versions.get(text) ?? [];
      known.unshift(version);
      if (known.length > 20) known.pop();
      versions.set(text, known);
      if (versions.size > MOST_ENTRIES) {
        const oldest = versions.keys().next().value;
        if (oldest !== undefined) versions.delete(oldest);
      }
    },
    of: (typeId: string, id: number, name: string): readonly Version[] =>
      versions.get(keyOf(typeId, id, name)) ?? [],
  };
}
