import { z } from 'zod';
import { type PortalId, portalId } from '../model/ids.ts';
import { type ChangedType, type ObjectType, objectTypes } from '../model/record.ts';
import type { RecordChange } from '../model/record-change.ts';
import { carriedValue, isCarried } from './carried-values.ts';

const objectTypeOf: Readonly<Record<string, ChangedType>> = {
  '0-1': 'contact',
  '0-2': 'company',
  '0-3': 'deal',
  '0-5': 'ticket',
  '0-27': 'task',
  contact: 'contact',
  company: 'company',
  deal: 'deal',
  ticket: 'ticket',
  task: 'task',
};

const RecordNumber = z.string().regex(/^\d{1,20}$/);

/** What is no record's number could not be read, however often it were tried. */
const id = optional(z.union([z.number(), z.string()]).transform(String).pipe(RecordNumber)).catch(
  undefined,
);
const text = optional(z.string());

/** Absent or null: HubSpot sends either. */
function optional<Type extends z.ZodType>(type: Type) {
  return type.nullish().transform((value) => value ?? undefined);
}

/** Only what we use; HubSpot adds fields and kinds of events as it likes. */
const Event = z.object({
  portalId: z.number().int().positive(),
  subscriptionType: z.string(),
  occurredAt: z.number().catch(0),
  objectTypeId: text,
  objectId: id,
  fromObjectTypeId: text,
  toObjectTypeId: text,
  fromObjectId: id,
  toObjectId: id,
  associationType: text,
  primaryObjectId: id,
  mergedObjectIds: optional(z.array(id)),
  newObjectId: id,
  changeSource: text,
  sourceId: text,
  propertyName: text,
  /** Null where it was cleared; there only when its value alone says what changed. */
  propertyValue: z.string().nullish().catch(undefined),
  isSensitive: z.boolean().nullish().catch(true),
});
export type WebhookEvent = z.infer<typeof Event>;

const Events = z.array(Event).max(1_000);

/** One event of what is not a POST; undefined where it is none. */
export function eventIn(told: unknown): WebhookEvent | undefined {
  const event = Event.safeParse(told);
  return event.success ? withoutUnused(event.data) : undefined;
}

/** The events of a POST, by portal. Throws when the body is not a list of events. */
export function eventsByPortal(body: unknown): Map<PortalId, WebhookEvent[]> {
  const byPortal = new Map<PortalId, WebhookEvent[]>();
  for (const received of Events.parse(body)) {
    const event = withoutUnused(received);
    const portal = portalId(event.portalId);
    const events = byPortal.get(portal);
    if (events) events.push(event);
    else byPortal.set(portal, [event]);
  }
  return byPortal;
}

/** Values that are of no use go no further than this. */
function withoutUnused(event: WebhookEvent): WebhookEvent {
  if (event.propertyValue === undefined) return event;
  const isUsed = !event.isSensitive && isCarried(typeOf(event) ?? '', event.propertyName ?? '');
  return isUsed ? event : { ...event, propertyValue: undefined };
}

function typeOf({ objectTypeId, subscriptionType }: WebhookEvent): ChangedType | undefined {
  return objectTypeOf[objectTypeId ?? subscriptionType.split('.')[0] ?? ''];
}

/** What an event makes worth reading again; nothing for kinds we ignore and for our own writes. */
export function changesOf(event: WebhookEvent, appId: string): RecordChange[] {
  if (event.changeSource === 'INTEGRATION' && event.sourceId === appId) return [];
  const [, kind = ''] = event.subscriptionType.split('.');
  if (kind === 'associationChange') return linkChanges(event);
  const type = typeOf(event);
  if (type === undefined) return [];
  if (kind === 'merge') return mergeChanges(event, type);
  if (event.objectId === undefined) return [];
  if (kind === 'propertyChange') return [valueChange(event, type, event.objectId)];
  const links = kind === 'creation' || kind === 'restore' ? 'changed' : 'unchanged';
  return [change(event, type, event.objectId, links)];
}

function valueChange(event: WebhookEvent, type: ChangedType, objectId: string): RecordChange {
  const { propertyName, propertyValue } = event;
  const changed = change(event, type, objectId, 'unchanged');
  if (propertyName === undefined || propertyValue === undefined || !isKept(type)) return changed;
  const carried = carriedValue(type, propertyName, propertyValue ?? '');
  return carried ? { ...changed, carried } : changed;
}

function isKept(type: ChangedType): type is ObjectType {
  return objectTypes.some((each) => each === type);
}

function change(
  event: WebhookEvent,
  objectType: ChangedType,
  objectId: string,
  links: RecordChange['links'],
): RecordChange {
  const { occurredAt } = event;
  return { portalId: portalId(event.portalId), objectType, objectId, occurredAt, links };
}

/** Contacts that asked to be forgotten: what came from them has to go at once. */
export function erasedContactsOf({ subscriptionType, objectId }: WebhookEvent): string[] {
  const isErasure = subscriptionType === 'contact.privacyDeletion' && objectId !== undefined;
  return isErasure ? [objectId] : [];
}

/** Of a link to a company, the record that we read links of; of two companies both, for their parents. */
function linkChanges(event: WebhookEvent): RecordChange[] {
  const [fromName, toName] = (event.associationType ?? '').toLowerCase().split('_to_');
  const ends = [
    { type: objectTypeOf[event.fromObjectTypeId ?? fromName ?? ''], id: event.fromObjectId },
    { type: objectTypeOf[event.toObjectTypeId ?? toName ?? ''], id: event.toObjectId },
  ];
  if (!ends.some(({ type }) => type === 'company')) return [];
  const isFamily = ends.every(({ type }) => type === 'company');
  return ends.flatMap(({ type, id }) =>
    id !== undefined && type !== undefined && (type !== 'company' || isFamily)
      ? [change(event, type, id, 'changed')]
      : [],
  );
}

function mergeChanges(event: WebhookEvent, type: ChangedType): RecordChange[] {
  const { objectId, primaryObjectId, newObjectId, mergedObjectIds = [] } = event;
  const ids = new Set([objectId, primaryObjectId, newObjectId, ...mergedObjectIds]);
  return [...ids].flatMap((id) => (id === undefined ? [] : [change(event, type, id, 'changed')]));
}
