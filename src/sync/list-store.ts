import type { Database } from '../database/schema.ts';
import type { KeptList, ListReading } from '../model/company-list.ts';
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
          reading: row.began_at === null ? null : { cursor: row.cursor, beganAt: row.began_at },
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
        cursor: list.reading?.cursor ?? null,
        began_at: list.reading?.beganAt ?? null,
      };
      await db
        .insertInto('company_list')
        .values({ portal_id: portalId, list_id: list.id, ...row })
        .onConflict((conflict) => conflict.columns(['portal_id', 'list_id']).doUpdateSet(row))
        .execute();
    },

    /** Those of the companies that are not in the list as we know it. */
    async findNew(
      portalId: PortalId,
      listId: string,
      members: readonly AccountId[],
    ): Promise<AccountId[]> {
      const known = new Set<string>();
      for (const part of parts(members)) {
        const rows = await ofList(portalId, listId).where('company_id', 'in', part).execute();
        for (const { company_id } of rows) known.add(company_id);
      }
      return members.filter((id) => !known.has(id));
    },

    /** Keeps a page of a reading that began then. Safe to run twice, beside another reading too. */
    async keepMembers(
      portalId: PortalId,
      listId: string,
      members: readonly AccountId[],
      { beganAt }: ListReading,
    ): Promise<void> {
      for (const part of parts(members)) {
        await db
          .insertInto('list_member')
          .values(
            part.map((id) => ({
              portal_id: portalId,
              list_id: listId,
              company_id: id,
              seen_at: beganAt,
            })),
          )
          .onConflict((conflict) =>
            conflict
              .columns(['portal_id', 'list_id', 'company_id'])
              .doUpdateSet(({ ref }) => ({ seen_at: ref('excluded.seen_at') }))
              .whereRef('list_member.seen_at', '<', 'excluded.seen_at'),
          )
          .execute();
      }
    },

    /** Who was not named by the reading that began then, or a later one. */
    async findUnseen(
      portalId: PortalId,
      listId: string,
      { beganAt }: ListReading,
    ): Promise<AccountId[]> {
      const rows = await ofList(portalId, listId).where('seen_at', '<', beganAt).execute();
      return rows.map(({ company_id }) => accountId(company_id));
    },

    /** Leaves those in the list who were named by the reading that began then. Returns how many they are. */
    async dropUnseen(
      portalId: PortalId,
      listId: string,
      { beganAt }: ListReading,
    ): Promise<number> {
      await db
        .deleteFrom('list_member')
        .where('portal_id', '=', portalId)
        .where('list_id', '=', listId)
        .where('seen_at', '<', beganAt)
        .execute();
      const { members } = await db
        .selectFrom('list_member')
        .select(({ fn }) => fn.countAll<number>().as('members'))
        .where('portal_id', '=', portalId)
        .where('list_id', '=', listId)
        .executeTakeFirstOrThrow();
      return Number(members);
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
