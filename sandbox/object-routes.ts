import { z } from 'zod';
import { associationTypes, PRIMARY } from './association-types.ts';
import { propertyValue } from './calculated-properties.ts';
import { type Call, type Endpoint, networkPause, ok, parsed, type Reply } from './endpoint.ts';
import { ApiError, objectNotFound, validationError } from './errors.ts';
import { findObjectType, OBJECT_TYPES, type ObjectTypeId } from './object-types.ts';
import { namesFrom, recordAnswer } from './record-answer.ts';
import {
  archiveRecord,
  associate,
  createRecord,
  mergeRecords,
  type RecordRef,
  survivorRow,
  updateRecord,
} from './records.ts';
import { readScopes, writeScopes } from './scopes.ts';
import {
  type CheckedWrite,
  checkWrite,
  refusal,
  type Warning,
  type WriteContext,
  type WriteMode,
} from './write-rules.ts';

const PATH = '/crm/objects/:version/:type';
const MOST_PER_PAGE = 100;
const MOST_WITH_HISTORY = 50;

export const AssociationInput = z.object({
  to: z.object({ id: z.coerce.string() }),
  types: z
    .array(
      z.object({
        associationCategory: z.string().default('HUBSPOT_DEFINED'),
        associationTypeId: z.number().int(),
      }),
    )
    .min(1),
});

export type AssociationInput = z.output<typeof AssociationInput>;

const Properties = z.record(z.string(), z.unknown());
const Update = z.object({ properties: Properties });
const Create = z.object({
  properties: Properties.default({}),
  associations: z.array(AssociationInput).default([]),
});
const Merge = z.object({ primaryObjectId: z.coerce.string(), objectIdToMerge: z.coerce.string() });

function numberedRow(call: Call, typeId: ObjectTypeId, id: string): number {
  return /^\d+$/.test(id) ? survivorRow(call.portal, typeId, Number(id)) : -1;
}

/** The row of a live record that a call names by id, or by another unique property. */
export function liveRow(call: Call, typeId: ObjectTypeId, id: string): number {
  const table = call.portal.table(typeId);
  const idProperty = call.query('idProperty');
  const row =
    idProperty && idProperty !== 'hs_object_id'
      ? rowByUnique(call, typeId, idProperty, id)
      : numberedRow(call, typeId, id);
  if (!table.isLive(row)) throw objectNotFound();
  return row;
}

export function pageLimit(call: Call, most: number, usual = 10): number {
  const text = call.query('limit');
  if (text === undefined) return usual;
  const limit = Number(text);
  if (!Number.isInteger(limit) || limit < 1 || limit > most) {
    throw validationError(`limit must be between 1 and ${most}, was ${text}`);
  }
  return limit;
}

function associationsOf(call: Call, ref: RecordRef, names: readonly string[]) {
  const associations: Record<string, unknown> = {};
  for (const name of names) {
    const toType = findObjectType(name);
    if (!toType) throw validationError(`Unable to infer object type from: ${name}`);
    const other = call.portal.table(toType);
    const results = [...call.portal.links.between(ref.typeId, toType).of(ref.row)]
      .filter(({ row }) => other.isLive(row))
      .flatMap(({ row, bits }) =>
        associationTypes(ref.typeId, toType)
          .filter((type) => bits & type.bit)
          .map((type) => ({
            id: String(other.idOf(row)),
            type: associationName(ref, toType, type.bit),
          })),
      );
    if (results.length > 0) {
      associations[OBJECT_TYPES[toType].plural] = { results: results.slice(0, MOST_PER_PAGE) };
    }
  }
  return Object.keys(associations).length > 0 ? { associations } : {};
}

function associationName(from: RecordRef, toType: ObjectTypeId, bit: number): string {
  const name = `${OBJECT_TYPES[from.typeId].name}_to_${OBJECT_TYPES[toType].name}`;
  return bit & PRIMARY ? name : `${name}_unlabeled`;
}

async function list(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const history = namesFrom(call.query('propertiesWithHistory'));
  const limit = pageLimit(call, history.length > 0 ? MOST_WITH_HISTORY : MOST_PER_PAGE);
  const after = call.query('after') ?? '0';
  if (!/^\d+$/.test(after)) throw validationError(`Invalid paging cursor: ${after}`);
  await networkPause(call.hub);
  const table = call.portal.table(typeId);
  const wanted = { properties: namesFrom(call.query('properties')), history };
  const belongs = call.query('archived') === 'true' ? table.isArchived : table.isLive;
  const results = [];
  let row = table.rowAtOrAfter(Number(after));
  for (; row < table.rows() && results.length < limit; row++) {
    if (!belongs(row)) continue;
    const answer = recordAnswer(call, typeId, row, wanted);
    results.push({
      ...answer,
      ...associationsOf(call, { typeId, row }, namesFrom(call.query('associations'))),
    });
  }
  while (row < table.rows() && !belongs(row)) row++;
  if (row >= table.rows()) return ok({ results });
  const next = String(table.idOf(row));
  const link = `${call.baseUrl}/crm/objects/${call.version}/${call.param('type')}?limit=${limit}&after=${next}`;
  return ok({ results, paging: { next: { after: next, link } } });
}

async function read(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const typeId = call.objectType();
  const id = call.param('id');
  const table = call.portal.table(typeId);
  const archivedRow = table.rowOf(Number(id));
  const wantsArchived = call.query('archived') === 'true';
  const row =
    wantsArchived && table.isArchived(archivedRow) ? archivedRow : liveRow(call, typeId, id);
  const answer = recordAnswer(call, typeId, row, {
    properties: namesFrom(call.query('properties')),
    history: namesFrom(call.query('propertiesWithHistory')),
  });
  return ok({
    ...answer,
    ...associationsOf(call, { typeId, row }, namesFrom(call.query('associations'))),
  });
}

/** 2026-09 paths enforce an admin's write rules and round dates; earlier ones do neither. */
function isCurrentVersion(call: Call): boolean {
  return call.version === '2026-09';
}

function writeContext(call: Call, typeId: ObjectTypeId, mode: WriteMode): WriteContext {
  return {
    portal: call.portal,
    typeId,
    mode,
    enforcesAdminRules: isCurrentVersion(call),
    roundsDates: isCurrentVersion(call),
  };
}

export function refuseIfStruck(call: Call, typeId: ObjectTypeId, id: string): void {
  const { name, plural } = OBJECT_TYPES[typeId];
  if (call.hub.faults.refusesRecord(call.portal.id, [typeId, name, plural], id)) {
    throw validationError(`Record ${id} cannot be edited.`, { subCategory: 'RECORD_REFUSED' });
  }
}

/** Checks a write of one record; throws HubSpot's refusal. */
export function judgeWrite(call: Call, ref: RecordRef, properties: Record<string, unknown>) {
  const { portal } = call;
  const context = writeContext(call, ref.typeId, 'update');
  const checked = checkWrite(context, properties, (name) =>
    propertyValue(portal, ref.typeId, ref.row, name),
  );
  if (checked.problems.length > 0) throw refusal(portal, checked.problems);
  return checked;
}

/** Carries out a write that was judged; returns the warnings to give with it. */
export function carryOut(call: Call, ref: RecordRef, checked: CheckedWrite): Warning[] {
  const { portal } = call;
  updateRecord(portal, ref, checked.values, call.source);
  portal.writeLog.add({
    objectType: ref.typeId,
    id: portal.table(ref.typeId).idOf(ref.row),
    at: portal.clock.nowMs(),
    properties: checked.values.size,
  });
  return isCurrentVersion(call) ? checked.warnings : [];
}

/** Writes one record, or throws HubSpot's refusal. */
export function writeOne(
  call: Call,
  ref: RecordRef,
  properties: Record<string, unknown>,
): Warning[] {
  refuseIfStruck(call, ref.typeId, String(call.portal.table(ref.typeId).idOf(ref.row)));
  return carryOut(call, ref, judgeWrite(call, ref, properties));
}

function bitOf(from: ObjectTypeId, to: ObjectTypeId, associationTypeId: number): number {
  const type = associationTypes(from, to).find(({ typeId }) => typeId === associationTypeId);
  if (!type) {
    throw validationError(`Association type ${associationTypeId} is not valid between these types`);
  }
  return type.bit;
}

type Target = { to: RecordRef; bits: number };

/** Where the associations of a new record lead; each is checked before anything is created. */
function targetsOf(call: Call, typeId: ObjectTypeId, inputs: readonly AssociationInput[]) {
  return inputs.map(({ to, types }): Target => {
    const [first] = types;
    const toType = Object.keys(OBJECT_TYPES)
      .map((key) => key as ObjectTypeId)
      .find((candidate) =>
        associationTypes(typeId, candidate).some(
          (type) => type.typeId === first?.associationTypeId,
        ),
      );
    if (!toType) {
      throw validationError(`Association type ${first?.associationTypeId} does not exist`);
    }
    const bits = types.reduce(
      (sum, type) => sum | bitOf(typeId, toType, type.associationTypeId),
      0,
    );
    const row = call.portal.table(toType).rowOf(Number(to.id));
    if (!call.portal.table(toType).isLive(row)) {
      throw validationError(`Object ${to.id} to associate with does not exist`, {
        context: { ids: [to.id] },
      });
    }
    return { to: { typeId: toType, row }, bits };
  });
}

/** Checks everything about a creation; throws HubSpot's refusal. */
export function judgeCreation(
  call: Call,
  typeId: ObjectTypeId,
  { properties, associations }: z.output<typeof Create>,
) {
  const { portal } = call;
  if (associations.length > 0 && !portal.settings.mayEditAssociations && isCurrentVersion(call)) {
    throw validationError("Missing 'Edit Associations' permission.");
  }
  const checked = checkWrite(writeContext(call, typeId, 'create'), properties, () => null);
  if (checked.problems.length > 0) throw refusal(portal, checked.problems);
  refuseTakenValues(call, typeId, checked.values);
  return { values: checked.values, targets: targetsOf(call, typeId, associations) };
}

export function createOne(
  call: Call,
  typeId: ObjectTypeId,
  input: z.output<typeof Create>,
): number {
  const { values, targets } = judgeCreation(call, typeId, input);
  const row = createRecord(call.portal, typeId, values, call.source);
  for (const { to, bits } of targets) {
    associate(call.portal, { from: { typeId, row }, to }, bits, call.source);
  }
  return row;
}

function refuseTakenValues(
  call: Call,
  typeId: ObjectTypeId,
  values: ReadonlyMap<string, string | null>,
): void {
  for (const [name, value] of values) {
    if (!value || !call.portal.catalogue.find(typeId, name)?.hasUniqueValue) continue;
    const row = rowByUnique(call, typeId, name, value);
    if (row < 0) continue;
    const id = call.portal.table(typeId).idOf(row);
    throw new ApiError(409, {
      message: `${OBJECT_TYPES[typeId].name} already exists. Existing ID: ${id}`,
      category: 'OBJECT_ALREADY_EXISTS',
    });
  }
}

/** The record that has this value in a property whose values are unique; -1 when none has. */
export function rowByUnique(call: Call, typeId: ObjectTypeId, name: string, value: string): number {
  if (!call.portal.catalogue.find(typeId, name)?.hasUniqueValue) {
    throw validationError(`Property ${name} is not a unique identifier property`);
  }
  const table = call.portal.table(typeId);
  for (let row = 0; row < table.rows(); row++) {
    if (table.isLive(row) && table.get(row, name) === value) return row;
  }
  return -1;
}

async function create(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const input = parsed(Create, call.body);
  await networkPause(call.hub);
  const row = createOne(call, typeId, input);
  const properties = Object.keys(input.properties);
  return { status: 201, body: recordAnswer(call, typeId, row, { properties }) };
}

async function update(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { properties } = parsed(Update, call.body);
  const row = liveRow(call, typeId, call.param('id'));
  const key = `${call.portal.id}/${typeId}/${row}`;
  return call.hub.locks.hold([key], async () => {
    await networkPause(call.hub);
    const warnings = writeOne(call, { typeId, row }, properties);
    const answer = recordAnswer(call, typeId, row, { properties: Object.keys(properties) });
    return ok(warnings.length > 0 ? { ...answer, warnings } : answer);
  });
}

async function archive(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const typeId = call.objectType();
  const row = call.portal.table(typeId).rowOf(Number(call.param('id')));
  // Archiving what is archived already is no error.
  if (call.portal.table(typeId).isLive(row))
    archiveRecord(call.portal, { typeId, row }, call.source);
  return { status: 204 };
}

async function merge(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { primaryObjectId, objectIdToMerge } = parsed(Merge, call.body);
  await networkPause(call.hub);
  const primaryRow = liveRow(call, typeId, primaryObjectId);
  const otherRow = liveRow(call, typeId, objectIdToMerge);
  if (primaryRow === otherRow) throw validationError('Cannot merge a record into itself.');
  const row = mergeRecords(call.portal, typeId, { primaryRow, otherRow }, call.source);
  return ok(recordAnswer(call, typeId, row, { properties: [] }));
}

export const objectEndpoints: readonly Endpoint[] = [
  { method: 'get', path: PATH, scopes: (call) => readScopes(call.objectType()), handle: list },
  { method: 'post', path: PATH, scopes: (call) => writeScopes(call.objectType()), handle: create },
  {
    method: 'post',
    path: `${PATH}/merge`,
    scopes: (call) => writeScopes(call.objectType()),
    handle: merge,
  },
  {
    method: 'get',
    path: `${PATH}/:id`,
    scopes: (call) => readScopes(call.objectType()),
    handle: read,
  },
  {
    method: 'patch',
    path: `${PATH}/:id`,
    scopes: (call) => writeScopes(call.objectType()),
    handle: update,
  },
  {
    method: 'delete',
    path: `${PATH}/:id`,
    scopes: (call) => writeScopes(call.objectType()),
    handle: archive,
  },
];
