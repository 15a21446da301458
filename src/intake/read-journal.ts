import { HubspotError } from '../errors.ts';
import type { JournalApi } from '../hubspot/journal-api.ts';
import type { WebhookEvent } from '../hubspot/webhook-body.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { JournalPost, JournalStore } from './journal-store.ts';

export type ReadJournalDeps = {
  journalApi: Pick<JournalApi, 'next' | 'read'>;
  journal: JournalStore;
  nextId: (receivedAt: number) => string;
  onReceived: (portalId: PortalId, events: number) => void;
  isStopping: () => boolean;
  now: () => Date;
  log: Logger;
};

/** As many as HubSpot puts into a POST. */
const eventsInPost = 100;

/**
 * Reads what HubSpot wrote down since it was read last, file by file, and puts it into the inbox as if it
 * had been posted: what no webhook told of is found by it. Safe to run twice, side by side, and to be
 * killed anywhere; a file counts as read when all of it is in the inbox.
 */
export async function readJournal(deps: ReadJournalDeps): Promise<void> {
  const { journal, now, isStopping } = deps;
  await journal.begin();
  while (!isStopping()) {
    const before = await journal.findOffset();
    const entry = await nextEntry(deps, before);
    if (entry === null) return journal.noteRead(now());
    const byPortal = await deps.journalApi.read(entry.url);
    const isKept = await keep(deps, { before, offset: entry.offset, byPortal });
    if (!isKept) return;
  }
}

/** What was read last may be older than the three days that HubSpot keeps: the sweep finds the rest. */
async function nextEntry({ journalApi, journal, log }: ReadJournalDeps, before: string | null) {
  try {
    return await journalApi.next(before);
  } catch (error) {
    if (!(error instanceof HubspotError) || error.reaction !== 'gone') throw error;
    log.warn({ offset: before }, 'the journal goes on from its beginning');
    await journal.startAgain();
    return null;
  }
}

type Told = { before: string | null; offset: string; byPortal: Map<PortalId, WebhookEvent[]> };

async function keep(deps: ReadJournalDeps, { before, offset, byPortal }: Told): Promise<boolean> {
  const { journal, now, onReceived, log } = deps;
  const posts = [...byPortal].flatMap(([portalId, events]) => postsOf(deps, portalId, events));
  const events = [...byPortal.values()].flat().length;
  const isKept = await journal.keep({ before, offset, posts, events }, now());
  if (!isKept) return false;
  for (const { portalId, id } of posts) {
    log.info({ portalId, post: id, from: 'journal' }, 'events received');
  }
  for (const [portalId, events] of byPortal) onReceived(portalId, events.length);
  return true;
}

function postsOf(
  { nextId, now }: ReadJournalDeps,
  portalId: PortalId,
  events: readonly WebhookEvent[],
): JournalPost[] {
  const posts: JournalPost[] = [];
  for (let start = 0; start < events.length; start += eventsInPost) {
    const body = JSON.stringify(events.slice(start, start + eventsInPost));
    posts.push({ portalId, id: nextId(now().getTime()), body });
  }
  return posts;
}
