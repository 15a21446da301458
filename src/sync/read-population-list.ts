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
  now: () => Date;
  log: Logger;
};

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Reading so many takes a hundred calls, which an hour has to spare. */
const readHourly = 25_000;

/**
 * Keeps who is in the list that says which companies are scored: lists send no events, so it is read
 * every hour, a long one every day. Who came or went is scored, or no more. Returns how many; safe
 * to run twice.
 */
export async function readPopulationList(deps: ReadListDeps, portalId: PortalId): Promise<number> {
  const { lists, settings, dirty, now, log } = deps;
  const { listId } = (await settings.read(portalId)).population;
  if (listId === null) return 0;
  const known = await lists.find(portalId, listId);
  if (known && now().getTime() - known.readAt < restOf(known)) return 0;
  const list = { id: listId, name: known?.name ?? listId };
  const changed = await unlessClosed(deps, portalId, { ...list, known }, () =>
    readList(deps, portalId, list, 'reconciliation'),
  );
  if (changed.length === 0) return 0;
  await dirty.markAccounts(portalId, changed, 'config', now());
  log.info({ portalId, listId, accounts: changed.length }, 'the list of who is scored has changed');
  return changed.length;
}

/** Reads a list in full. Returns who came and who went. */
export async function readList(
  { listApi, lists, now }: Pick<ReadListDeps, 'listApi' | 'lists' | 'now'>,
  portalId: PortalId,
  { id, name }: { id: string; name: string },
  priority: Priority,
): Promise<AccountId[]> {
  const readAt = now().getTime();
  const members = new Set<AccountId>();
  for await (const page of listApi.readMembers(portalId, id, priority)) {
    for (const member of page) members.add(member);
  }
  const changed = await lists.replaceMembers(portalId, id, members);
  await lists.save(portalId, { id, name, state: 'read', members: members.size, readAt });
  return changed;
}

function restOf({ members }: KeptList): number {
  return members <= readHourly ? hourMs : dayMs;
}

type Tried = { id: string; name: string; known: KeptList | undefined };

/** A list that was deleted, or is not ours to read any more, goes on as it was; the settings say so. */
async function unlessClosed(
  { lists, now, log }: ReadListDeps,
  portalId: PortalId,
  { id, name, known }: Tried,
  read: () => Promise<AccountId[]>,
): Promise<AccountId[]> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof HubspotError)) throw error;
    const state = closedStates.get(error.reaction);
    if (state === undefined) throw error;
    const members = known?.members ?? 0;
    await lists.save(portalId, { id, name, state, members, readAt: now().getTime() });
    log.warn({ portalId, listId: id, state }, 'the list of who is scored cannot be read');
    return [];
  }
}

const closedStates = new Map<HubspotError['reaction'], KeptList['state']>([
  ['gone', 'gone'],
  ['missing-scope', 'not_granted'],
]);
