import type { PortalId } from './ids.ts';
import type { ChangedType } from './record.ts';

/** HubSpot told us that a record changed; what it is now, we read later. Times are ms since 1970. */
export type RecordChange = {
  portalId: PortalId;
  objectType: ChangedType;
  objectId: string;
  occurredAt: number;
  /** Records that the change makes obsolete or that hang on it: merges and associations. */
  links: 'unchanged' | 'changed';
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
