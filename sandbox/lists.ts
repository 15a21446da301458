import type { ObjectTypeId } from './object-types.ts';

/** A list (HubSpot now says segment) of records of one kind. */
export type RecordList = {
  listId: string;
  name: string;
  objectTypeId: ObjectTypeId;
  processingType: 'MANUAL' | 'DYNAMIC' | 'SNAPSHOT';
  members: Set<number>;
};
