import type { PortalId } from './ids.ts';
import type { ChangedType, ObjectType, RecordOf } from './record.ts';

export type RecordFields = { [Type in ObjectType]: Partial<RecordOf[Type]> };

/** What an event itself says of a record. */
export type CarriedValue = { property: string; fields: RecordFields[ObjectType] };

/** HubSpot told us that a record changed; what it is now, we read later. Times are ms since 1970. */
export type RecordChange = {
  portalId: PortalId;
  objectType: ChangedType;
  objectId: string;
  occurredAt: number;
  /** Records that the change makes obsolete or that hang on it: merges and associations. */
  links: 'unchanged' | 'changed';
  /** All that the change is about; where it is missing, the record says. */
  carried?: CarriedValue;
};

/** A record to read. `seq` tells whether it changed again meanwhile. */
export type DirtyRecord = {
  id: string;
  seq: number;
  linksChanged: boolean;
  changedAt: number;
  attempts: number;
};

/** Reasons to score or write that somebody waits for; the others concern all accounts of a portal at once. */
export const urgentReasons = ['webhook', 'manual'] as const;
