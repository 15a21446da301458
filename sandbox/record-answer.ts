import { propertyValue } from './calculated-properties.ts';
import type { Call } from './endpoint.ts';
import { OBJECT_TYPES, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';
import { DEFAULT_PROPERTIES } from './standard-properties.ts';

const ALWAYS = ['createdate', 'hs_lastmodifieddate', 'hs_object_id'];

/** Names from `?properties=a,b&properties=c`. */
export function namesFrom(value: string | undefined): string[] {
  return (value ?? '').split(',').filter(Boolean);
}

type Wanted = { properties: readonly string[]; history?: readonly string[] };

function historyOf(portal: Portal, typeId: ObjectTypeId, row: number, name: string) {
  const table = portal.table(typeId);
  const id = table.idOf(row);
  const versions = portal.history.of(typeId, id, name).map(({ value, timestamp, source }) => ({
    value: value ?? '',
    timestamp: new Date(timestamp).toISOString(),
    sourceType: source.changeSource,
    sourceId: source.sourceId,
    ...(source.sourceId.startsWith('userId:')
      ? { updatedByUserId: Number(source.sourceId.slice(7)) }
      : {}),
  }));
  if (versions.length > 0) return versions;
  const value = propertyValue(portal, typeId, row, name);
  if (value === null) return [];
  const timestamp = new Date(table.createdAt(row)).toISOString();
  return [{ value, timestamp, sourceType: 'IMPORT', sourceId: 'import' }];
}

/** A record as the object endpoints give it: values are texts or null. */
export function recordAnswer(
  call: Pick<Call, 'portal'>,
  typeId: ObjectTypeId,
  row: number,
  { properties, history = [] }: Wanted,
) {
  const { portal } = call;
  const table = portal.table(typeId);
  const names = properties.length > 0 ? properties : DEFAULT_PROPERTIES[typeId];
  const values: Record<string, string | null> = {};
  for (const name of new Set([...ALWAYS, ...names])) {
    // A property the portal does not have is left out, without an error.
    if (!portal.catalogue.find(typeId, name)) continue;
    values[name] = propertyValue(portal, typeId, row, name);
  }
  const archivedAt = table.archivedAt(row);
  const id = String(table.idOf(row));
  return {
    id,
    properties: values,
    ...(history.length > 0
      ? {
          propertiesWithHistory: Object.fromEntries(
            history.map((name) => [name, historyOf(portal, typeId, row, name)]),
          ),
        }
      : {}),
    createdAt: new Date(table.createdAt(row)).toISOString(),
    updatedAt: new Date(table.updatedAt(row)).toISOString(),
    archived: archivedAt !== undefined,
    ...(archivedAt === undefined ? {} : { archivedAt: new Date(archivedAt).toISOString() }),
    url: `https://app.hubspot.com/contacts/${portal.id}/record/${typeId}/${id}`,
  };
}

export function typeNameOf(typeId: ObjectTypeId): string {
  return OBJECT_TYPES[typeId].name.toUpperCase();
}
