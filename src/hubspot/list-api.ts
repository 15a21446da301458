import { z } from 'zod';
import type { CompanyList } from '../model/company-list.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { HubspotClient } from './hubspot-client.ts';
import type { Priority } from './portal-queues.ts';

const companyTypeId = '0-2';
const listsPerCall = 500;
/** More than anybody looks through. */
const mostLists = 1_000;
const membersPerCall = '250';

const Lists = z.object({
  hasMore: z.boolean(),
  offset: z.number(),
  lists: z.array(
    z.object({
      listId: z.coerce.string(),
      name: z.string(),
      additionalProperties: z.object({ hs_list_size: z.coerce.number().optional() }).default({}),
    }),
  ),
});

const Members = z.object({
  results: z.array(z.object({ recordId: z.coerce.string() })),
  paging: z.object({ next: z.object({ after: z.coerce.string() }).optional() }).optional(),
});

export type ListApi = ReturnType<typeof createListApi>;

/** Reads a portal's lists of companies, and who is in them. */
export function createListApi({ request }: HubspotClient) {
  return {
    async readLists(portalId: PortalId): Promise<CompanyList[]> {
      const found: CompanyList[] = [];
      let offset = 0;
      for (let hasMore = true; hasMore && found.length < mostLists; ) {
        const body = { objectTypeId: companyTypeId, count: listsPerCall, offset };
        const page = Lists.parse(
          await request(portalId, { endpoint: 'searchLists', priority: 'person', body }),
        );
        for (const { listId, name, additionalProperties } of page.lists) {
          found.push({ id: listId, name, size: additionalProperties.hs_list_size ?? null });
        }
        ({ hasMore, offset } = page);
      }
      return found;
    },

    /** A page of who is in a list, and where the next one begins; null after the last. */
    async readMembers(
      portalId: PortalId,
      listId: string,
      { cursor, priority }: { cursor: string | null; priority: Priority },
    ): Promise<{ members: AccountId[]; cursor: string | null }> {
      const query = { limit: membersPerCall, ...(cursor !== null && { after: cursor }) };
      const place = { listId };
      const page = Members.parse(
        await request(portalId, { endpoint: 'readListMembers', priority, place, query }),
      );
      return {
        members: page.results.map(({ recordId }) => accountId(recordId)),
        cursor: page.paging?.next?.after ?? null,
      };
    },
  };
}
