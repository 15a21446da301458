import type { ObjectType } from '../model/record.ts';
import type { CarriedValue, RecordFields } from '../model/record-change.ts';
import { categoriesOf, isNewBusiness } from './wire-records.ts';
import { instant, number, text } from './wire-values.ts';

type Reader<Type extends ObjectType> = (value: string) => RecordFields[Type];

/**
 * What properties mean whose value alone says all about a change. A stage is not among them: HubSpot
 * calculates from it whether a deal is closed, and won, and when a ticket was; no event tells of that.
 */
const readers: { [Type in ObjectType]: Readonly<Record<string, Reader<Type>>> } = {
  company: {
    name: (value) => ({ name: text.parse(value) }),
    domain: (value) => ({ domain: text.parse(value) }),
    industry: (value) => ({ industry: text.parse(value) }),
    hubspot_owner_id: (value) => ({ ownerId: text.parse(value) }),
    lifecyclestage: (value) => ({ lifecycleStage: text.parse(value) }),
    country: (value) => ({ country: text.parse(value) }),
    annualrevenue: (value) => ({ annualRevenue: number.parse(value) }),
    numberofemployees: (value) => ({ employees: number.parse(value) }),
  },
  deal: {
    amount: (value) => ({ amount: number.parse(value) }),
    closedate: (value) => ({ closedAt: instant.parse(value) }),
    dealtype: (value) => ({ isNewBusiness: isNewBusiness(text.parse(value)) }),
  },
  ticket: {
    hs_ticket_category: (value) => ({ categories: categoriesOf(text.parse(value)) }),
  },
};

/** Whether an event's value is of any use; of the others none is kept. */
export function isCarried(type: string, property: string): boolean {
  return type in readers && Object.hasOwn(readers[type as ObjectType], property);
}

/** What an event says of a record by itself; nothing where the record has to be asked. */
export function carriedValue(
  type: ObjectType,
  property: string,
  value: string,
): CarriedValue | undefined {
  if (!isCarried(type, property)) return undefined;
  return { property, fields: readers[type][property]?.(value) ?? {} };
}
