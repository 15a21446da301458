import { z } from 'zod';
import type { PortalId } from '../model/ids.ts';
import type { Owner } from '../model/portal.ts';
import type { HubspotClient } from './hubspot-client.ts';

const Account = z.object({
  timeZone: z.string(),
  companyCurrency: z.string(),
  uiDomain: z.string(),
  portalName: z.string().optional(),
});

const OwnerPage = z.object({
  results: z.array(
    z.object({
      id: z.coerce.string(),
      userId: z.number().nullish(),
      firstName: z.string().nullish(),
      lastName: z.string().nullish(),
      email: z.string().nullish(),
      teams: z.array(z.object({ id: z.coerce.string(), name: z.string() })).default([]),
    }),
  ),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).optional(),
});

const ownersPerPage = '100';

export type AccountApi = ReturnType<typeof createAccountApi>;

/** Reads what a portal says of itself. */
export function createAccountApi({ request }: HubspotClient) {
  async function readOwnersOf(portalId: PortalId, archived: 'true' | 'false'): Promise<Owner[]> {
    const owners: Owner[] = [];
    let after: string | undefined;
    do {
      const query = { limit: ownersPerPage, archived, ...(after && { after }) };
      const page = OwnerPage.parse(
        await request(portalId, { endpoint: 'readOwners', priority: 'change', query }),
      );
      for (const { id, userId, firstName, lastName, email, teams } of page.results) {
        const name = [firstName, lastName].filter(Boolean).join(' ') || email || id;
        owners.push({ id, userId: userId ?? null, name, isActive: archived === 'false', teams });
      }
      after = page.paging?.next?.after;
    } while (after);
    return owners;
  }

  return {
    async readAccount(portalId: PortalId) {
      const answer = await request(portalId, { endpoint: 'readAccount', priority: 'person' });
      const { timeZone, companyCurrency, uiDomain, portalName } = Account.parse(answer);
      return { timeZone, currency: companyCurrency, uiDomain, name: portalName ?? null };
    },

    /** Active owners and those who left. */
    async readOwners(portalId: PortalId): Promise<Owner[]> {
      const gone = await readOwnersOf(portalId, 'true');
      const active = await readOwnersOf(portalId, 'false');
      return [...gone, ...active];
    },
  };
}
