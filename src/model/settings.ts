import type { ObjectType } from './record.ts';

/** How child companies count: alone, within their parents, or alone with the group's sums beside. */
export const rollUps = ['own', 'rolled_up', 'both'] as const;
export type RollUp = (typeof rollUps)[number];

/** How a portal's records are to be understood; what an admin maps. Property names are of companies where nothing else is said. */
export type PortalSettings = {
  /** Ticket categories that mean a complaint, lower case. */
  complaintCategories: readonly string[];
  /** A number of deals that says what they are worth; null: HubSpot's own amount. */
  amountProperty: string | null;
  /** A property of deals with the code of the currency; null: HubSpot's own. */
  currencyProperty: string | null;
  /** A date: when the contract ends or renews; null = not mapped, the signal is then not looked for. */
  renewalProperty: string | null;
  /** The key-account manager in place of the record's owner. */
  kamOwnerProperty: string | null;
  /** The industry in place of HubSpot's own. */
  industryProperty: string | null;
  /** A property of line items that says which product family they are of; null: each name is a family. */
  productFamilyProperty: string | null;
  /** A property of tickets that says why it came to a complaint; null: nobody is asked for it. */
  rootCauseProperty: string | null;
  /** A property of contacts; null: nobody's birthday is read. */
  birthdayProperty: string | null;
  rollUp: RollUp;
  /** Deal stages that mean a sale; null: whatever HubSpot says is won. */
  wonStages: readonly string[] | null;
  population: Population;
};

/** Which companies are scored: all conditions hold. */
export type Population = {
  /** null: all. */
  lifecycleStages: readonly string[] | null;
  /** Only companies with a won deal. */
  wonDealOnly: boolean;
  /** Only members of this list of HubSpot's; null: all. */
  listId: string | null;
};

/** The properties to read of a kind of record beside the standard ones, and what of a deal two of them say. */
export type Mapped = {
  names: readonly string[];
  amount?: string | null;
  currency?: string | null;
};

export function mappedProperties(settings: PortalSettings, type: ObjectType): Mapped {
  const { renewalProperty, kamOwnerProperty, industryProperty, rootCauseProperty } = settings;
  const { amountProperty: amount, currencyProperty: currency } = settings;
  switch (type) {
    case 'company':
      return { names: different([renewalProperty, kamOwnerProperty, industryProperty]) };
    case 'deal':
      return { names: different([amount, currency]), amount, currency };
    case 'ticket':
      return { names: different([rootCauseProperty]) };
  }
}

function different(names: readonly (string | null)[]): string[] {
  return [...new Set(names.filter((name) => name !== null))];
}
