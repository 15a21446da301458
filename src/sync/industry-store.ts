import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

export type IndustryStore = ReturnType<typeof createIndustryStore>;

/** By the property's value, what the portal calls it. */
export type IndustryNames = ReadonlyMap<string, string>;

/** `readAt` is ms since 1970. */
type KeptNames = { property: string; names: IndustryNames; readAt: number };

/** What a portal calls its own industries, as of the last reading. */
export function createIndustryStore(db: Database) {
  async function find(portalId: PortalId): Promise<KeptNames | undefined> {
    const row = await db
      .selectFrom('industry_names')
      .selectAll()
      .where('portal_id', '=', portalId)
      .executeTakeFirst();
    if (!row) return undefined;
    const names = JSON.parse(row.names) as [value: string, name: string][];
    return { property: row.property, names: new Map(names), readAt: row.read_at };
  }

  return {
    find,

    async namesOf(portalId: PortalId): Promise<IndustryNames> {
      return (await find(portalId))?.names ?? new Map();
    },

    async save(portalId: PortalId, { property, names, readAt }: KeptNames): Promise<void> {
      const row = { property, names: JSON.stringify([...names]), read_at: readAt };
      await db
        .insertInto('industry_names')
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(row))
        .execute();
    },
  };
}
