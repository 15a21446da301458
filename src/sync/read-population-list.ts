import { HubspotError } from '../errors.ts';
import type { ListApi } from '../hubspot/list-api.ts';
import type { Priority } from '../hubspot/portal-queues.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { Logger } from '../log.ts';
import type { KeptList } from '../model/company-list.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { DirtyStore } from './dirty-store.ts';
import type { ListStore } from './list-store.ts';

export type ReadListDeps = {
  listApi: ListApi;
  lists: ListStore;
  settings: SettingStore;
  dirty: Pick<DirtyStore, 'markAccounts'>;
  isTurnOver: () => boolean;
  now: () => Date;
  log: Logger;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Reading so many takes a hundred calls, which an hour has to spare. */
const readHourly = 25_000;

/**
 * Keeps who is in the list that says which companies are scored: lists send no events, so it is read
 * every hour, a long one every day, a step a pass. Who came or went is scored, or no more. Says whether more
 * of it is to be read; safe to run twice and to be killed anywhere.
 */
export async function readPopulationList(
  deps: ReadListDeps,
  portalId: PortalId,
): Promise<'read' | 'being_read'> {
  const { lists, settings, now } = deps;
  const { listId } = (await settings.read(portalId)).population;
  if (listId === null) return 'read';
  const known = await lists.find(portalId, listId);
  if (known && known.reading === null && now().getTime() - known.readAt < restOf(known)) {
    return 'read';
  }
  // Until it was read once nobody knows who is scored: the first reading is whole.
  const isTurnOver = known ? deps.isTurnOver : () => false;
  const list = known ?? unread({ id: listId, name: listId });
  const way: Way = {
    priority: 'reconciliation',
    isTurnOver,
    onChanged: (changed) => markAccounts(deps, portalId, list, changed),
  };
  return await unlessClosed(deps, portalId, list, () => readOn(deps, portalId, list, way));
}

/** Reads a list in full, for somebody who waits; nobody is scored for it. */
export async function readList(
  deps: ReadOnDeps,
  portalId: PortalId,
  list: Pick<KeptList, 'id' | 'name'>,
): Promise<void> {
  const way: Way = {
    priority: 'person',
    isTurnOver: () => false,
    onChanged: async () => {},
  };
  await readOn(deps, portalId, unread(list), way);
}

function unread({ id, name }: Pick<KeptList, 'id' | 'name'>): KeptList {
  return { id, name, state: 'read', members: 0, readAt: 0, reading: null };
}

function restOf({ members }: KeptList): number {
  return members <= readHourly ? hourMs : dayMs;
}

type ReadOnDeps = Pick<ReadListDeps, 'listApi' | 'lists' | 'now'>;

type Way = {
  priority: Priority;
  isTurnOver: () => boolean;
  /** Before it is kept: a kill in between tells it once more, and nobody is forgotten. */
  onChanged: (changed: readonly AccountId[]) => Promise<void>;
};

/** From where the last turn ended to the end of this one. */
async function readOn(
  { listApi, lists, now }: ReadOnDeps,
  portalId: PortalId,
  list: KeptList,
  { priority, isTurnOver, onChanged }: Way,
): Promise<'read' | 'being_read'> {
  let reading = list.reading ?? { cursor: null, beganAt: now().getTime() };
  for (;;) {
    const { cursor } = reading;
    const page = await listApi.readMembers(portalId, list.id, { cursor, priority });
    await onChanged(await lists.findNew(portalId, list.id, page.members));
    await lists.keepMembers(portalId, list.id, page.members, reading);
    if (page.cursor === null) break;
    reading = { ...reading, cursor: page.cursor };
    if (isTurnOver()) {
      await lists.save(portalId, { ...list, reading });
      return 'being_read';
    }
  }
  await onChanged(await lists.findUnseen(portalId, list.id, reading));
  const members = await lists.dropUnseen(portalId, list.id, reading);
  const readAt = reading.beganAt;
  await lists.save(portalId, { ...list, state: 'read', members, readAt, reading: null });
  return 'read';
}

async function markAccounts(
  { dirty, now, log }: ReadListDeps,
  portalId: PortalId,
  { id: listId }: KeptList,
  changed: readonly AccountId[],
): Promise<void> {
  if (changed.length === 0) return;
  await dirty.markAccounts(portalId, changed, 'config', now());
  const accounts = changed.length;
  log.info({ portalId, listId, accounts }, 'the list of who is scored has changed');
}

/**
 * A list that was deleted, or is not ours to read any more, goes on as it was; the settings say so. Where
 * HubSpot no longer knows a place in it, the reading begins anew.
 */
async function unlessClosed(
  { lists, now, log }: ReadListDeps,
  portalId: PortalId,
  list: KeptList,
  read: () => Promise<'read' | 'being_read'>,
): Promise<'read' | 'being_read'> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    if (error.reaction === 'refused' && list.reading?.cursor) {
      await lists.save(portalId, { ...list, reading: null });
      return 'being_read';
    }
    const state = closedStates.get(error.reaction);
    if (state === undefined) throw error;
    await lists.save(portalId, { ...list, state, readAt: now().getTime(), reading: null });
    log.warn({ portalId, listId: list.id, state }, 'the list of who is scored cannot be read');
    return 'read';
  }
}

const closedStates = new Map<HubspotError['reaction'], KeptList['state']>([
  ['gone', 'gone'],
  ['missing-scope', 'not_granted'],
]);
