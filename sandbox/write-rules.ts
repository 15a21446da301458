import { type ApiError, invalidProperties, type PropertyProblem } from './errors.ts';
import { DEAL, type ObjectTypeId, TASK, TICKET } from './object-types.ts';
import type { Portal } from './portal.ts';
import { checkValue } from './property-values.ts';

export type WriteMode = 'create' | 'update';

export type Warning = {
  category: 'PROPERTY_VALUE_NORMALIZED';
  context: { propertyName: string[]; rawValue: string[]; normalizedValue: string[] };
  message: string;
};

export type CheckedWrite = {
  values: Map<string, string | null>;
  problems: PropertyProblem[];
  warnings: Warning[];
};

/** What a write is judged by: the path's version decides whether admin rules count. */
export type WriteContext = {
  portal: Portal;
  typeId: ObjectTypeId;
  mode: WriteMode;
  enforcesAdminRules: boolean;
  roundsDates: boolean;
};

/** What a record of a type cannot be created without, whatever the admin says. */
const NEEDED: Partial<Record<ObjectTypeId, readonly string[]>> = {
  [DEAL]: ['dealname', 'dealstage', 'pipeline'],
  [TICKET]: ['subject', 'hs_pipeline', 'hs_pipeline_stage'],
  [TASK]: ['hs_timestamp'],
};

function readOnly(name: string): PropertyProblem {
  const message = `"${name}" is a read only property; its value cannot be set.`;
  return { name, code: 'READ_ONLY_VALUE', message };
}

function checkOne(
  { portal, typeId, mode, roundsDates }: WriteContext,
  name: string,
  raw: unknown,
  checked: CheckedWrite,
): void {
  const property = portal.catalogue.find(typeId, name);
  if (!property) {
    const message = `Property "${name}" does not exist`;
    checked.problems.push({ name, code: 'PROPERTY_DOESNT_EXIST', message });
    return;
  }
  if (property.readOnlyValue || (name === 'createdate' && mode === 'update' && typeId !== DEAL)) {
    checked.problems.push(readOnly(name));
    return;
  }
  const isOwner = (id: string) => portal.owners.some((owner) => owner.id === id);
  const result = checkValue(property, raw, { isOwner, roundsDates });
  if ('problem' in result) {
    checked.problems.push(result.problem);
    return;
  }
  checked.values.set(name, result.value);
  if (result.wasNormalized) {
    checked.warnings.push({
      category: 'PROPERTY_VALUE_NORMALIZED',
      context: {
        propertyName: [name],
        rawValue: [String(raw)],
        normalizedValue: [result.value ?? ''],
      },
      message: `The value of ${name} was normalized.`,
    });
  }
}

/** A stage must be one of its pipeline's. */
function checkStage({ portal, typeId }: WriteContext, checked: CheckedWrite): void {
  const [pipelineName, stageName] =
    typeId === DEAL ? ['pipeline', 'dealstage'] : ['hs_pipeline', 'hs_pipeline_stage'];
  if (typeId !== DEAL && typeId !== TICKET) return;
  const stageId = checked.values.get(stageName as string);
  const pipelineId = checked.values.get(pipelineName as string);
  if (stageId) {
    const found = portal.findStage(typeId, stageId);
    if (found && (!pipelineId || found.pipeline.id === pipelineId)) {
      // A stage of another pipeline moves the record there.
      checked.values.set(pipelineName as string, found.pipeline.id);
      return;
    }
    const message = `${stageId} was not a valid pipeline stage.`;
    checked.problems.push({ name: stageName as string, code: 'INVALID_OPTION', message });
  } else if (pipelineId && !portal.pipelines.get(typeId)?.some(({ id }) => id === pipelineId)) {
    const message = `${pipelineId} was not a valid pipeline.`;
    checked.problems.push({ name: pipelineName as string, code: 'INVALID_OPTION', message });
  }
}

function checkNeeded(context: WriteContext, checked: CheckedWrite): void {
  const { portal, typeId } = context;
  const byAdmin = context.enforcesAdminRules ? portal.settings.requiredOnCreate[typeId] : [];
  for (const name of new Set([...(NEEDED[typeId] ?? []), ...(byAdmin ?? [])])) {
    if (checked.values.get(name)) continue;
    if (checked.problems.some((problem) => problem.name === name)) continue;
    const message = `A value for ${name} must be provided`;
    checked.problems.push({ name, code: 'MISSING_REQUIRED_PROPERTY', message });
  }
}

/** The admin's conditional rules, judged on the record as it would be after the write. */
function checkConditions(
  { portal, typeId }: WriteContext,
  checked: CheckedWrite,
  current: (name: string) => string | null,
): void {
  const after = (name: string) =>
    checked.values.has(name) ? checked.values.get(name) : current(name);
  for (const rule of portal.settings.conditionalRules) {
    if (rule.objectType !== typeId || after(rule.when.property) !== rule.when.equals) continue;
    if (after(rule.required)) continue;
    checked.problems.push({
      name: rule.required,
      code: 'MISSING_CONDITIONAL_REQUIRED_PROPERTY',
      message: `${rule.required} is required because of a conditional property rule based on [${rule.when.property}]`,
    });
  }
}

/** Checks a whole write of one record; `current` gives the values it has now. */
export function checkWrite(
  context: WriteContext,
  properties: Record<string, unknown>,
  current: (name: string) => string | null,
): CheckedWrite {
  const checked: CheckedWrite = { values: new Map(), problems: [], warnings: [] };
  for (const [name, raw] of Object.entries(properties)) checkOne(context, name, raw, checked);
  checkStage(context, checked);
  if (context.mode === 'create') checkNeeded(context, checked);
  if (context.enforcesAdminRules) checkConditions(context, checked, current);
  return checked;
}

export function refusal(portal: Portal, problems: PropertyProblem[]): ApiError {
  return invalidProperties(portal.id, problems);
}
