import type { PortalId } from './ids.ts';
import type { ChangedType, ObjectType, RecordOf } from './record.ts';
import type { Trail } from './trail.ts';

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
  /** Which of HubSpot's posts said so. */
  posts?: Trail;
};

/** A record to read. `seq` tells whether it changed again meanwhile. */
export type DirtyRecord = {
  id: string;
  seq: number;
  linksChanged: boolean;
  changedAt: number;
  attempts: number;
  posts: Trail;
};

/** Who waits for an account to be scored and written; the lowest number goes first. */
export const ranks = { person: 0, change: 1, rest: 2 } as const;

const rankOfReason: Readonly<Record<string, number>> = {
  override: ranks.person,
  manual: ranks.person,
  webhook: ranks.change,
};

/** What has no rank of its own concerns all accounts of a portal at once. */
export function rankOf(reason: string): number {
  return rankOfReason[reason] ?? ranks.rest;
}
