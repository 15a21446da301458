import { z } from 'zod';
import { type Call, type Endpoint, networkPause, ok, parsed, type Reply } from './endpoint.ts';
import { objectNotFound, validationError } from './errors.ts';
import type { RecordList } from './lists.ts';
import { pageLimit } from './object-routes.ts';

const MOST_LISTS = 500;
const MOST_MEMBERS = 250;

const Search = z.object({
  query: z.string().optional(),
  listIds: z.array(z.string()).default([]),
  processingTypes: z.array(z.enum(['MANUAL', 'DYNAMIC', 'SNAPSHOT'])).default([]),
  objectTypeId: z.string().optional(),
  additionalProperties: z.array(z.string()).default([]),
  offset: z.number().int().min(0).default(0),
  count: z.number().int().min(1).max(MOST_LISTS).default(20),
});

/** Records that were deleted are in no list. */
function membersOf(call: Call, { objectTypeId, members }: RecordList): number[] {
  const table = call.portal.table(objectTypeId);
  return [...members].filter((id) => table.isLive(table.rowOf(id))).sort((a, b) => a - b);
}

async function search(call: Call): Promise<Reply> {
  const asked = parsed(Search, call.body);
  await networkPause(call.hub);
  const found = call.portal.lists
    .filter(({ objectTypeId }) => !asked.objectTypeId || objectTypeId === asked.objectTypeId)
    .filter(({ listId }) => asked.listIds.length === 0 || asked.listIds.includes(listId))
    .filter(
      ({ processingType }) =>
        asked.processingTypes.length === 0 || asked.processingTypes.includes(processingType),
    )
    .filter(({ name }) => name.toLowerCase().includes((asked.query ?? '').toLowerCase()));
  const page = found.slice(asked.offset, asked.offset + asked.count);
  const offset = asked.offset + page.length;
  const lists = page.map((list) => ({
    listId: list.listId,
    listVersion: 1,
    name: list.name,
    objectTypeId: list.objectTypeId,
    processingType: list.processingType,
    processingStatus: 'COMPLETE',
    createdAt: call.portal.createdAt,
    updatedAt: call.portal.createdAt,
    additionalProperties: { hs_list_size: String(membersOf(call, list).length) },
  }));
  return ok({ offset, hasMore: offset < found.length, lists, total: found.length });
}

async function memberships(call: Call): Promise<Reply> {
  const limit = pageLimit(call, MOST_MEMBERS, 100);
  const after = call.query('after') ?? '0';
  if (!/^\d+$/.test(after)) throw validationError(`Invalid paging cursor: ${after}`);
  await networkPause(call.hub);
  const list = call.portal.lists.find(({ listId }) => listId === call.param('listId'));
  if (!list) throw objectNotFound(`List does not exist with ID ${call.param('listId')}.`);
  const members = membersOf(call, list);
  const rest = members.filter((id) => id >= Number(after));
  const next = rest[limit];
  return ok({
    total: members.length,
    results: rest.slice(0, limit).map((id) => ({
      recordId: String(id),
      membershipTimestamp: call.portal.createdAt,
    })),
    ...(next === undefined ? {} : { paging: { next: { after: String(next) } } }),
  });
}

const scopes = () => [['crm.lists.read']];

export const listEndpoints: readonly Endpoint[] = [
  { method: 'post', path: '/crm/lists/:version/search', scopes, handle: search },
  { method: 'get', path: '/crm/lists/:version/:listId/memberships', scopes, handle: memberships },
];
