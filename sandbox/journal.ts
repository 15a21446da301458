import { randomUUID } from 'node:crypto';
import type { Change } from './changes.ts';
import type { Clock } from './clock.ts';
import type { ObjectTypeId } from './object-types.ts';

export type JournalSubscription = {
  id: number;
  appId: number;
  subscriptionType: 'OBJECT' | 'ASSOCIATION' | 'GDPR_PRIVACY_DELETION';
  portalId: number;
  objectTypeId: ObjectTypeId;
  actions: string[];
  properties: string[];
  associatedObjectTypeIds: string[];
  createdAt: string;
  updatedAt: string;
};

export type WantedSubscription = Omit<
  JournalSubscription,
  'id' | 'appId' | 'createdAt' | 'updatedAt'
>;

export type JournalEvent = Record<string, unknown> & { portalId: number; occurredAt: string };

type File = { offset: string; publishedAt: number; events: JournalEvent[] };
type Link = { file: File; expiresAt: number };

const KEPT_MS = 3 * 24 * 3_600_000;
const LINK_MS = 15 * 60_000;
const MOST_EVENTS = 10_000;
const FIRST_ID = 7_201;

export type Journal = ReturnType<typeof createJournal>;

/** What HubSpot writes down of the portals an app subscribed to, in files that are kept for three days. */
export function createJournal(clock: Clock, gatherMs = 20) {
  let subscriptions: JournalSubscription[] = [];
  let files: File[] = [];
  const gathering: JournalEvent[] = [];
  let timer: NodeJS.Timeout | undefined;
  let nextId = FIRST_ID;
  const links = new Map<string, Link>();

  function publish(): void {
    clearTimeout(timer);
    timer = undefined;
    while (gathering.length > 0) {
      const events = gathering.splice(0, MOST_EVENTS);
      files.push({ offset: randomUUID(), publishedAt: clock.nowMs(), events });
    }
  }

  function kept(): File[] {
    files = files.filter(({ publishedAt }) => clock.nowMs() - publishedAt < KEPT_MS);
    return files;
  }

  function linkTo(file: File | undefined) {
    if (!file) return undefined;
    const key = randomUUID();
    const expiresAt = clock.nowMs() + LINK_MS;
    links.set(key, { file, expiresAt });
    return { key, expiresAt: new Date(expiresAt).toISOString(), currentOffset: file.offset };
  }

  return {
    subscriptions: (): readonly JournalSubscription[] => subscriptions,

    /** One of a kind, portal and type of object: asking again changes it. */
    subscribe(appId: number, wanted: WantedSubscription): JournalSubscription {
      const now = clock.now().toISOString();
      const isSame = (one: WantedSubscription) =>
        one.portalId === wanted.portalId &&
        one.subscriptionType === wanted.subscriptionType &&
        one.objectTypeId === wanted.objectTypeId;
      const known = subscriptions.find(isSame);
      const made = {
        ...wanted,
        appId,
        id: known?.id ?? nextId++,
        createdAt: known?.createdAt ?? now,
        updatedAt: now,
      };
      subscriptions = [...subscriptions.filter((one) => !isSame(one)), made];
      return made;
    },

    unsubscribe(portalId: number): void {
      subscriptions = subscriptions.filter((one) => one.portalId !== portalId);
    },

    note(portalId: number, change: Change): void {
      const ofPortal = subscriptions.filter((one) => one.portalId === portalId);
      gathering.push(...ofPortal.flatMap((one) => eventsOf(one, change)));
      if (gathering.length > 0) timer ??= setTimeout(publish, gatherMs);
    },

    /** Of the newest file; what has been gathered by now is in it. */
    lastOffset(): string | null {
      publish();
      return files.at(-1)?.offset ?? null;
    },
    earliest: () => linkTo(kept()[0]),
    latest: () => linkTo(kept().at(-1)),

    /** `undefined` when there is nothing after it yet, `unknown` when it is not there any more. */
    next(offset: string) {
      const at = kept().findIndex((file) => file.offset === offset);
      return at < 0 ? ('unknown' as const) : linkTo(files[at + 1]);
    },

    /** What a link leads to; nothing once it has expired. */
    open(key: string) {
      const link = links.get(key);
      if (!link || link.expiresAt <= clock.nowMs()) return undefined;
      const { offset, events, publishedAt } = link.file;
      return { offset, journalEvents: events, publishedAt: new Date(publishedAt).toISOString() };
    },

    close: () => clearTimeout(timer),
  };
}

const ACTIONS = {
  creation: 'CREATE',
  deletion: 'DELETE',
  merge: 'MERGE',
  restore: 'RESTORE',
  propertyChange: 'UPDATE',
} as const;

function eventsOf(subscription: JournalSubscription, change: Change): JournalEvent[] {
  const fields = fieldsOf(subscription, change);
  if (!fields || change.typeId !== subscription.objectTypeId) return [];
  if (!subscription.actions.includes(fields.action)) return [];
  const occurredAt = new Date(change.at).toISOString();
  const { portalId, objectTypeId } = subscription;
  return [{ portalId, occurredAt, objectTypeId, ...fields }];
}

function fieldsOf(asked: JournalSubscription, change: Change) {
  if (change.kind === 'associationChange') return linkFields(asked, change);
  if (change.kind === 'privacyDeletion') {
    if (asked.subscriptionType !== 'GDPR_PRIVACY_DELETION') return undefined;
    return { type: 'gdprPrivacyDeletion', action: 'GDPR_DELETE', objectId: change.id };
  }
  return asked.subscriptionType === 'OBJECT' ? recordFields(asked, change) : undefined;
}

function linkFields(
  asked: JournalSubscription,
  change: Extract<Change, { kind: 'associationChange' }>,
) {
  const isAsked = asked.associatedObjectTypeIds.includes(change.toTypeId);
  if (asked.subscriptionType !== 'ASSOCIATION' || !isAsked) return undefined;
  return {
    type: 'association',
    action: change.removed ? 'ASSOCIATION_REMOVED' : 'ASSOCIATION_ADDED',
    objectId: change.fromId,
    associatedObjectId: change.toId,
    associatedObjectTypeId: change.toTypeId,
  };
}

type RecordChange = Exclude<Change, { kind: 'associationChange' }>;

function recordFields({ properties }: JournalSubscription, change: RecordChange) {
  if (change.kind === 'privacyDeletion') return undefined;
  const told = { type: 'crmObject', action: ACTIONS[change.kind] };
  if (change.kind === 'merge') {
    const { primaryId, mergedIds, newId } = change;
    return { ...told, objectId: newId, mergedObjectIds: [primaryId, ...mergedIds] };
  }
  if (change.kind !== 'propertyChange') return { ...told, objectId: change.id };
  if (!properties.includes(change.name)) return undefined;
  return { ...told, objectId: change.id, propertyChanges: { [change.name]: change.value } };
}
