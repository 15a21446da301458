import { changesOf, erasedContactsOf, type WebhookEvent } from '../hubspot/webhook-body.ts';
import type { InboxStore } from '../intake/inbox-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { applyCarriedValues, type CarryDeps } from './apply-carried-values.ts';
import { mergedChanges } from './change-rules.ts';
import type { ContactStore } from './contact-store.ts';
import type { DirtyStore } from './dirty-store.ts';
import { eraseContacts } from './erase-contacts.ts';

export type DrainDeps = CarryDeps & {
  inbox: InboxStore;
  dirty: DirtyStore;
  contacts: ContactStore;
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

    const posted = rows.flatMap(({ body }) => JSON.parse(body) as WebhookEvent[]);
    await eraseContacts(deps, portalId, posted.flatMap(erasedContactsOf));
    const told = posted.flatMap((event) => changesOf(event, appId));
    const toRead = values === 'used' ? await applyCarriedValues(deps, portalId, told) : told;
    const changes = mergedChanges(toRead);
    const ids = rows.map(({ id }) => id);
    await dirty.markFromInbox(portalId, changes, ids, now());
    events += posted.length;
    log.info({ portalId, posts: ids, records: changes.length }, 'events noted');
  }
}
