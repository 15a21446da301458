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

/** What an association is, as bits, so that one association can be several things at once. */
export const UNLABELLED = 1;
export const PRIMARY = 2;
const PARENT_OF = 4;
export const CHILD_OF = 8;

export type AssociationType = { typeId: number; label: string | null; bit: number };

type Pair = readonly [from: ObjectTypeId, to: ObjectTypeId];

/** [pair, unlabelled there, unlabelled back, primary there, primary back]: HUBSPOT_DEFINED type ids. */
const PAIRS: readonly (readonly [Pair, number, number, number?, number?])[] = [
  [[COMPANY, CONTACT], 280, 279, 2, 1],
  [[COMPANY, DEAL], 342, 341, 6, 5],
  [[COMPANY, TICKET], 340, 339, 25, 26],
  [[CONTACT, DEAL], 4, 3],
  [[CONTACT, TICKET], 15, 16],
  [[DEAL, TICKET], 27, 28],
  [[DEAL, LINE_ITEM], 19, 20],
  [[COMPANY, TASK], 191, 192],
  [[CONTACT, TASK], 203, 204],
  [[DEAL, TASK], 215, 216],
  [[TICKET, TASK], 229, 230],
  [[COMPANY, NOTE], 189, 190],
  [[CONTACT, NOTE], 201, 202],
  [[DEAL, NOTE], 213, 214],
  [[TICKET, NOTE], 227, 228],
  [[COMPANY, CALL], 181, 182],
  [[CONTACT, CALL], 193, 194],
  [[DEAL, CALL], 205, 206],
  [[TICKET, CALL], 219, 220],
  [[COMPANY, EMAIL], 185, 186],
  [[CONTACT, EMAIL], 197, 198],
  [[DEAL, EMAIL], 209, 210],
  [[TICKET, EMAIL], 223, 224],
  [[COMPANY, MEETING], 187, 188],
  [[CONTACT, MEETING], 199, 200],
  [[DEAL, MEETING], 211, 212],
  [[TICKET, MEETING], 225, 226],
  [[FEEDBACK, COMPANY], 928, 929],
  [[FEEDBACK, CONTACT], 98, 97],
  [[FEEDBACK, TICKET], 100, 99],
  [[FEEDBACK, DEAL], 984, 983],
];

const types = new Map<string, AssociationType[]>();

function define(from: ObjectTypeId, to: ObjectTypeId, type: AssociationType): void {
  const key = `${from}>${to}`;
  types.set(key, [...(types.get(key) ?? []), type]);
}

for (const [[from, to], there, back, primaryThere, primaryBack] of PAIRS) {
  // Primary first: that is the order HubSpot lists them in.
  if (primaryThere !== undefined) {
    define(from, to, { typeId: primaryThere, label: 'Primary', bit: PRIMARY });
  }
  if (primaryBack !== undefined) {
    define(to, from, { typeId: primaryBack, label: 'Primary', bit: PRIMARY });
  }
  define(from, to, { typeId: there, label: null, bit: UNLABELLED });
  define(to, from, { typeId: back, label: null, bit: UNLABELLED });
}
define(COMPANY, COMPANY, { typeId: 13, label: 'Child Company', bit: PARENT_OF });
define(COMPANY, COMPANY, { typeId: 14, label: 'Parent Company', bit: CHILD_OF });
define(COMPANY, COMPANY, { typeId: 450, label: null, bit: UNLABELLED });
define(CONTACT, CONTACT, { typeId: 449, label: null, bit: UNLABELLED });
define(DEAL, DEAL, { typeId: 451, label: null, bit: UNLABELLED });
define(TICKET, TICKET, { typeId: 452, label: null, bit: UNLABELLED });

/** Association types from one object type to another; empty when HubSpot defines none. */
export function associationTypes(from: ObjectTypeId, to: ObjectTypeId): readonly AssociationType[] {
  return types.get(`${from}>${to}`) ?? [];
}

/** The same association seen from the other record. */
export function bitsFromOtherSide(bits: number): number {
  const same = bits & (UNLABELLED | PRIMARY);
  return same | (bits & PARENT_OF ? CHILD_OF : 0) | (bits & CHILD_OF ? PARENT_OF : 0);
}
