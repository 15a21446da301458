import type { Database } from '../database/schema.ts';
import type { KeptList } from '../model/company-list.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';

export type ListStore = ReturnType<typeof createListStore>;

const rowsAtOnce = 500;

/** Who is in a list of HubSpot's, as of its last reading. */
export function createListStore(db: Database) {
  const ofList = (portalId: PortalId, listId: string) =>
    db
      .selectFrom('list_member')
      .select('company_id')
      .where('portal_id', '=', portalId)
      .where('list_id', '=', listId);

  return {
    async find(portalId: PortalId, listId: string): Promise<KeptList | undefined> {
      const row = await db
        .selectFrom('company_list')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('list_id', '=', listId)
        .executeTakeFirst();
      return (
        row && {
          id: row.list_id,
          name: row.name,
          state: row.state as KeptList['state'],
          members: row.members,
          readAt: row.read_at,
        }
      );
    },

    /** Keeps what the last reading said; its members are saved before. */
    async save(portalId: PortalId, list: KeptList): Promise<void> {
      const row = {
        name: list.name,
        state: list.state,
        members: list.members,
        read_at: list.readAt,
      };
      await db
        .insertInto('company_list')
        .values({ portal_id: portalId, list_id: list.id, ...row })
        .onConflict((conflict) => conflict.columns(['portal_id', 'list_id']).doUpdateSet(row))
        .execute();
    },

    /** Puts these in the place of who was there. Returns who came and who went; safe to run twice. */
    async replaceMembers(
      portalId: PortalId,
      listId: string,
      members: ReadonlySet<AccountId>,
    ): Promise<AccountId[]> {
      const rows = await ofList(portalId, listId).execute();
      const known = new Set(rows.map((row) => accountId(row.company_id)));
      const came = [...members].filter((id) => !known.has(id));
      const went = [...known].filter((id) => !members.has(id));
      await db.transaction().execute(async (transaction) => {
        for (const part of parts(came)) {
          await transaction
            .insertInto('list_member')
            .values(part.map((id) => ({ portal_id: portalId, list_id: listId, company_id: id })))
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        }
        for (const part of parts(went)) {
          await transaction
            .deleteFrom('list_member')
            .where('portal_id', '=', portalId)
            .where('list_id', '=', listId)
            .where('company_id', 'in', part)
            .execute();
        }
      });
      return [...came, ...went];
    },

    /** Lists that were looked at and not taken. */
    async forgetOthers(portalId: PortalId, listId: string | null): Promise<void> {
      for (const table of ['list_member', 'company_list'] as const) {
        await db
          .deleteFrom(table)
          .where('portal_id', '=', portalId)
          .$if(listId !== null, (query) => query.where('list_id', '!=', listId ?? ''))
          .execute();
      }
    },
  };
}

function* parts(ids: readonly AccountId[]): Generator<AccountId[]> {
  for (let start = 0; start < ids.length; start += rowsAtOnce) {
    yield ids.slice(start, start + rowsAtOnce);
  }
}
