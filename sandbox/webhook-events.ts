import type { AppRegistration, Subscription } from './app-registration.ts';
import type { Change } from './changes.ts';
import { CONTACT, findObjectType, OBJECT_TYPES, typeConstant } from './object-types.ts';
import type { Portal } from './portal.ts';
import { webhookValue } from './property-values.ts';

/** One event as it stands in the array of a webhook POST, without its attempt number. */
export type WebhookEvent = Record<string, unknown> & { portalId: number; occurredAt: number };

type Kind =
  | 'creation'
  | 'deletion'
  | 'restore'
  | 'merge'
  | 'propertyChange'
  | 'associationChange'
  | 'privacyDeletion';

function isFor(subscription: Subscription, change: Change): boolean {
  const [subject, kind] = subscription.subscriptionType.split('.') as [string, Kind];
  if (kind !== change.kind) return false;
  if (kind === 'privacyDeletion') return change.typeId === CONTACT;
  const typeId =
    subject === 'object' ? findObjectType(subscription.objectType ?? '') : findObjectType(subject);
  if (typeId !== change.typeId) return false;
  return change.kind !== 'propertyChange' || change.name === subscription.propertyName;
}

/** Of each list of subscriptions, those that a kind of change is for: most changes are for none. */
const asked = new WeakMap<readonly Subscription[], Map<string, Subscription[]>>();

function subscriptionsFor(
  subscriptions: readonly Subscription[],
  change: Change,
): readonly Subscription[] {
  const known = asked.get(subscriptions) ?? new Map<string, Subscription[]>();
  asked.set(subscriptions, known);
  const name = change.kind === 'propertyChange' ? change.name : '';
  const key = `${change.kind}/${change.typeId}/${name}`;
  const found = known.get(key) ?? subscriptions.filter((one) => isFor(one, change));
  known.set(key, found);
  return found;
}

function propertyFields(portal: Portal, change: Change & { kind: 'propertyChange' }) {
  const property = portal.catalogue.find(change.typeId, change.name);
  return {
    objectId: change.id,
    propertyName: change.name,
    propertyValue: property ? webhookValue(property, change.value) : (change.value ?? ''),
  };
}

function associationFields(change: Change & { kind: 'associationChange' }, isGeneric: boolean) {
  const generic = {
    fromObjectTypeId: change.typeId,
    toObjectTypeId: change.toTypeId,
    associationTypeId: change.associationTypeId,
    associationCategory: 'HUBSPOT_DEFINED',
  };
  return {
    fromObjectId: change.fromId,
    toObjectId: change.toId,
    associationType: `${typeConstant(change.typeId)}_TO_${typeConstant(change.toTypeId)}`,
    associationRemoved: change.removed,
    isPrimaryAssociation: change.primary,
    ...(isGeneric ? generic : {}),
  };
}

function fieldsOf(portal: Portal, change: Change, isGeneric: boolean): Record<string, unknown> {
  const objectTypeId = isGeneric ? { objectTypeId: change.typeId } : {};
  switch (change.kind) {
    case 'creation':
      return { objectId: change.id, ...objectTypeId, changeFlag: isGeneric ? 'CREATED' : 'NEW' };
    case 'deletion':
      return { objectId: change.id, ...objectTypeId, changeFlag: 'DELETED' };
    case 'restore':
      return { objectId: change.id, ...objectTypeId };
    case 'privacyDeletion':
      return { objectId: change.id };
    case 'propertyChange':
      return {
        ...propertyFields(portal, change),
        ...objectTypeId,
        ...(isGeneric ? { isSensitive: false } : {}),
      };
    case 'merge':
      return {
        objectId: change.primaryId,
        ...objectTypeId,
        primaryObjectId: change.primaryId,
        mergedObjectIds: change.mergedIds,
        newObjectId: change.newId,
        numberOfPropertiesMoved: change.propertiesMoved,
      };
    case 'associationChange':
      return associationFields(change, isGeneric);
  }
}

/** The scopes without which HubSpot sends no event of an object type. */
const NEEDED_SCOPES: Record<string, readonly string[]> = {
  contact: ['crm.objects.contacts.read'],
  company: ['crm.objects.companies.read'],
  deal: ['crm.objects.deals.read'],
  ticket: ['tickets'],
  line_item: ['crm.objects.line_items.read', 'e-commerce'],
};

export function mayReceive(scopes: readonly string[], change: Change): boolean {
  const needed = NEEDED_SCOPES[OBJECT_TYPES[change.typeId].name];
  return !needed || needed.some((scope) => scopes.includes(scope));
}

/**
 * The events a change causes: one for each subscription that asks for it. Calculated properties
 * are never part of a change, so nothing is told of them, as from HubSpot.
 */
export function eventsOf(
  portal: Portal,
  change: Change,
  app: AppRegistration,
  subscriptions: readonly Subscription[],
): WebhookEvent[] {
  return subscriptionsFor(subscriptions, change).map((subscription) => ({
    // As in real deliveries this looks like a 32-bit hash and need not be unique.
    eventId: Math.floor(Math.random() * 4_294_967_296),
    subscriptionId: subscription.subscriptionId,
    portalId: portal.id,
    appId: app.appId,
    occurredAt: change.at,
    subscriptionType: subscription.subscriptionType,
    ...fieldsOf(portal, change, subscription.subscriptionType.startsWith('object.')),
    changeSource: change.source.changeSource,
    sourceId: change.source.sourceId,
  }));
}
