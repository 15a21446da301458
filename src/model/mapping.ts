/** A company property as far as it can be mapped. */
export type CompanyProperty = { name: string; label: string; type: string; isOwner: boolean };

export type PropertyFill = { filled: number; samples: readonly string[] };

export type DealStage = { id: string; label: string; pipeline: string };

/** The settings that name a company property. */
export const mappedFields = ['renewalProperty', 'kamOwnerProperty', 'industryProperty'] as const;
export type MappedField = (typeof mappedFields)[number];

/** Whether a property holds what a setting needs. */
export function fits(field: MappedField, { type, isOwner }: CompanyProperty): boolean {
  switch (field) {
    case 'renewalProperty':
      return type === 'date' || type === 'datetime';
    case 'kamOwnerProperty':
      return isOwner;
    case 'industryProperty':
      return (type === 'enumeration' || type === 'string') && !isOwner;
  }
}
