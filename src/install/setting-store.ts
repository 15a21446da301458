import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { PortalSettings } from '../model/settings.ts';

export type SettingStore = ReturnType<typeof createSettingStore>;

/** What admins set for their portal; where they set nothing, `defaults` hold. */
export function createSettingStore(db: Database, defaults: PortalSettings) {
  return {
    async read(portalId: PortalId): Promise<PortalSettings> {
      const row = await db
        .selectFrom('portal_setting')
        .select('body')
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      if (!row) return defaults;
      const own = JSON.parse(row.body) as Partial<PortalSettings>;
      return { ...defaults, ...own, population: { ...defaults.population, ...own.population } };
    },

    /** Grows with every change of the settings; 0 before the first. */
    async revision(portalId: PortalId): Promise<number> {
      const row = await db
        .selectFrom('portal_setting')
        .select('revision')
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      return row?.revision ?? 0;
    },

    /** Keeps only what differs from the defaults, so that better defaults reach everybody else. */
    async save(portalId: PortalId, settings: PortalSettings): Promise<void> {
      const own = Object.entries(settings).filter(
        ([name, value]) =>
          JSON.stringify(value) !== JSON.stringify(defaults[name as keyof PortalSettings]),
      );
      const body = JSON.stringify(Object.fromEntries(own));
      await db
        .insertInto('portal_setting')
        .values({ portal_id: portalId, body, revision: 1 })
        .onConflict((conflict) =>
          conflict
            .column('portal_id')
            .doUpdateSet(({ eb }) => ({ body, revision: eb('portal_setting.revision', '+', 1) })),
        )
        .execute();
    },
  };
}
