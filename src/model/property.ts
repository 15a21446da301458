/** A company property as HubSpot defines it. */
export type PropertyDefinition = {
  name: string;
  groupName: string;
  label: string;
  description: string;
  type: 'enumeration' | 'number' | 'string' | 'date' | 'datetime';
  fieldType: 'select' | 'checkbox' | 'number' | 'text' | 'date';
  options?: { value: string; label: string; displayOrder: number; hidden: boolean }[];
};

export type PropertyOption = NonNullable<PropertyDefinition['options']>[number];
export type PropertyGroup = { name: string; label: string };

/** A property as a portal has it. */
export type LabelledProperty = {
  name: string;
  type: string;
  label: string;
  description: string;
  options: PropertyOption[];
};

/** What of a property is to be said otherwise. */
export type Relabelling = {
  name: string;
  label?: string;
  description?: string;
  options?: PropertyOption[];
};
