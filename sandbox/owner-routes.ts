import { type Call, type Endpoint, networkPause, ok, type Reply } from './endpoint.ts';
import { objectNotFound, validationError } from './errors.ts';
import { pageLimit } from './object-routes.ts';
import type { Owner } from './portal.ts';

const MOST_PER_PAGE = 500;

function ownerAnswer(owner: Owner, createdAt: string) {
  const { id, email, firstName, lastName, userId, archived } = owner;
  const teams = owner.teams.map((team, position) => ({ ...team, primary: position === 0 }));
  return {
    id,
    email,
    type: 'PERSON',
    firstName,
    lastName,
    // Somebody who left keeps the user id only here.
    ...(archived ? {} : { userId }),
    userIdIncludingInactive: userId,
    // Nobody without an account is in a team.
    ...(archived || teams.length === 0 ? {} : { teams }),
    createdAt,
    updatedAt: createdAt,
    archived,
  };
}

async function list(call: Call): Promise<Reply> {
  const limit = pageLimit(call, MOST_PER_PAGE, 100);
  const after = call.query('after') ?? '0';
  if (!/^\d+$/.test(after)) throw validationError(`Invalid paging cursor: ${after}`);
  await networkPause(call.hub);
  const archived = call.query('archived') === 'true';
  const email = call.query('email')?.toLowerCase();
  const owners = call.portal.owners
    .filter((owner) => owner.archived === archived)
    .filter((owner) => !email || owner.email === email)
    .filter((owner) => Number(owner.id) >= Number(after))
    .sort((a, b) => Number(a.id) - Number(b.id));
  const next = owners[limit];
  return ok({
    results: owners.slice(0, limit).map((owner) => ownerAnswer(owner, call.portal.createdAt)),
    ...(next ? { paging: { next: { after: next.id } } } : {}),
  });
}

async function read(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const archived = call.query('archived') === 'true';
  const wanted = call.param('id');
  const byUser = call.query('idProperty') === 'userId';
  const owner = call.portal.owners.find(
    (candidate) =>
      candidate.archived === archived &&
      (byUser ? String(candidate.userId) : candidate.id) === wanted,
  );
  if (!owner) throw objectNotFound(`Owner ${wanted} does not exist`);
  return ok(ownerAnswer(owner, call.portal.createdAt));
}

const scopes = () => [['crm.objects.owners.read']];

export const ownerEndpoints: readonly Endpoint[] = [
  { method: 'get', path: '/crm/owners/:version', scopes, handle: list },
  { method: 'get', path: '/crm/owners/:version/:id', scopes, handle: read },
];
