import { HubspotError, stopsPortal } from '../errors.ts';
import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import { linksPerCall, recordsPerCall } from '../hubspot/record-api.ts';
import type { SettingStore } from '../install/setting-store.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { DirtyRecord } from '../model/record-change.ts';
import { trailOf } from '../model/trail.ts';
import { retryDelayMs } from './change-rules.ts';
import type { ContactStore } from './contact-store.ts';
import type { DirtyStore } from './dirty-store.ts';
import { type FamilyDeps, findAccountsAbove } from './find-accounts-above.ts';
import { rolesOf } from './read-decision-roles.ts';

export type ReadContactsDeps = FamilyDeps & {
  evidenceApi: EvidenceApi;
  contacts: ContactStore;
  settings: Pick<SettingStore, 'read'>;
  dirty: DirtyStore;
  now: () => Date;
  log: Logger;
};

/**
 * Reads the contacts that changed and keeps who has a say in which account's decisions; contacts that
 * are gone or have no role any more are forgotten. Returns how many were read. Safe to run twice.
 */
export async function readChangedContacts(
  deps: ReadContactsDeps,
  portalId: PortalId,
): Promise<number> {
  const { dirty, now, log } = deps;
  const asked = await dirty.listDue(portalId, 'contact', linksPerCall, now());
  if (asked.length === 0) return 0;
  try {
    await readAndFinish(deps, portalId, asked);
  } catch (error) {
    if (stopsPortal(error)) throw error;
    const attempts = Math.max(...asked.map((contact) => contact.attempts));
    const askedMs = error instanceof HubspotError ? error.retryAfterMs : undefined;
    const until = now().getTime() + (askedMs ?? retryDelayMs(attempts));
    const ids = asked.map(({ id }) => id);
    await dirty.postpone(portalId, 'contact', ids, { until, reason: String(error) });
    const posts = trailOf(asked);
    log.warn({ portalId, contacts: ids.length, posts, err: error }, 'contacts wait to be read');
  }
  return asked.length;
}

async function readAndFinish(
  deps: ReadContactsDeps,
  portalId: PortalId,
  asked: readonly DirtyRecord[],
): Promise<void> {
  const { evidenceApi, contacts, settings, dirty, now, log } = deps;
  const { birthdayProperty } = await settings.read(portalId);
  const readAt = now().getTime();
  const contactIds = asked.map(({ id }) => id);
  const found = [];
  for (let start = 0; start < contactIds.length; start += recordsPerCall) {
    const page = contactIds.slice(start, start + recordsPerCall);
    const reading = { birthdayProperty, priority: 'change' } as const;
    found.push(...(await evidenceApi.readContacts(portalId, page, reading)));
  }
  const roles = await rolesOf(evidenceApi, portalId, found, 'change');
  const accountIds = await contacts.replace(portalId, { contactIds, roles, readAt });
  const accountsAbove = await findAccountsAbove(deps, portalId, accountIds);
  const posts = trailOf(asked);
  const trails = new Map(accountIds.map((account) => [account, posts]));
  await dirty.markTold(portalId, [...accountIds, ...accountsAbove], now(), trails);
  await dirty.forget(portalId, 'contact', asked);
  log.info({ portalId, contacts: asked.length, posts }, 'contacts read');
}
