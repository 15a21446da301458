import { z } from 'zod';
import { propertyValue } from './calculated-properties.ts';
import { OBJECT_TYPE_IDS, type ObjectTypeId } from './object-types.ts';
import type { Portal } from './portal.ts';

const longestPage = 100;
const typeId = z.custom<ObjectTypeId>((value) => OBJECT_TYPE_IDS.some((known) => known === value));

/** What a card asks of the records linked to the one it is shown on. */
export const LinkedRequest = z.object({
  objectId: z.number(),
  objectTypeId: typeId,
  toObjectType: typeId,
  properties: z.array(z.string()).default([]),
  pageLength: z.number().int().min(1).max(longestPage).default(10),
  offset: z.number().int().min(0).default(0),
});

/** A page of them, as HubSpot hands it to a card. */
export function linkedRecords(portal: Portal, asked: z.infer<typeof LinkedRequest>) {
  const { objectTypeId: from, toObjectType: to, properties, pageLength, offset } = asked;
  const table = portal.table(to);
  const row = portal.table(from).rowOf(asked.objectId);
  const all = [...portal.links.between(from, to).of(row)]
    .map((link) => link.row)
    .filter((linked) => table.isLive(linked));
  return {
    results: all.slice(offset, offset + pageLength).map((linked) => ({
      toObjectId: table.idOf(linked),
      associationTypes: [],
      properties: Object.fromEntries(
        properties.map((name) => [name, propertyValue(portal, to, linked, name)]),
      ),
    })),
    hasMore: offset + pageLength < all.length,
    nextOffset: offset + pageLength,
  };
}
