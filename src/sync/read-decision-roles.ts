import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import type { Priority } from '../hubspot/portal-queues.ts';
import type { ContactFacts } from '../hubspot/wire-evidence.ts';
import type { ContactRole } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';
import { type Source, searchLagMs } from './source-page.ts';

/**
 * Contacts that have a role in decisions, and no others: changes come as events, missed ones here. All of
 * them every day: that one is linked to another company, lost its role or is gone changes no time of
 * modification that could be searched for. Those we know of and did not find are read by themselves.
 */
export const decisionRoles: Source = {
  name: 'decision_role',
  scope: null,
  mappedIn: ({ birthdayProperty }) => birthdayProperty,

  async readPage({ evidenceApi, contacts, settings, dirty, now }, { id }, { cursor: afterId }) {
    const readAt = now().getTime() - searchLagMs;
    const { birthdayProperty } = await settings.read(id);
    const page = await evidenceApi.searchContacts(id, { afterId, birthdayProperty });
    const contactIds = page.found.map(({ contactId }) => contactId);
    const roles = await rolesOf(evidenceApi, id, page.found, 'backfill');
    const known = await contacts.listIdsWithin(id, { after: afterId, last: page.lastId });
    const accountIds = await contacts.replace(id, { contactIds, roles, readAt });
    const found = new Set(contactIds);
    const missing = known.filter((contactId) => !found.has(contactId));
    await dirty.mark(id, missing.map(contactChange(id, now())), now());
    return { cursor: page.lastId, read: page.read, accountIds };
  },
};

function contactChange(portalId: PortalId, now: Date) {
  return (objectId: string) => ({
    portalId,
    objectType: 'contact' as const,
    objectId,
    occurredAt: now.getTime(),
    links: 'changed' as const,
  });
}

/** One row for each company a contact with a role belongs to. */
export async function rolesOf(
  evidenceApi: EvidenceApi,
  portalId: PortalId,
  contacts: readonly ContactFacts[],
  priority: Priority,
): Promise<ContactRole[]> {
  const withRole = contacts.filter(({ roles }) => roles.length > 0);
  const ids = withRole.map(({ contactId }) => contactId);
  const companies = await evidenceApi.readCompaniesOf(portalId, 'contact', ids, priority);
  return withRole.flatMap((contact) =>
    (companies.get(contact.contactId) ?? []).map((accountId) => ({ ...contact, accountId })),
  );
}
