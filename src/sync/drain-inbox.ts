import { changesOf, erasedContactsOf, type WebhookEvent } from '../hubspot/webhook-body.ts';
import type { InboxStore } from '../intake/inbox-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { applyCarriedValues, type CarryDeps } from './apply-carried-values.ts';
import { mergedChanges } from './change-rules.ts';
import type { DirtyStore } from './dirty-store.ts';
import { type EraseDeps, eraseContacts } from './erase-contacts.ts';

export type DrainDeps = CarryDeps &
  EraseDeps & {
    inbox: InboxStore;
    dirty: DirtyStore;
    appId: string;
    now: () => Date;
    log: Logger;
  };

const rowsAtOnce = 50;

/** Whether values that events carry are taken from them, or every record is asked. */
export type CarriedValues = 'used' | 'ignored';

/**
 * Turns what HubSpot posted into a set of records to read: however many events, in whatever order
 * and however often, a record is in it once. What events say by themselves is kept at once, where that
 * is asked for, and not read. Returns how many events there were. Safe to run twice.
 */
export async function drainInbox(
  deps: DrainDeps,
  portalId: PortalId,
  values: CarriedValues,
): Promise<number> {
  const { inbox, dirty, appId, now, log } = deps;
  let events = 0;
  for (;;) {
    const rows = await inbox.list(portalId, rowsAtOnce);
    if (rows.length === 0) return events;

    const opened = rows.map(({ id, body }) => ({ id, events: JSON.parse(body) as WebhookEvent[] }));
    const posted = opened.flatMap((post) => post.events);
    const erased = new Set(posted.flatMap(erasedContactsOf));
    await eraseContacts(deps, portalId, [...erased]);
    const told = opened
      .flatMap(({ id, events: said }) =>
        said
          .flatMap((event) => changesOf(event, appId))
          .map((change) => ({ ...change, posts: [id] })),
      )
      .filter(({ objectType, objectId }) => objectType !== 'contact' || !erased.has(objectId));
    const toRead = values === 'used' ? await applyCarriedValues(deps, portalId, told) : told;
    const changes = mergedChanges(toRead);
    const ids = rows.map(({ id }) => id);
    await dirty.markFromInbox(portalId, changes, ids, now());
    events += posted.length;
    log.info({ portalId, posts: ids, records: changes.length }, 'events noted');
    // What comes while these were noted is the next pass's: under load there is always some.
    if (rows.length < rowsAtOnce) return events;
  }
}
