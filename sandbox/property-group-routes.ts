import { z } from 'zod';
import { type Call, type Endpoint, networkPause, ok, parsed, type Reply } from './endpoint.ts';
import { ApiError } from './errors.ts';
import { schemaReadScopes, schemaWriteScopes } from './scopes.ts';

const PATH = '/crm/properties/:version/:type/groups';

const Group = z.object({
  name: z.string().regex(/^[a-z0-9_]+$/),
  label: z.string().min(1),
  displayOrder: z.number().int().default(-1),
});

const GroupUpdate = z.object({
  label: z.string().min(1).optional(),
  displayOrder: z.number().int().optional(),
});

async function listGroups(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  return ok({ results: call.portal.catalogue.groups(call.objectType()) });
}

function foundGroup(call: Call) {
  const group = call.portal.catalogue
    .groups(call.objectType())
    .find(({ name }) => name === call.param('name'));
  if (!group) {
    throw new ApiError(404, {
      message: `Property group ${call.param('name')} does not exist.`,
      category: 'OBJECT_NOT_FOUND',
    });
  }
  return group;
}

async function readGroup(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  return ok(foundGroup(call));
}

async function updateGroup(call: Call): Promise<Reply> {
  const change = parsed(GroupUpdate, call.body);
  await networkPause(call.hub);
  const { label, displayOrder, ...known } = foundGroup(call);
  const group = {
    ...known,
    label: change.label ?? label,
    displayOrder: change.displayOrder ?? displayOrder,
  };
  call.portal.catalogue.replaceGroup(call.objectType(), group);
  return ok(group);
}

async function createGroup(call: Call): Promise<Reply> {
  const group = { ...parsed(Group, call.body), archived: false };
  await networkPause(call.hub);
  call.portal.catalogue.addGroup(call.objectType(), group);
  return { status: 201, body: group };
}

async function archiveGroup(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  call.portal.catalogue.archiveGroup(call.objectType(), call.param('name'));
  return { status: 204 };
}

const reads: Endpoint['scopes'] = (call) => schemaReadScopes(call.objectType());
const writes: Endpoint['scopes'] = (call) => schemaWriteScopes(call.objectType());

export const propertyGroupEndpoints: readonly Endpoint[] = [
  { method: 'get', path: PATH, scopes: reads, handle: listGroups },
  { method: 'post', path: PATH, scopes: writes, handle: createGroup },
  { method: 'get', path: `${PATH}/:name`, scopes: reads, handle: readGroup },
  { method: 'patch', path: `${PATH}/:name`, scopes: writes, handle: updateGroup },
  { method: 'delete', path: `${PATH}/:name`, scopes: writes, handle: archiveGroup },
];
