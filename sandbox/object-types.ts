/** HubSpot's object types that the sandbox knows, by id. */
export const OBJECT_TYPES = {
  '0-1': { name: 'contact', plural: 'contacts', firstId: 31_000_000_017 },
  '0-2': { name: 'company', plural: 'companies', firstId: 21_000_000_011 },
  '0-3': { name: 'deal', plural: 'deals', firstId: 41_000_000_023 },
  '0-5': { name: 'ticket', plural: 'tickets', firstId: 51_000_000_003 },
  '0-8': { name: 'line_item', plural: 'line_items', firstId: 61_000_000_009 },
  '0-19': { name: 'feedback_submission', plural: 'feedback_submissions', firstId: 71_000_000_021 },
  '0-27': { name: 'task', plural: 'tasks', firstId: 81_000_000_007 },
  '0-46': { name: 'note', plural: 'notes', firstId: 82_000_000_013 },
  '0-47': { name: 'meeting', plural: 'meetings', firstId: 83_000_000_019 },
  '0-48': { name: 'call', plural: 'calls', firstId: 84_000_000_005 },
  '0-49': { name: 'email', plural: 'emails', firstId: 85_000_000_029 },
} as const;

export type ObjectTypeId = keyof typeof OBJECT_TYPES;

export const OBJECT_TYPE_IDS = Object.keys(OBJECT_TYPES) as ObjectTypeId[];

export const CONTACT = '0-1';
export const COMPANY = '0-2';
export const DEAL = '0-3';
export const TICKET = '0-5';
export const LINE_ITEM = '0-8';
export const FEEDBACK = '0-19';
export const TASK = '0-27';
export const NOTE = '0-46';
export const MEETING = '0-47';
export const CALL = '0-48';
export const EMAIL = '0-49';

const byName = new Map<string, ObjectTypeId>();
for (const typeId of OBJECT_TYPE_IDS) {
  byName.set(typeId, typeId);
  byName.set(OBJECT_TYPES[typeId].name, typeId);
  byName.set(OBJECT_TYPES[typeId].plural, typeId);
}

/** The type meant by a name (`companies`, `company`) or an id (`0-2`). */
export function findObjectType(nameOrId: string): ObjectTypeId | undefined {
  return byName.get(nameOrId.toLowerCase());
}

/** 'COMPANY', 'DEAL', …: how HubSpot writes a type in association names. */
export function typeConstant(typeId: ObjectTypeId): string {
  return OBJECT_TYPES[typeId].name.toUpperCase();
}
