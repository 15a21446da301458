export type PropertyType =
  | 'bool'
  | 'date'
  | 'datetime'
  | 'enumeration'
  | 'number'
  | 'phone_number'
  | 'string';

export type PropertyOption = {
  label: string;
  value: string;
  displayOrder: number;
  hidden: boolean;
  description?: string;
};

export type PropertyDefinition = {
  name: string;
  label: string;
  type: PropertyType;
  fieldType: string;
  groupName: string;
  description: string;
  options: PropertyOption[];
  displayOrder: number;
  hasUniqueValue: boolean;
  hidden: boolean;
  formField: boolean;
  hubspotDefined: boolean;
  /** Computed by HubSpot: nobody can write it, and it fires no webhook. */
  calculated: boolean;
  readOnlyValue: boolean;
  /** Options are the portal's owners. */
  ownerReference: boolean;
  /** Whole numbers only. */
  integer: boolean;
  numberDisplayHint?: string;
  archivedAt: string | null;
  createdAt: string | null;
  updatedAt: string | null;
};

/** Short words for the kinds of property that HubSpot's own properties have. */
const KINDS = {
  text: { type: 'string', fieldType: 'text' },
  textarea: { type: 'string', fieldType: 'textarea' },
  html: { type: 'string', fieldType: 'html' },
  number: { type: 'number', fieldType: 'number' },
  integer: { type: 'number', fieldType: 'number', integer: true },
  date: { type: 'date', fieldType: 'date' },
  datetime: { type: 'datetime', fieldType: 'date' },
  bool: { type: 'bool', fieldType: 'booleancheckbox' },
  select: { type: 'enumeration', fieldType: 'select' },
  multi: { type: 'enumeration', fieldType: 'checkbox' },
  owner: { type: 'enumeration', fieldType: 'select', ownerReference: true },
  phone: { type: 'phone_number', fieldType: 'phonenumber' },
} as const satisfies Record<string, Partial<PropertyDefinition>>;

export type PropertyKind = keyof typeof KINDS;

export function optionsOf(values: readonly (string | readonly [string, string])[]) {
  return values.map((entry, displayOrder): PropertyOption => {
    const [value, label] = typeof entry === 'string' ? [entry, entry] : entry;
    return { label, value, displayOrder, hidden: false };
  });
}

export const YES_NO = optionsOf([
  ['true', 'Yes'],
  ['false', 'No'],
]);

export function defineProperty(
  name: string,
  kind: PropertyKind,
  rest: Partial<PropertyDefinition> = {},
): PropertyDefinition {
  return {
    name,
    label: name.replace(/^hs_/, '').replaceAll('_', ' '),
    description: '',
    groupName: '',
    options: kind === 'bool' ? YES_NO : [],
    displayOrder: -1,
    hasUniqueValue: false,
    hidden: false,
    formField: false,
    hubspotDefined: true,
    calculated: false,
    readOnlyValue: false,
    ownerReference: false,
    integer: false,
    archivedAt: null,
    createdAt: null,
    updatedAt: null,
    ...KINDS[kind],
    ...rest,
  };
}
