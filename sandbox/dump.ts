import { associationTypes } from './association-types.ts';
import { textReader } from './calculated-properties.ts';
import { OBJECT_TYPE_IDS, OBJECT_TYPES, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';

type Associations = Record<string, { id: string; typeIds: number[] }[]>;

/** Reads the associations of a row; types that nothing is associated with are asked once only. */
function associationReader(portal: Portal, typeId: ObjectTypeId): (row: number) => Associations {
  const tables = OBJECT_TYPE_IDS.filter((toType) => portal.links.has(typeId, toType)).map(
    (toType) => ({
      name: OBJECT_TYPES[toType].plural,
      types: associationTypes(typeId, toType),
      other: portal.table(toType),
      links: portal.links.between(typeId, toType),
    }),
  );
  return (row) => {
    const associations: Associations = {};
    for (const { name, types, other, links } of tables) {
      for (const link of links.of(row)) {
        if (!other.isLive(link.row)) continue;
        const typeIds = types.filter(({ bit }) => link.bits & bit).map((type) => type.typeId);
        associations[name] ??= [];
        associations[name].push({ id: String(other.idOf(link.row)), typeIds });
      }
    }
    return associations;
  };
}

/** Every live record of a type as it is right now, one JSON line each, past all limits of the API. */
export function* dumpLines(portal: Portal, typeId: ObjectTypeId): Generator<string> {
  const table = portal.table(typeId);
  const readers = portal.catalogue
    .list(typeId, 'active')
    .map(({ name }) => ({ key: JSON.stringify(name), read: textReader(portal, typeId, name) }));
  const associationsOf = associationReader(portal, typeId);
  for (let row = 0; row < table.rows(); row++) {
    if (!table.isLive(row)) continue;
    let properties = '';
    for (const { key, read } of readers) {
      const value = read(row);
      if (value === null) continue;
      properties += `${properties === '' ? '' : ','}${key}:${JSON.stringify(value)}`;
    }
    const associations = JSON.stringify(associationsOf(row));
    yield `{"id":"${table.idOf(row)}","properties":{${properties}},"associations":${associations}}\n`;
  }
}
