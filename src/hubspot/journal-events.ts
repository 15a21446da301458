import { z } from 'zod';
import { eventIn, type WebhookEvent } from './webhook-body.ts';

const Id = z.union([z.number(), z.string()]).nullish();

/** Only what we use; HubSpot adds fields and kinds as it likes. */
const Entry = z.object({
  portalId: z.number().int().positive(),
  action: z.string(),
  occurredAt: z
    .union([z.iso.datetime({ offset: true }), z.number()])
    .optional()
    .catch(undefined),
  objectTypeId: z.string(),
  objectId: Id,
  associatedObjectTypeId: z.string().nullish(),
  associatedObjectId: Id,
  mergedObjectIds: z.array(z.union([z.number(), z.string()])).nullish(),
});
type Entry = z.infer<typeof Entry>;

const kindOf: Readonly<Record<string, string>> = {
  CREATE: 'creation',
  UPDATE: 'propertyChange',
  DELETE: 'deletion',
  MERGE: 'merge',
  RESTORE: 'restore',
};

/**
 * An entry of the journal as the webhook that told the same; undefined for kinds we ignore. The values in
 * it are left out: a record is looked at as it is by then.
 */
export function eventOfJournal(told: unknown): WebhookEvent | undefined {
  const entry = Entry.safeParse(told);
  if (!entry.success) return undefined;
  const fields = fieldsOf(entry.data);
  if (fields === undefined) return undefined;
  const { portalId, occurredAt } = entry.data;
  return eventIn({ portalId, occurredAt: new Date(occurredAt ?? 0).getTime(), ...fields });
}

function fieldsOf({ action, objectTypeId, objectId, ...entry }: Entry) {
  if (action === 'GDPR_DELETE') return { subscriptionType: 'contact.privacyDeletion', objectId };
  if (action.startsWith('ASSOCIATION_'))
    return linkOf({ action, objectTypeId, objectId, ...entry });
  const kind = kindOf[action];
  if (kind === undefined) return undefined;
  const { mergedObjectIds } = entry;
  return { subscriptionType: `object.${kind}`, objectTypeId, objectId, mergedObjectIds };
}

/** Where the other end is not named, what hangs on the record is looked at as after its creation. */
function linkOf({ objectTypeId, objectId, associatedObjectTypeId, associatedObjectId }: Entry) {
  if (!associatedObjectTypeId || !associatedObjectId) {
    return { subscriptionType: 'object.creation', objectTypeId, objectId };
  }
  return {
    subscriptionType: 'object.associationChange',
    fromObjectTypeId: objectTypeId,
    fromObjectId: objectId,
    toObjectTypeId: associatedObjectTypeId,
    toObjectId: associatedObjectId,
  };
}
