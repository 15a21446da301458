import type { AnyOf } from './endpoint.ts';
import {
  CALL,
  COMPANY,
  CONTACT,
  DEAL,
  EMAIL,
  FEEDBACK,
  LINE_ITEM,
  MEETING,
  NOTE,
  type ObjectTypeId,
  TASK,
  TICKET,
} from './object-types.ts';

const CONTACTS_READ: AnyOf = ['crm.objects.contacts.read'];
const CONTACTS_WRITE: AnyOf = ['crm.objects.contacts.write'];

/** [read, write, read schema, write schema] of an object type; each list is "one of". */
type Needs = { read: AnyOf[]; write: AnyOf[]; schemaRead: AnyOf; schemaWrite: AnyOf };

function ofObject(name: string): Needs {
  return {
    read: [[`crm.objects.${name}.read`]],
    write: [[`crm.objects.${name}.write`]],
    schemaRead: [
      `crm.schemas.${name}.read`,
      `crm.objects.${name}.read`,
      `crm.objects.${name}.write`,
      `crm.schemas.${name}.write`,
    ],
    schemaWrite: [`crm.schemas.${name}.write`],
  };
}

const ENGAGEMENT: Needs = {
  read: [CONTACTS_READ],
  write: [CONTACTS_WRITE],
  schemaRead: CONTACTS_READ,
  schemaWrite: CONTACTS_WRITE,
};

const NEEDS: Record<ObjectTypeId, Needs> = {
  [COMPANY]: ofObject('companies'),
  [CONTACT]: ofObject('contacts'),
  [DEAL]: ofObject('deals'),
  [TICKET]: {
    read: [['tickets']],
    write: [['tickets']],
    schemaRead: ['tickets'],
    schemaWrite: ['tickets'],
  },
  [LINE_ITEM]: {
    ...ofObject('line_items'),
    read: [['crm.objects.line_items.read', 'e-commerce']],
    write: [['crm.objects.line_items.write', 'e-commerce']],
  },
  [FEEDBACK]: ofObject('feedback_submissions'),
  [TASK]: ENGAGEMENT,
  [NOTE]: ENGAGEMENT,
  [MEETING]: ENGAGEMENT,
  [CALL]: ENGAGEMENT,
  [EMAIL]: { ...ENGAGEMENT, read: [CONTACTS_READ, ['sales-email-read']] },
};

export const readScopes = (typeId: ObjectTypeId): readonly AnyOf[] => NEEDS[typeId].read;
export const writeScopes = (typeId: ObjectTypeId): readonly AnyOf[] => NEEDS[typeId].write;
export const schemaReadScopes = (typeId: ObjectTypeId): readonly AnyOf[] => [
  NEEDS[typeId].schemaRead,
];
export const schemaWriteScopes = (typeId: ObjectTypeId): readonly AnyOf[] => [
  NEEDS[typeId].schemaWrite,
];

/** Any scope on CRM records: enough to read the portal's limits. */
export const ANY_OBJECT_SCOPE: AnyOf = [
  'crm.objects.companies.read',
  'crm.objects.companies.write',
  'crm.objects.contacts.read',
  'crm.objects.contacts.write',
  'crm.objects.deals.read',
  'crm.objects.deals.write',
];

/** Scopes that exist; an authorization asking for others is refused. */
export const KNOWN_SCOPES: ReadonlySet<string> = new Set([
  'oauth',
  'tickets',
  'e-commerce',
  'timeline',
  'automation',
  'sales-email-read',
  'crm.export',
  'crm.import',
  'crm.lists.read',
  'crm.lists.write',
  'crm.objects.owners.read',
  'crm.objects.users.read',
  'crm.objects.feedback_submissions.read',
  'settings.currencies.read',
  'settings.users.read',
  'settings.users.teams.read',
  ...['companies', 'contacts', 'deals', 'line_items', 'quotes', 'custom', 'subscriptions'].flatMap(
    (name) => [`crm.objects.${name}.read`, `crm.objects.${name}.write`],
  ),
  ...['companies', 'contacts', 'deals', 'line_items', 'quotes', 'custom'].flatMap((name) => [
    `crm.schemas.${name}.read`,
    `crm.schemas.${name}.write`,
  ]),
]);
