/** A property of companies, deals, line items, tickets or contacts, as far as it can be mapped. */
export type CompanyProperty = {
  name: string;
  label: string;
  type: string;
  isOwner: boolean;
  /** What the portal calls the values it can have; none where it may be anything. */
  options: readonly { value: string; label: string }[];
};

export type PropertyFill = { filled: number; samples: readonly string[] };

export type DealStage = { id: string; label: string; pipeline: string };

/** The settings that name a property. */
export const mappedFields = [
  'amountProperty',
  'currencyProperty',
  'renewalProperty',
  'kamOwnerProperty',
  'industryProperty',
  'productFamilyProperty',
  'rootCauseProperty',
  'birthdayProperty',
] as const;
export type MappedField = (typeof mappedFields)[number];

/** What kind of record has the property. */
export type MappedRecord = 'company' | 'deal' | 'line_item' | 'ticket' | 'contact';

const recordOfField: Readonly<Record<MappedField, MappedRecord>> = {
  amountProperty: 'deal',
  currencyProperty: 'deal',
  renewalProperty: 'company',
  kamOwnerProperty: 'company',
  industryProperty: 'company',
  productFamilyProperty: 'line_item',
  rootCauseProperty: 'ticket',
  birthdayProperty: 'contact',
};

export function recordOf(field: MappedField): MappedRecord {
  return recordOfField[field];
}

/** Whether a property holds what a setting needs. */
export function fits(field: MappedField, { type, isOwner }: CompanyProperty): boolean {
  switch (field) {
    case 'amountProperty':
      return type === 'number';
    case 'renewalProperty':
      return type === 'date' || type === 'datetime';
    case 'kamOwnerProperty':
      return isOwner;
    case 'currencyProperty':
    case 'industryProperty':
    case 'productFamilyProperty':
    case 'rootCauseProperty':
      return (type === 'enumeration' || type === 'string') && !isOwner;
    case 'birthdayProperty':
      return type === 'date' || type === 'string';
  }
}
