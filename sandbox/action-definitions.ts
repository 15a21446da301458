import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

const Field = z
  .strictObject({
    name: z.string().min(1),
    type: z.enum(['string', 'number', 'date', 'enumeration']),
    fieldType: z.string(),
    options: z.array(z.strictObject({ value: z.string(), label: z.string() })).optional(),
    referencedObjectType: z.literal('OWNER').optional(),
  })
  .refine(
    ({ type, options, referencedObjectType: owners }) =>
      (type === 'enumeration') === ((options ?? owners) !== undefined),
    { error: 'enumerations have options or owners, and nothing else has' },
  );

const Texts = z.record(z.string(), z.string().min(1));

const Labels = z.strictObject({
  actionName: z.string().min(1),
  actionDescription: z.string().min(1),
  actionCardContent: z.string().min(1),
  inputFieldLabels: Texts,
  inputFieldDescriptions: Texts,
  inputFieldOptionLabels: z.record(z.string(), Texts),
  outputFieldLabels: Texts,
  executionRules: Texts,
});

const Definition = z.strictObject({
  uid: z.string(),
  type: z.literal('workflow-action'),
  config: z.strictObject({
    actionUrl: z.string(),
    isPublished: z.literal(true),
    supportedClients: z.array(z.strictObject({ client: z.literal('WORKFLOWS') })).length(1),
    objectTypes: z.array(z.literal('COMPANY')),
    inputFields: z.array(
      z.strictObject({
        typeDefinition: Field,
        supportedValueTypes: z.array(z.enum(['STATIC_VALUE', 'OBJECT_PROPERTY'])).min(1),
        isRequired: z.boolean(),
      }),
    ),
    outputFields: z.array(z.strictObject({ typeDefinition: Field })),
    executionRules: z.array(
      z.strictObject({ labelName: z.string(), conditions: z.record(z.string(), z.string()) }),
    ),
    labels: z.record(z.string(), Labels),
  }),
});

export type ActionField = z.output<typeof Field>;
export type ActionDefinition = z.output<typeof Definition>['config'] & { uid: string };

/** The workflow actions of the project an app's manifest belongs to, refused where a label is missing. */
export function readActionDefinitions(manifestPath: string): Map<string, ActionDefinition> {
  const folder = path.join(path.dirname(manifestPath), 'extensions/app/workflow-actions');
  const definitions = globSync('*-hsmeta.json', { cwd: folder }).map((file) => {
    const text = readFileSync(path.join(folder, file), 'utf8');
    const { uid, config } = Definition.parse(JSON.parse(text));
    const missing = missingLabels(config);
    if (missing.length > 0) throw new Error(`${file}: labels are missing: ${missing.join(', ')}`);
    return { uid, ...config };
  });
  return new Map(definitions.map((definition) => [definition.uid, definition]));
}

/** English is a must; in every language that is there, all that a person may see has to be named. */
function missingLabels({
  labels,
  inputFields,
  outputFields,
  executionRules,
}: Omit<ActionDefinition, 'uid'>): string[] {
  if (!labels['en']) return ['en'];
  return Object.entries(labels).flatMap(([language, texts]) => [
    ...inputFields
      .filter(({ typeDefinition }) => !texts.inputFieldLabels[typeDefinition.name])
      .map(({ typeDefinition }) => `${language}.inputFieldLabels.${typeDefinition.name}`),
    ...outputFields
      .filter(({ typeDefinition }) => !texts.outputFieldLabels[typeDefinition.name])
      .map(({ typeDefinition }) => `${language}.outputFieldLabels.${typeDefinition.name}`),
    ...executionRules
      .filter(({ labelName }) => !texts.executionRules[labelName])
      .map(({ labelName }) => `${language}.executionRules.${labelName}`),
  ]);
}
