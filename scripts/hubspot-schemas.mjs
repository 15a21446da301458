// JSON Schemas for the `config` block of each component in extensions/app. HubSpot publishes none: its tools
// download theirs with an account. These are written from HubSpot's documentation and are stricter than
// theirs: a key we do not use is an error here. Add to them when the app gains a component.

const text = { type: 'string', minLength: 1 };
const secureUrl = { type: 'string', pattern: '^https://(?!localhost)' };

export const componentSchemas = {
  APPLICATION: exactly({
    name: { type: 'string', minLength: 1, maxLength: 200, pattern: '^\\S(.*\\S)?$' },
    description: { type: 'string', minLength: 1, maxLength: 8192 },
    distribution: { const: 'marketplace' },
    auth: exactly({
      type: { const: 'oauth' },
      redirectUrls: atLeastOne({ type: 'string', pattern: '^(https://|http://localhost[:/])' }),
      requiredScopes: atLeastOne(text),
      optionalScopes: distinct(text),
      conditionallyRequiredScopes: distinct(text),
    }),
    permittedUrls: exactly({
      // HubSpot's local proxy compares origins, so a path or a trailing slash never matches.
      fetch: atLeastOne({ type: 'string', pattern: '^https://(?!localhost)[^/]+$' }),
      iframe: { type: 'array', maxItems: 0 },
      img: { type: 'array', maxItems: 0 },
    }),
  }),
  CARD: exactly({
    name: text,
    description: text,
    location: {
      enum: ['crm.record.tab', 'crm.record.sidebar', 'crm.preview', 'helpdesk.sidebar'],
    },
    entrypoint: { type: 'string', pattern: '^/app/cards/[A-Za-z]+\\.tsx$' },
    objectTypes: atLeastOne({ enum: ['companies', 'tickets'] }),
  }),
  PAGE: exactly({
    entrypoint: { type: 'string', pattern: '^/app/pages/[A-Za-z]+\\.tsx$' },
  }),
  SETTINGS: exactly({
    entrypoint: { type: 'string', pattern: '^/app/settings/[A-Za-z]+\\.tsx$' },
  }),
  WORKFLOW_ACTION: exactly({
    actionUrl: secureUrl,
    isPublished: { const: true },
    supportedClients: { const: [{ client: 'WORKFLOWS' }] },
    objectTypes: { const: ['COMPANY'] },
    inputFields: distinct(
      exactly({
        typeDefinition: fieldType(),
        supportedValueTypes: atLeastOne({ enum: ['STATIC_VALUE', 'OBJECT_PROPERTY'] }),
        isRequired: { type: 'boolean' },
      }),
    ),
    outputFields: distinct(exactly({ typeDefinition: fieldType() })),
    executionRules: distinct(exactly({ labelName: text, conditions: { type: 'object' } })),
    labels: exactly({ en: actionLabels(), 'zh-cn': actionLabels(), 'zh-tw': actionLabels() }),
  }),
  WEBHOOKS: exactly({
    settings: exactly({
      targetUrl: secureUrl,
      maxConcurrentRequests: { type: 'integer', exclusiveMinimum: 5 },
    }),
    subscriptions: exactly({
      crmObjects: distinct({ anyOf: [objectEvent(), propertyChange()] }),
      legacyCrmObjects: { type: 'array', maxItems: 0 },
      hubEvents: distinct(
        exactly({
          subscriptionType: { const: 'contact.privacyDeletion' },
          active: { const: true },
        }),
      ),
    }),
  }),
};

/** Only enumerations have options, which may be the portal's owners, and they always do. */
function fieldType() {
  const named = { name: text };
  const options = atLeastOne(exactly({ value: text, label: text }));
  const plain = (type, fieldTypes) =>
    exactly({ ...named, type: { const: type }, fieldType: { enum: fieldTypes } });
  const choice = { type: { const: 'enumeration' }, fieldType: { enum: ['select', 'checkbox'] } };
  return {
    anyOf: [
      exactly({ ...named, ...choice, options }),
      exactly({ ...named, ...choice, referencedObjectType: { const: 'OWNER' } }),
      plain('string', ['text', 'textarea']),
      plain('number', ['number']),
      plain('date', ['date']),
    ],
  };
}

function actionLabels() {
  const texts = { type: 'object', additionalProperties: text };
  return exactly({
    actionName: text,
    actionDescription: text,
    actionCardContent: text,
    inputFieldLabels: texts,
    inputFieldDescriptions: texts,
    inputFieldOptionLabels: { type: 'object', additionalProperties: texts },
    outputFieldLabels: texts,
    executionRules: texts,
  });
}

function objectEvent() {
  return exactly({
    subscriptionType: {
      enum: ['creation', 'deletion', 'merge', 'restore', 'associationChange'].map(
        (event) => `object.${event}`,
      ),
    },
    objectType: text,
    active: { const: true },
  });
}

function propertyChange() {
  return exactly({
    subscriptionType: { const: 'object.propertyChange' },
    objectType: text,
    propertyName: text,
    active: { const: true },
  });
}

/** All of these keys, and no other. */
function exactly(properties) {
  return {
    type: 'object',
    additionalProperties: false,
    properties,
    required: Object.keys(properties),
  };
}

function distinct(items) {
  return { type: 'array', items, uniqueItems: true };
}

function atLeastOne(items) {
  return { ...distinct(items), minItems: 1 };
}
