import type { EvidenceApi } from '../hubspot/evidence-api.ts';
import type { Priority } from '../hubspot/portal-queues.ts';
import type { ContactFacts } from '../hubspot/wire-evidence.ts';
import type { ContactRole } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';
import { type Source, searchLagMs } from './source-page.ts';

/** Contacts that have a role in decisions, and no others: changes come as events, missed ones here. */
export const decisionRoles: Source = {
  name: 'decision_role',
  scope: null,

  async readPage({ evidenceApi, contacts, now }, { id }, { cursor: afterId, since }) {
    const readAt = now().getTime() - searchLagMs;
    const page = await evidenceApi.searchContacts(id, { afterId, since });
    const contactIds = page.found.map(({ contactId }) => contactId);
    const roles = await rolesOf(evidenceApi, id, page.found, 'backfill');
    const accountIds = await contacts.replace(id, { contactIds, roles, readAt });
    return { cursor: page.lastId, read: page.read, accountIds };
  },
};

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
