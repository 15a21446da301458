import { changesOf, erasedContactsOf, type WebhookEvent } from '../hubspot/webhook-body.ts';
import type { InboxStore } from '../intake/inbox-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { mergedChanges } from './change-rules.ts';
import type { ContactStore } from './contact-store.ts';
import type { DirtyStore } from './dirty-store.ts';
import { eraseContacts } from './erase-contacts.ts';

export type DrainDeps = {
  inbox: InboxStore;
  dirty: DirtyStore;
  contacts: ContactStore;
  appId: string;
  now: () => Date;
  log: Logger;
};

const rowsAtOnce = 50;

/**
 * Turns what HubSpot posted into a set of records to read: however many events, in whatever order
 * and however often, a record is in it once. Returns how many events there were. Safe to run twice.
 */
export async function drainInbox(deps: DrainDeps, portalId: PortalId): Promise<number> {
  const { inbox, dirty, appId, now, log } = deps;
  let events = 0;
  for (;;) {
    const rows = await inbox.list(portalId, rowsAtOnce);
    if (rows.length === 0) return events;

    const posted = rows.flatMap(({ body }) => JSON.parse(body) as WebhookEvent[]);
    await eraseContacts(deps, portalId, posted.flatMap(erasedContactsOf));
    const changes = mergedChanges(posted.flatMap((event) => changesOf(event, appId)));
    const ids = rows.map(({ id }) => id);
    await dirty.markFromInbox(portalId, changes, ids, now());
    events += posted.length;
    log.info({ portalId, posts: ids, records: changes.length }, 'events noted');
  }
}
