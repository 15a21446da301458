import type { SecretStore } from '../install/secret-store.ts';
import { dayMs } from '../model/day.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { ContactStore } from './contact-store.ts';
import type { DirtyStore } from './dirty-store.ts';

export type EraseDeps = {
  contacts: ContactStore;
  dirty: DirtyStore;
  secrets: SecretStore;
  birthdayTasks: {
    erase(portalId: PortalId, contactWords: readonly string[]): Promise<AccountId[]>;
  };
  now: () => Date;
};

/** No read is under way for so long. */
const erasuresKeptMs = 7 * dayMs;

/** Removes what came from contacts who asked HubSpot to forget them, and scores their accounts anew. */
export async function eraseContacts(
  { contacts, dirty, secrets, birthdayTasks, now }: EraseDeps,
  portalId: PortalId,
  contactIds: readonly string[],
): Promise<void> {
  if (contactIds.length === 0) return;
  const wordOf = await secrets.wordsOf(portalId);
  const greeted = await birthdayTasks.erase(
    portalId,
    contactIds.map((id) => wordOf(`contact/${id}`)),
  );
  const counted = await contacts.erase(portalId, contactIds, now().getTime());
  await contacts.forgetErasuresBefore(portalId, now().getTime() - erasuresKeptMs);
  await dirty.markAccounts(portalId, [...new Set([...greeted, ...counted])], 'webhook', now());
}
