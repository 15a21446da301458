import { z } from 'zod';
import appJson from '../app.json' with { type: 'json' };

/** HubSpot allows 10 custom properties on a free portal; those marked `minimum` are provisioned there. */
const freePortalSlots = 10;

const Name = z.string().trim().min(1);
const Path = z.string().startsWith('/');
const Reason = z.strictObject({ en: Name, 'zh-CN': Name, 'zh-TW': Name });

/** `usedBy` names the endpoints (src/hubspot/endpoints.ts) and webhooks ("webhook.deal") that need the scope. */
const Scope = z.strictObject({ name: Name, reason: Reason, usedBy: z.array(Name) });

const ObjectType = z.enum(['company', 'deal', 'ticket', 'contact', 'task']);

const ObjectSubscription = z.discriminatedUnion('subscriptionType', [
  z.strictObject({
    subscriptionType: z.enum([
      'object.creation',
      'object.deletion',
      'object.merge',
      'object.restore',
      'object.associationChange',
    ]),
    objectType: ObjectType,
  }),
  z.strictObject({
    subscriptionType: z.literal('object.propertyChange'),
    objectType: ObjectType,
    propertyName: Name.refine((name) => !name.startsWith('mainstay_'), {
      error: 'a subscription to a property Mainstay writes would feed its own writes back to it',
    }),
  }),
]);

const Webhooks = z.strictObject({
  path: Path,
  maxConcurrentRequests: z.int().min(6, { error: 'HubSpot asks for more than 5' }),
  subscriptions: z.strictObject({
    crmObjects: z.array(ObjectSubscription),
    /** The classic names of the same events: subscribing to both families delivers everything twice. */
    legacyCrmObjects: z.array(z.never()),
    hubEvents: z.array(z.strictObject({ subscriptionType: z.literal('contact.privacyDeletion') })),
  }),
});

const Card = z.strictObject({
  uid: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  /** The component's file in extensions/app/cards, without `.tsx`. */
  file: z.string().regex(/^[A-Z][A-Za-z]*$/),
  location: z.enum(['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar']),
  objectTypes: z.array(z.enum(['companies', 'tickets'])).min(1),
  name: Name,
  description: Name,
});

/** HubSpot allows one component for all pages of an app. */
const Page = z.strictObject({
  uid: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  /** The component's file in extensions/app/pages, without `.tsx`. */
  file: z.string().regex(/^[A-Z][A-Za-z]*$/),
});

/** HubSpot allows one settings page. */
const SettingsPage = z.strictObject({
  uid: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  /** The component's file in extensions/app/settings, without `.tsx`. */
  file: z.string().regex(/^[A-Z][A-Za-z]*$/),
});

const FieldName = z.string().regex(/^[a-z][a-z0-9_]*$/);

/** What a builder of workflows fills in; `from` a property, it may hold anything. */
const ActionInput = z.strictObject({
  name: FieldName,
  type: z.enum(['enumeration', 'number', 'date', 'string']),
  fieldType: z.enum(['select', 'number', 'date', 'text', 'textarea']),
  required: z.boolean(),
  from: z.array(z.enum(['static', 'property'])).min(1),
  options: z.array(Name).min(2).refine(isUnique, { error: 'an option stands twice' }).optional(),
  /** HubSpot offers the portal's owners. */
  owners: z.literal(true).optional(),
});

/** `like` a property of ours: its type and options, under its label. */
const ActionOutput = z.union([
  z.strictObject({ name: FieldName, like: Name }),
  z.strictObject({ name: FieldName, type: z.enum(['string', 'date']) }),
]);

/** A step that workflows may take. Its last outputs are always `status` and `message`. */
const WorkflowAction = z.strictObject({
  uid: z.string().regex(/^[A-Za-z0-9_.-]{1,64}$/),
  name: FieldName,
  path: Path,
  inputs: z.array(ActionInput),
  outputs: z.array(ActionOutput),
  statuses: z.array(FieldName).min(1).refine(isUnique, { error: 'a status stands twice' }),
});

const common = {
  name: z.string().regex(/^mainstay_[a-z0-9_]+$/),
  /** Provisioned only when the answer it carries is switched on. */
  optional: z.boolean(),
  /** Provisioned even on a portal with only 10 custom properties. */
  minimum: z.literal(true).optional(),
};

const Property = z.discriminatedUnion('type', [
  z.strictObject({
    ...common,
    type: z.literal('enumeration'),
    fieldType: z.enum(['select', 'checkbox']),
    options: z.array(Name).min(2).refine(isUnique, { error: 'an option stands twice' }),
  }),
  z.strictObject({ ...common, type: z.literal('number'), fieldType: z.literal('number') }),
  z.strictObject({ ...common, type: z.literal('date'), fieldType: z.literal('date') }),
  z.strictObject({ ...common, type: z.literal('datetime'), fieldType: z.literal('date') }),
  z.strictObject({ ...common, type: z.literal('string'), fieldType: z.literal('text') }),
]);

const Manifest = z.strictObject({
  $comment: z.string(),
  name: Name.max(200),
  description: Name.max(8192),
  version: z.string().regex(/^\d+\.\d+\.\d+$/),
  platformVersion: z.string().regex(/^\d{4}\.\d{2}$/),
  distribution: z.literal('marketplace'),
  redirectPath: Path,
  scopes: z
    .strictObject({
      required: z.array(Scope).min(1),
      optional: z.array(Scope),
      /** HubSpot grants these to the app itself, or not: no portal is asked for them. */
      ofApp: z.array(Scope),
    })
    .refine(
      ({ required, optional, ofApp }) => isUnique([...required, ...optional, ...ofApp].map(nameOf)),
      {
        error: 'a scope stands twice',
      },
    ),
  webhooks: Webhooks.refine(
    ({ subscriptions }) => isUnique(subscriptions.crmObjects.map((one) => JSON.stringify(one))),
    { error: 'a subscription stands twice' },
  ),
  cards: z
    .array(Card)
    .refine((cards) => isUnique(cards.map((card) => card.uid)), { error: 'a uid stands twice' }),
  page: Page,
  settings: SettingsPage,
  workflowActions: z
    .array(WorkflowAction)
    .refine((actions) => isUnique(actions.map((action) => action.uid)), {
      error: 'a uid stands twice',
    }),
  properties: z
    .array(Property)
    .refine((properties) => isUnique(properties.map(nameOf)), { error: 'a name stands twice' })
    .refine((all) => all.filter((property) => property.minimum).length <= freePortalSlots, {
      error: `more than ${freePortalSlots} properties are marked minimum`,
    }),
});

/** What app.json says: the one place that names the app's scopes, webhooks, cards, workflow actions and properties. */
export type Manifest = z.infer<typeof Manifest>;
export type ManifestProperty = Manifest['properties'][number];
export type ManifestAction = Manifest['workflowActions'][number];

/** Reads app.json, or the value given in its place; throws with the path of what is wrong. */
export function readManifest(value: unknown = appJson): Manifest {
  const result = Manifest.safeParse(value);
  if (!result.success) {
    throw new Error(`app.json is not valid:\n${z.prettifyError(result.error)}`);
  }
  return result.data;
}

function isUnique(values: readonly string[]): boolean {
  return new Set(values).size === values.length;
}

function nameOf(named: { name: string }): string {
  return named.name;
}
