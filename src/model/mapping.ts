/** A property of companies or line items, as far as it can be mapped. */
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
  'renewalProperty',
  'kamOwnerProperty',
  'industryProperty',
  'productFamilyProperty',
] as const;
export type MappedField = (typeof mappedFields)[number];

/** What kind of record has the property. */
export type MappedRecord = 'company' | 'line_item';

export function recordOf(field: MappedField): MappedRecord {
  return field === 'productFamilyProperty' ? 'line_item' : 'company';
}

/** Whether a property holds what a setting needs. */
export function fits(field: MappedField, { type, isOwner }: CompanyProperty): boolean {
  switch (field) {
    case 'renewalProperty':
      return type === 'date' || type === 'datetime';
    case 'kamOwnerProperty':
      return isOwner;
    case 'industryProperty':
    case 'productFamilyProperty':
      return (type === 'enumeration' || type === 'string') && !isOwner;
  }
}
