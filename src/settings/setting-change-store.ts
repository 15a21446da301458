import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

export type SettingChangeStore = ReturnType<typeof createSettingChangeStore>;

/** What of one setting was changed; values are JSON. */
export type SettingDifference = { setting: string; before: unknown; after: unknown };

export type SettingChange = SettingDifference & {
  id: string;
  /** ms since 1970. */
  changedAt: number;
  /** The HubSpot user's id. */
  author: string;
};

/** Who changed which setting when, and from what to what. */
export function createSettingChangeStore(db: Database) {
  return {
    async add(
      portalId: PortalId,
      differences: readonly SettingDifference[],
      by: { author: string; at: Date },
    ): Promise<void> {
      if (differences.length === 0) return;
      const rows = differences.map(({ setting, before, after }) => ({
        portal_id: portalId,
        change_id: randomUUID(),
        changed_at: by.at.getTime(),
        author: by.author,
        setting,
        value_before: JSON.stringify(before),
        value_after: JSON.stringify(after),
      }));
      await db.insertInto('setting_change').values(rows).execute();
    },

    /** Newest first. */
    async list(portalId: PortalId, limit: number): Promise<SettingChange[]> {
      const rows = await db
        .selectFrom('setting_change')
        .selectAll()
        .where('portal_id', '=', portalId)
        .orderBy('changed_at', 'desc')
        .orderBy('change_id')
        .limit(limit)
        .execute();
      return rows.map(toChange);
    },

    async find(portalId: PortalId, id: string): Promise<SettingChange | undefined> {
      const row = await db
        .selectFrom('setting_change')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('change_id', '=', id)
        .executeTakeFirst();
      return row && toChange(row);
    },
  };
}

function toChange(row: Selectable<Tables['setting_change']>): SettingChange {
  return {
    id: row.change_id,
    changedAt: row.changed_at,
    author: row.author,
    setting: row.setting,
    before: JSON.parse(row.value_before),
    after: JSON.parse(row.value_after),
  };
}
