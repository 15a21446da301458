import { z } from 'zod';
import { type BatchError, batchReply, checkSize, MOST_INPUTS } from './batch-routes.ts';
import { type Call, type Endpoint, networkPause, ok, parsed, type Reply } from './endpoint.ts';
import { ApiError, validationError } from './errors.ts';
import { OBJECT_TYPE_IDS, type ObjectTypeId } from './object-types.ts';
import { defineProperty, type PropertyDefinition, YES_NO } from './property-definition.ts';
import { propertyGroupEndpoints } from './property-group-routes.ts';
import { ANY_OBJECT_SCOPE, schemaReadScopes, schemaWriteScopes } from './scopes.ts';

const PATH = '/crm/properties/:version/:type';

const Option = z.object({
  label: z.string().min(1),
  value: z.string().min(1),
  displayOrder: z.number().int().default(-1),
  hidden: z.boolean().default(false),
  description: z.string().optional(),
});

const FIELD_TYPES: Record<string, readonly string[]> = {
  bool: ['booleancheckbox', 'calculation_equation'],
  date: ['date'],
  datetime: ['date', 'calculation_equation'],
  enumeration: ['booleancheckbox', 'checkbox', 'radio', 'select', 'calculation_equation'],
  number: ['number', 'calculation_equation'],
  phone_number: ['phonenumber'],
  string: ['file', 'html', 'phonenumber', 'text', 'textarea', 'calculation_equation'],
};

const Changeable = z.object({
  label: z.string().min(1),
  groupName: z.string().min(1),
  type: z.enum(['bool', 'date', 'datetime', 'enumeration', 'number', 'phone_number', 'string']),
  fieldType: z.string(),
  description: z.string().default(''),
  options: z.array(Option).default([]),
  displayOrder: z.number().int().default(-1),
  hidden: z.boolean().default(false),
  formField: z.boolean().default(false),
  numberDisplayHint: z
    .enum(['unformatted', 'formatted', 'currency', 'percentage', 'duration', 'probability'])
    .optional(),
});

const Create = Changeable.extend({
  name: z.string(),
  hasUniqueValue: z.boolean().default(false),
});
const Update = z.object({
  label: z.string().min(1).optional(),
  groupName: z.string().min(1).optional(),
  type: Changeable.shape.type.optional(),
  fieldType: z.string().optional(),
  description: z.string().optional(),
  options: z.array(Option).optional(),
  displayOrder: z.number().int().optional(),
  hidden: z.boolean().optional(),
  formField: z.boolean().optional(),
});
const BatchCreate = z.object({ inputs: z.array(Create) });
const BatchRead = z.object({
  inputs: z.array(z.object({ name: z.string() })),
  archived: z.boolean(),
  dataSensitivity: z.string().optional(),
});
const BatchArchive = z.object({ inputs: z.array(z.object({ name: z.string() })) });
type NewProperty = z.output<typeof Create>;

/** A property as the API gives it. */
function propertyAnswer(portal: Call['portal'], property: PropertyDefinition) {
  const { archivedAt, integer, ownerReference, readOnlyValue, ...rest } = property;
  const options = ownerReference
    ? portal.owners.map(({ id, firstName, lastName }, displayOrder) => ({
        label: `${firstName} ${lastName}`,
        value: id,
        displayOrder,
        hidden: false,
      }))
    : property.options;
  return {
    ...rest,
    options,
    ...(ownerReference ? { externalOptions: true, referencedObjectType: 'OWNER' } : {}),
    dataSensitivity: 'non_sensitive',
    archived: archivedAt !== null,
    ...(archivedAt === null ? {} : { archivedAt }),
    modificationMetadata: {
      archivable: !property.hubspotDefined,
      readOnlyDefinition: property.hubspotDefined,
      readOnlyOptions: property.hubspotDefined && property.options.length === 0,
      readOnlyValue,
    },
  };
}

function checkShape({ name, type, fieldType, options }: Omit<NewProperty, 'label' | 'groupName'>) {
  if (!/^[a-z][a-z0-9_]{0,99}$/.test(name)) {
    throw validationError(`Property name '${name}' is not valid`, {
      subCategory: 'Properties.INVALID_NAME',
    });
  }
  if (!FIELD_TYPES[type]?.includes(fieldType)) {
    throw validationError(`Field type ${fieldType} does not go with type ${type}`);
  }
  const needsOptions = type === 'enumeration' && fieldType !== 'calculation_equation';
  if (needsOptions && options.length === 0) {
    throw validationError(`Enumeration property '${name}' needs options`);
  }
  if (new Set(options.map(({ value }) => value)).size < options.length) {
    throw validationError(`Options of '${name}' are not unique`);
  }
}

function add(call: Call, typeId: ObjectTypeId, input: NewProperty): PropertyDefinition {
  checkShape(input);
  const { numberDisplayHint, options, ...rest } = input;
  const at = call.hub.clock.now().toISOString();
  const property: PropertyDefinition = {
    ...defineProperty(input.name, 'text'),
    ...rest,
    ...(numberDisplayHint ? { numberDisplayHint } : {}),
    options: input.type === 'bool' ? YES_NO : options.map(withoutUndefined),
    hubspotDefined: false,
    createdAt: at,
    updatedAt: at,
  };
  const wasArchived = call.portal.catalogue.findArchived(typeId, input.name);
  call.portal.catalogue.add(typeId, property);
  if (!wasArchived) call.portal.table(typeId).dropColumn(input.name);
  return property;
}

function withoutUndefined({ description, ...option }: z.output<typeof Option>) {
  return description === undefined ? option : { ...option, description };
}

async function create(call: Call): Promise<Reply> {
  const input = parsed(Create, call.body);
  await networkPause(call.hub);
  const property = add(call, call.objectType(), input);
  return { status: 201, body: propertyAnswer(call.portal, property) };
}

async function batchCreate(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs } = parsed(BatchCreate, call.body);
  checkSize(inputs, MOST_INPUTS);
  const startedAt = call.hub.clock.now();
  await networkPause(call.hub);
  const results = [];
  const errors: BatchError[] = [];
  for (const input of inputs) {
    try {
      results.push(propertyAnswer(call.portal, add(call, typeId, input)));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      errors.push({
        status: 'error',
        category: error.body.category ?? 'VALIDATION_ERROR',
        ...(error.body.subCategory ? { subCategory: error.body.subCategory } : {}),
        message: error.message,
        context: { name: [input.name] },
      });
    }
  }
  return batchReply(201, { results, errors, startedAt, completedAt: call.hub.clock.now() });
}

function found(call: Call, name: string): PropertyDefinition {
  const property = call.portal.catalogue.find(call.objectType(), name);
  if (!property) {
    throw new ApiError(404, {
      message: `Property ${name} does not exist.`,
      category: 'OBJECT_NOT_FOUND',
    });
  }
  return property;
}

async function batchRead(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const { inputs, archived } = parsed(BatchRead, call.body);
  checkSize(inputs, MOST_INPUTS);
  const startedAt = call.hub.clock.now();
  await networkPause(call.hub);
  const results = [];
  const missing: string[] = [];
  for (const { name } of inputs) {
    const property = archived
      ? call.portal.catalogue.findArchived(typeId, name)
      : call.portal.catalogue.find(typeId, name);
    if (property) results.push(propertyAnswer(call.portal, property));
    else missing.push(name);
  }
  const errors = missing.map(
    (name): BatchError => ({
      status: 'error',
      category: 'OBJECT_NOT_FOUND',
      message: `Property ${name} does not exist.`,
      context: { name: [name] },
    }),
  );
  return batchReply(200, { results, errors, startedAt, completedAt: call.hub.clock.now() });
}

async function list(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const which = call.query('archived') === 'true' ? 'archived' : 'active';
  const properties = call.portal.catalogue.list(call.objectType(), which);
  return ok({ results: properties.map((property) => propertyAnswer(call.portal, property)) });
}

async function read(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  return ok(propertyAnswer(call.portal, found(call, call.param('name'))));
}

async function update(call: Call): Promise<Reply> {
  const typeId = call.objectType();
  const change = parsed(Update, call.body);
  await networkPause(call.hub);
  const known = found(call, call.param('name'));
  if (known.hubspotDefined) {
    throw validationError(`Property ${known.name} is defined by HubSpot and cannot be changed`);
  }
  const given = Object.fromEntries(
    Object.entries(change).filter(([, value]) => value !== undefined),
  );
  const updatedAt = call.hub.clock.now().toISOString();
  const property: PropertyDefinition = { ...known, ...given, updatedAt };
  checkShape({ ...Changeable.parse(property), name: known.name, hasUniqueValue: false });
  call.portal.catalogue.replace(typeId, property);
  return ok(propertyAnswer(call.portal, property));
}

function archiveOne(call: Call, name: string): void {
  const property = call.portal.catalogue.find(call.objectType(), name);
  if (!property) return;
  if (property.hubspotDefined) {
    throw validationError(`Property ${name} is defined by HubSpot and cannot be archived`);
  }
  call.portal.catalogue.archive(call.objectType(), name, call.hub.clock.now().toISOString());
}

async function archive(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  archiveOne(call, call.param('name'));
  return { status: 204 };
}

async function batchArchive(call: Call): Promise<Reply> {
  const { inputs } = parsed(BatchArchive, call.body);
  checkSize(inputs, MOST_INPUTS);
  await networkPause(call.hub);
  for (const { name } of inputs) archiveOne(call, name);
  return { status: 204 };
}

async function limits(call: Call): Promise<Reply> {
  await networkPause(call.hub);
  const { catalogue } = call.portal;
  const perType = OBJECT_TYPE_IDS.map((objectTypeId) => ({
    objectTypeId,
    limit: catalogue.limit.limit,
    usage: catalogue.customUsage(objectTypeId),
  }));
  const overallLimit =
    catalogue.limit.scope === 'portal'
      ? catalogue.limit.limit
      : catalogue.limit.limit * OBJECT_TYPE_IDS.length;
  return ok({ overallLimit, overallUsage: catalogue.overallUsage(), byObjectType: perType });
}

const reads: Endpoint['scopes'] = (call) => schemaReadScopes(call.objectType());
const writes: Endpoint['scopes'] = (call) => schemaWriteScopes(call.objectType());

export const propertyEndpoints: readonly Endpoint[] = [
  // Before the names of properties, for a group's address looks like one.
  ...propertyGroupEndpoints,
  { method: 'get', path: PATH, scopes: reads, handle: list },
  { method: 'post', path: PATH, scopes: writes, handle: create },
  { method: 'post', path: `${PATH}/batch/create`, scopes: writes, handle: batchCreate },
  { method: 'post', path: `${PATH}/batch/read`, scopes: reads, handle: batchRead },
  { method: 'post', path: `${PATH}/batch/archive`, scopes: writes, handle: batchArchive },
  { method: 'get', path: `${PATH}/:name`, scopes: reads, handle: read },
  { method: 'patch', path: `${PATH}/:name`, scopes: writes, handle: update },
  { method: 'delete', path: `${PATH}/:name`, scopes: writes, handle: archive },
  {
    method: 'get',
    path: '/crm/limits/:version/custom-properties',
    scopes: () => [ANY_OBJECT_SCOPE],
    handle: limits,
  },
];
