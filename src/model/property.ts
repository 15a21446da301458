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
