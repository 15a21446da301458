import { z } from 'zod';
import { type Call, type Endpoint, networkPause, parsed, type Reply } from './endpoint.ts';
import { ApiError, duplicateIds, validationError } from './errors.ts';
import {
  AssociationInput,
  carryOut,
  createOne,
  judgeCreation,
  judgeWrite,
  refuseIfStruck,
  rowByUnique,
  writeOne,
} from './object-routes.ts';
import type { ObjectTypeId } from './object-types.ts';
import { recordAnswer, typeNameOf } from './record-answer.ts';
import { archiveRecord } from './records.ts';
import { readScopes, writeScopes } from './scopes.ts';
import type { CheckedWrite } from './write-rules.ts';

const PATH = '/crm/objects/:version/:type/batch';
export const MOST_INPUTS = 100;

const Id = z.union([z.string(), z.number()]).transform(String);
const Properties = z.record(z.string(), z.unknown());

const BatchRead = z.object({
  properties: z.array(z.string()).default([]),
  propertiesWithHistory: z.array(z.string()).default([]),
  idProperty: z.string().nullish(),
  inputs: z.array(z.object({ id: Id })),
});
const BatchUpdate = z.object({
  inputs: z.array(
    z.object({
      id: Id,
      idProperty: z.string().nullish(),
      objectWriteTraceId: z.string().nullish(),
      properties: Properties,
    }),
  ),
});
const BatchCreate = z.object({
  inputs: z.array(
    z.object({
      objectWriteTraceId: z.string().nullish(),
      properties: Properties.default({}),
      associations: z.array(AssociationInput).default([]),
    }),
  ),
});
const BatchArchive = z.object({ inputs: z.array(z.object({ id: Id })) });

type UpdateInput = z.output<typeof BatchUpdate>['inputs'][number];

export type BatchError = {
  status: 'error';
  category: string;
  message: string;
  context: Record<string, string[]>;
};

export function checkSize(inputs: readonly unknown[], most: number): void {
  if (inputs.length > most) {
    throw validationError(
      `The batch size of ${inputs.length} exceeds the maximum of ${most} inputs`,
    );
  }
  if (inputs.length === 0) throw validationError('The batch has no inputs');
}

export function checkUnique(ids: readonly string[]): void {
  const seen = new Set<string>();
  const twice = new Set(ids.filter((id) => seen.size === seen.add(id).size));
  if (twice.size > 0) throw duplicateIds([...twice]);
}

type Batch = {
  results: readonly unknown[];
  errors: readonly BatchError[];
  startedAt: Date;
  completedAt: Date;
};

/** The answer of a batch: the plain status when all went well, 207 when not. */
export function batchReply(status: number, batch: Batch): Reply {
  const { results, errors, startedAt, completedAt } = batch;
  const body = {
    status: 'COMPLETE',
    results,
    ...(errors.length > 0 ? { numErrors: errors.length, errors } : {}),
    startedAt: startedAt.toISOString(),
    completedAt: completedAt.toISOString(),
  };
  return { status: errors.length > 0 ? 207 : status, body };
}

function notFound(typeId: ObjectTypeId, ids: string[]): BatchError {
  return {
    status: 'error',
    category: 'OBJECT_NOT_FOUND',
    message: `Could not get some ${typeNameOf(typeId)} objects, they may be deleted or not exist. Check that ids are valid.`,
    context: { ids },
  };
}

async function read(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs, properties, propertiesWithHistory, idProperty } = parsed(BatchRead, call.body);
  checkSize(inputs, MOST_INPUTS);
  checkUnique(inputs.map(({ id }) => id));
  const startedAt = call.hub.clock.now();
  await networkPause(call.hub);
  const table = call.portal.table(typeId);
  const belongs = call.query('archived') === 'true' ? table.isArchived : table.isLive;
  const missing: string[] = [];
  const results = [];
  for (const { id } of inputs) {
    const row = findRow(call, typeId, id, idProperty);
    if (!belongs(row)) missing.push(id);
    else {
      const wanted = { properties, history: propertiesWithHistory };
      results.push(recordAnswer(call, typeId, row, wanted));
    }
  }
  const errors = missing.length > 0 ? [notFound(typeId, missing)] : [];
  return batchReply(200, { results, errors, startedAt, completedAt: call.hub.clock.now() });
}

/** A batch does not follow merges: the former id of a merged record is not found. */
function findRow(
  call: Call,
  typeId: ObjectTypeId,
  id: string,
  idProperty: string | null | undefined,
): number {
  if (idProperty && idProperty !== 'hs_object_id') return rowByUnique(call, typeId, idProperty, id);
  return /^\d+$/.test(id) ? call.portal.table(typeId).rowOf(Number(id)) : -1;
}

/** What a refused input contributes to a 207; throws when the refusal concerns the whole batch. */
function errorOf(call: Call, error: unknown, traceId: string | null | undefined): BatchError {
  if (!(error instanceof ApiError)) throw error;
  const isUnknownProperty = error.body.errors?.some(({ code }) => code === 'PROPERTY_DOESNT_EXIST');
  const isWhole = call.portal.settings.batchErrors === 'whole';
  // Without its trace id an input cannot be told apart: HubSpot then refuses the batch.
  if (isUnknownProperty || isWhole || !traceId) throw error;
  return {
    status: 'error',
    category: error.body.category ?? 'VALIDATION_ERROR',
    message: error.message,
    ...(error.body.errors ? { errors: error.body.errors } : {}),
    context: { objectWriteTraceId: [traceId] },
  };
}

type Found = { input: UpdateInput; row: number };
type Judged = Found & { checked: CheckedWrite };

/** First every input is judged, so that a batch refused as a whole has written nothing. */
function rehearse(call: Call, typeId: ObjectTypeId, found: readonly Found[]) {
  const errors: BatchError[] = [];
  const accepted: Judged[] = [];
  for (const candidate of found) {
    try {
      accepted.push({ ...candidate, checked: judge(call, typeId, candidate) });
    } catch (error) {
      errors.push(errorOf(call, error, candidate.input.objectWriteTraceId));
    }
  }
  return { accepted, errors };
}

function judge(call: Call, typeId: ObjectTypeId, { input, row }: Found): CheckedWrite {
  refuseIfStruck(call, typeId, String(call.portal.table(typeId).idOf(row)));
  return judgeWrite(call, { typeId, row }, input.properties);
}

async function update(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs } = parsed(BatchUpdate, call.body);
  checkSize(inputs, MOST_INPUTS);
  checkUnique(inputs.map(({ id }) => id));
  const table = call.portal.table(typeId);
  const rows = inputs.map((input) => ({
    input,
    row: findRow(call, typeId, input.id, input.idProperty),
  }));
  const found = rows.filter(({ row }) => table.isLive(row));
  const missing = rows.filter(({ row }) => !table.isLive(row)).map(({ input }) => input.id);
  const keys = found.map(({ row }) => `${call.portal.id}/${typeId}/${row}`);
  return call.hub.locks.hold(keys, async () => {
    const startedAt = call.hub.clock.now();
    await networkPause(call.hub);
    const { accepted, errors } = rehearse(call, typeId, found);
    const results = accepted.map(({ input, row, checked }) => {
      const warnings = carryOut(call, { typeId, row }, checked);
      const properties = Object.keys(input.properties);
      const answer = recordAnswer(call, typeId, row, { properties });
      return warnings.length > 0 ? { ...answer, warnings } : answer;
    });
    if (missing.length > 0) errors.push(notFound(typeId, missing));
    return batchReply(200, { results, errors, startedAt, completedAt: call.hub.clock.now() });
  });
}

async function create(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs } = parsed(BatchCreate, call.body);
  checkSize(inputs, MOST_INPUTS);
  const startedAt = call.hub.clock.now();
  await networkPause(call.hub);
  const errors: BatchError[] = [];
  const accepted: typeof inputs = [];
  for (const input of inputs) {
    try {
      judgeCreation(call, typeId, input);
      accepted.push(input);
    } catch (error) {
      errors.push(errorOf(call, error, input.objectWriteTraceId));
    }
  }
  const results = [];
  for (const input of accepted) {
    try {
      const row = createOne(call, typeId, input);
      const properties = Object.keys(input.properties);
      const answer = recordAnswer(call, typeId, row, { properties });
      results.push(answer);
    } catch (error) {
      errors.push(errorOf(call, error, input.objectWriteTraceId));
    }
  }
  return batchReply(201, { results, errors, startedAt, completedAt: call.hub.clock.now() });
}

async function upsert(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs } = parsed(BatchUpdate, call.body);
  checkSize(inputs, MOST_INPUTS);
  checkUnique(inputs.map(({ id }) => id));
  const startedAt = call.hub.clock.now();
  await networkPause(call.hub);
  const errors: BatchError[] = [];
  const results = [];
  for (const input of inputs) {
    try {
      results.push(upsertOne(call, typeId, input));
    } catch (error) {
      errors.push(errorOf(call, error, input.objectWriteTraceId));
    }
  }
  return batchReply(200, { results, errors, startedAt, completedAt: call.hub.clock.now() });
}

function upsertOne(call: Call, typeId: ObjectTypeId, input: UpdateInput) {
  const { id, idProperty, properties } = input;
  const known = findRow(call, typeId, id, idProperty);
  const isNew = !call.portal.table(typeId).isLive(known);
  if (isNew && (!idProperty || idProperty === 'hs_object_id')) {
    throw validationError(`Object with id ${id} does not exist`, { context: { ids: [id] } });
  }
  if (!isNew) writeOne(call, { typeId, row: known }, properties);
  const row = isNew
    ? createOne(call, typeId, {
        properties: { ...properties, [idProperty ?? '']: id },
        associations: [],
      })
    : known;
  const answer = recordAnswer(call, typeId, row, { properties: Object.keys(properties) });
  return { ...answer, new: isNew };
}

async function archive(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs } = parsed(BatchArchive, call.body);
  checkSize(inputs, MOST_INPUTS);
  checkUnique(inputs.map(({ id }) => id));
  await networkPause(call.hub);
  const table = call.portal.table(typeId);
  for (const { id } of inputs) {
    const row = table.rowOf(Number(id));
    if (table.isLive(row)) archiveRecord(call.portal, { typeId, row }, call.source);
  }
  return { status: 204 };
}

function batch(name: string, handle: Endpoint['handle'], scopes: Endpoint['scopes']): Endpoint {
  return { method: 'post', path: `${PATH}/${name}`, scopes, handle };
}

export const batchEndpoints: readonly Endpoint[] = [
  batch('read', read, (call) => readScopes(call.objectType())),
  batch('update', update, (call) => writeScopes(call.objectType())),
  batch('create', create, (call) => writeScopes(call.objectType())),
  batch('upsert', upsert, (call) => writeScopes(call.objectType())),
  batch('archive', archive, (call) => writeScopes(call.objectType())),
];
