import { associationTypes } from './association-types.ts';
import { propertyValue } from './calculated-properties.ts';
import { OBJECT_TYPE_IDS, OBJECT_TYPES, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';

function associationsOf(portal: Portal, typeId: ObjectTypeId, row: number) {
  const associations: Record<string, { id: string; typeIds: number[] }[]> = {};
  for (const toType of OBJECT_TYPE_IDS) {
    const types = associationTypes(typeId, toType);
    if (types.length === 0) continue;
    const other = portal.table(toType);
    const found = [...portal.links.between(typeId, toType).of(row)]
      .filter((link) => other.isLive(link.row))
      .map((link) => ({
        id: String(other.idOf(link.row)),
        typeIds: types.filter(({ bit }) => link.bits & bit).map((type) => type.typeId),
      }));
    if (found.length > 0) associations[OBJECT_TYPES[toType].plural] = found;
  }
  return associations;
}

/** Every live record of a type as it is right now, one JSON line each, past all limits of the API. */
export function* dumpLines(portal: Portal, typeId: ObjectTypeId): Generator<string> {
  const table = portal.table(typeId);
  const names = portal.catalogue.list(typeId, 'active').map(({ name }) => name);
  for (let row = 0; row < table.rows(); row++) {
    if (!table.isLive(row)) continue;
    const properties: Record<string, string> = {};
    for (const name of names) {
      const value = propertyValue(portal, typeId, row, name);
      if (value !== null) properties[name] = value;
    }
    const associations = associationsOf(portal, typeId, row);
    yield `${JSON.stringify({ id: String(table.idOf(row)), properties, associations })}\n`;
  }
}
