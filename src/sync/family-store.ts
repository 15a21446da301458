import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';

export type FamilyStore = ReturnType<typeof createFamilyStore>;

/** Which companies belong to which. */
export function createFamilyStore(db: Database) {
  return {
    /** The children of these companies, their children, and so on down. */
    async childrenBelow(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, AccountId[]>> {
      const children = new Map<AccountId, AccountId[]>();
      let level = [...new Set(accountIds)];
      while (level.length > 0) {
        const found: AccountId[] = [];
        for (const part of parts(level)) {
          const rows = await db
            .selectFrom('company')
            .select(['company_id', 'parent_id'])
            .where('portal_id', '=', portalId)
            .where('parent_id', 'in', part)
            .execute();
          for (const { company_id, parent_id } of rows) {
            const parent = accountId(parent_id ?? '');
            children.set(parent, [...(children.get(parent) ?? []), accountId(company_id)]);
            found.push(accountId(company_id));
          }
        }
        level = found.filter((id) => !children.has(id) && !accountIds.includes(id));
      }
      return children;
    },

    /** Every company's parent. */
    async allParents(portalId: PortalId): Promise<Map<AccountId, AccountId>> {
      const rows = await db
        .selectFrom('company')
        .select(['company_id', 'parent_id'])
        .where('portal_id', '=', portalId)
        .where('parent_id', 'is not', null)
        .execute();
      return new Map(
        rows.map(({ company_id, parent_id }) => [
          accountId(company_id),
          accountId(parent_id ?? ''),
        ]),
      );
    },

    /** The parents of these companies, their parents, and so on up; only parents that we know. */
    async parentsAbove(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, AccountId>> {
      const parents = new Map<AccountId, AccountId>();
      let level = [...new Set(accountIds)];
      while (level.length > 0) {
        const found = new Set<AccountId>();
        for (const part of parts(level)) {
          const rows = await db
            .selectFrom('company')
            .innerJoin('company as parent', (join) =>
              join
                .onRef('parent.portal_id', '=', 'company.portal_id')
                .onRef('parent.company_id', '=', 'company.parent_id'),
            )
            .select(['company.company_id as child', 'parent.company_id as parent'])
            .where('company.portal_id', '=', portalId)
            .where('company.company_id', 'in', part)
            .execute();
          for (const { child, parent } of rows) {
            parents.set(accountId(child), accountId(parent));
            found.add(accountId(parent));
          }
        }
        level = [...found].filter((id) => !parents.has(id));
      }
      return parents;
    },
  };
}
