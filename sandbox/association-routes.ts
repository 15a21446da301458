import { z } from 'zod';
import { associationTypes, UNLABELLED } from './association-types.ts';
import { checkSize, checkUnique } from './batch-routes.ts';
import { type Call, type Endpoint, networkPause, ok, parsed, type Reply } from './endpoint.ts';
import { validationError } from './errors.ts';
import { liveRow, pageLimit } from './object-routes.ts';
import type { ObjectTypeId } from './object-types.ts';
import { typeNameOf } from './record-answer.ts';
import { associate, type RecordRef, setAssociation } from './records.ts';
import { readScopes, writeScopes } from './scopes.ts';

const MOST_READS = 1_000;
const MOST_WRITES = 2_000;
const MOST_PER_RECORD = 500;

const Id = z.union([z.string(), z.number()]).transform(String);
const Read = z.object({ inputs: z.array(z.object({ id: Id, after: Id.nullish() })) });
const Pair = z.object({ from: z.object({ id: Id }), to: z.object({ id: Id }) });
const Types = z
  .array(z.object({ associationCategory: z.string(), associationTypeId: z.number().int() }))
  .min(1);
const Write = z.object({ inputs: z.array(Pair.extend({ types: Types })) });
const DefaultWrite = z.object({ inputs: z.array(Pair) });
const Archive = z.object({
  inputs: z.array(z.object({ from: z.object({ id: Id }), to: z.array(z.object({ id: Id })) })),
});

type Ends = { from: ObjectTypeId; to: ObjectTypeId };

function endsOf(call: Call): Ends {
  return { from: call.objectType('from'), to: call.objectType('to') };
}

/** What one record is associated with, ordered by id; a page of it. */
function pageOf(
  call: Call,
  { from, to }: Ends,
  row: number,
  { after, limit }: { after: string; limit: number },
) {
  const other = call.portal.table(to);
  const links = [...call.portal.links.between(from, to).of(row)]
    .filter((link) => other.isLive(link.row) && other.idOf(link.row) >= Number(after))
    .sort((a, b) => a.row - b.row);
  const types = associationTypes(from, to);
  const page = links.slice(0, limit).map((link) => ({
    toObjectId: String(other.idOf(link.row)),
    associationTypes: types
      .filter((type) => link.bits & type.bit)
      .map((type) => ({ category: 'HUBSPOT_DEFINED', typeId: type.typeId, label: type.label })),
  }));
  const next = links[limit];
  return {
    to: page,
    ...(next ? { paging: { next: { after: String(other.idOf(next.row)) } } } : {}),
  };
}

async function batchRead(call: Call): Promise<Reply> {
  const ends = endsOf(call);
  const { inputs } = parsed(Read, call.body);
  checkSize(inputs, MOST_READS);
  checkUnique(inputs.map(({ id }) => id));
  const startedAt = call.hub.clock.now().toISOString();
  await networkPause(call.hub);
  const table = call.portal.table(ends.from);
  const results = [];
  const without: string[] = [];
  for (const { id, after } of inputs) {
    const row = table.rowOf(Number(id));
    const paging = { after: after ?? '0', limit: MOST_PER_RECORD };
    const page = table.isLive(row) ? pageOf(call, ends, row, paging) : { to: [] };
    if (page.to.length === 0) without.push(id);
    else results.push({ from: { id }, ...page });
  }
  const errors = without.map((id) => ({
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    subCategory: 'crm.associations.NO_ASSOCIATIONS_FOUND',
    message: `No ${typeNameOf(ends.to)} is associated with ${typeNameOf(ends.from)} ${id}.`,
    context: { fromObjectId: [id] },
  }));
  const completedAt = call.hub.clock.now().toISOString();
  const body = { status: 'COMPLETE', results, startedAt, completedAt };
  if (errors.length === 0) return ok(body);
  return { status: 207, body: { ...body, numErrors: errors.length, errors } };
}

async function readOne(call: Call): Promise<Reply> {
  const from = call.objectType('type');
  const to = call.objectType('toType');
  const limit = pageLimit(call, MOST_PER_RECORD, MOST_PER_RECORD);
  await networkPause(call.hub);
  const row = liveRow(call, from, call.param('id'));
  const page = pageOf(call, { from, to }, row, { after: call.query('after') ?? '0', limit });
  const { to: results, ...paging } = page;
  return ok({ results, ...paging });
}

function ref(call: Call, typeId: ObjectTypeId, id: string): RecordRef {
  return { typeId, row: liveRow(call, typeId, id) };
}

function bitsOf({ from, to }: Ends, typeIds: readonly number[]): number {
  let bits = 0;
  for (const typeId of typeIds) {
    const type = associationTypes(from, to).find((candidate) => candidate.typeId === typeId);
    if (!type) throw validationError(`Association type ${typeId} is not valid between these types`);
    bits |= type.bit;
  }
  return bits;
}

async function batchCreate(call: Call): Promise<Reply> {
  const ends = endsOf(call);
  const { inputs } = parsed(Write, call.body);
  checkSize(inputs, MOST_WRITES);
  const startedAt = call.hub.clock.now().toISOString();
  await networkPause(call.hub);
  // All are looked up before the first is written.
  const wanted = inputs.map(({ from, to, types }) => ({
    bits: bitsOf(
      ends,
      types.map(({ associationTypeId }) => associationTypeId),
    ),
    pair: { from: ref(call, ends.from, from.id), to: ref(call, ends.to, to.id) },
  }));
  for (const { pair, bits } of wanted) associate(call.portal, pair, bits, call.source);
  const results = inputs.map(({ from, to }) => ({
    fromObjectId: from.id,
    toObjectId: to.id,
    labels: [],
  }));
  const completedAt = call.hub.clock.now().toISOString();
  return { status: 201, body: { status: 'COMPLETE', results, startedAt, completedAt } };
}

async function batchDefault(call: Call): Promise<Reply> {
  const ends = endsOf(call);
  const { inputs } = parsed(DefaultWrite, call.body);
  checkSize(inputs, MOST_WRITES);
  const startedAt = call.hub.clock.now().toISOString();
  await networkPause(call.hub);
  const pairs = inputs.map(({ from, to }) => ({
    from: ref(call, ends.from, from.id),
    to: ref(call, ends.to, to.id),
  }));
  for (const pair of pairs) associate(call.portal, pair, UNLABELLED, call.source);
  const results = inputs.map(({ from, to }) => ({ from, to }));
  const completedAt = call.hub.clock.now().toISOString();
  return ok({ status: 'COMPLETE', results, startedAt, completedAt });
}

async function batchArchive(call: Call): Promise<Reply> {
  const ends = endsOf(call);
  const { inputs } = parsed(Archive, call.body);
  checkSize(inputs, MOST_WRITES);
  await networkPause(call.hub);
  for (const { from, to } of inputs) {
    for (const { id } of to) {
      const pair = { from: ref(call, ends.from, from.id), to: ref(call, ends.to, id) };
      setAssociation(call.portal, pair, 0, call.source);
    }
  }
  return { status: 204 };
}

async function setOne(call: Call): Promise<Reply> {
  const [from, to] = [call.objectType('type'), call.objectType('toType')];
  const types = parsed(Types, call.body);
  await networkPause(call.hub);
  const bits = bitsOf(
    { from, to },
    types.map(({ associationTypeId }) => associationTypeId),
  );
  const pair = {
    from: ref(call, from, call.param('id')),
    to: ref(call, to, call.param('toId')),
  };
  associate(call.portal, pair, bits | UNLABELLED, call.source);
  return ok({ fromObjectId: call.param('id'), toObjectId: call.param('toId'), labels: [] });
}

async function setDefault(call: Call): Promise<Reply> {
  const [from, to] = [call.objectType('type'), call.objectType('toType')];
  await networkPause(call.hub);
  const pair = { from: ref(call, from, call.param('id')), to: ref(call, to, call.param('toId')) };
  associate(call.portal, pair, UNLABELLED, call.source);
  return ok({ status: 'COMPLETE', results: [] });
}

async function removeOne(call: Call): Promise<Reply> {
  const [from, to] = [call.objectType('type'), call.objectType('toType')];
  await networkPause(call.hub);
  const pair = { from: ref(call, from, call.param('id')), to: ref(call, to, call.param('toId')) };
  setAssociation(call.portal, pair, 0, call.source);
  return { status: 204 };
}

const readBoth = (call: Call, from: string, to: string) => [
  ...readScopes(call.objectType(from)),
  ...readScopes(call.objectType(to)),
];
const writeBoth = (call: Call, from: string, to: string) => [
  ...writeScopes(call.objectType(from)),
  ...writeScopes(call.objectType(to)),
];

const BATCH = '/crm/associations/:version/:from/:to';
const ONE = '/crm/objects/:version/:type/:id/associations';

function batchEndpoint(path: string, handle: Endpoint['handle'], access: typeof readBoth) {
  return {
    method: 'post',
    path: `${BATCH}/${path}`,
    bucket: 'associations',
    scopes: (call: Call) => access(call, 'from', 'to'),
    handle,
  } satisfies Endpoint;
}

export const associationEndpoints: readonly Endpoint[] = [
  batchEndpoint('batch/read', batchRead, readBoth),
  batchEndpoint('batch/create', batchCreate, writeBoth),
  batchEndpoint('batch/associate/default', batchDefault, writeBoth),
  batchEndpoint('batch/archive', batchArchive, writeBoth),
  {
    method: 'get',
    path: `${ONE}/:toType`,
    bucket: 'associations',
    scopes: (call) => readBoth(call, 'type', 'toType'),
    handle: readOne,
  },
  {
    method: 'put',
    path: `${ONE}/default/:toType/:toId`,
    bucket: 'associations',
    scopes: (call) => writeBoth(call, 'type', 'toType'),
    handle: setDefault,
  },
  {
    method: 'put',
    path: `${ONE}/:toType/:toId`,
    bucket: 'associations',
    scopes: (call) => writeBoth(call, 'type', 'toType'),
    handle: setOne,
  },
  {
    method: 'delete',
    path: `${ONE}/:toType/:toId`,
    bucket: 'associations',
    scopes: (call) => writeBoth(call, 'type', 'toType'),
    handle: removeOne,
  },
];
