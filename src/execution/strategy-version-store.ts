import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { Strategy, StrategyCode, StrategyDraft } from '../model/strategy.ts';
import type { SavedStrategyDraft, StrategyVersion } from '../model/strategy-version.ts';

export type StrategyVersionStore = ReturnType<typeof createStrategyVersionStore>;

/** Every strategy a portal has published, and the drafts its admins work on. */
export function createStrategyVersionStore(db: Database) {
  return {
    /** Newest first. */
    async list(portalId: PortalId, code: StrategyCode): Promise<StrategyVersion[]> {
      const rows = await db
        .selectFrom('strategy_version')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('code', '=', code)
        .orderBy('version', 'desc')
        .execute();
      return rows.map(toVersion);
    },

    /** Whether it was published; not when there is a version of that number already. */
    async publish(
      portalId: PortalId,
      { strategy, author, publishedAt, note, parent }: StrategyVersion,
    ): Promise<boolean> {
      const { code, version } = strategy;
      return await db.transaction().execute(async (transaction) => {
        const [result] = await transaction
          .insertInto('strategy_version')
          .values({
            portal_id: portalId,
            code,
            version,
            body: JSON.stringify(strategy),
            published_at: publishedAt,
            author,
            note,
            parent,
          })
          .onConflict((conflict) => conflict.columns(['portal_id', 'code', 'version']).doNothing())
          .execute();
        if (result?.numInsertedOrUpdatedRows !== 1n) return false;
        await transaction
          .deleteFrom('strategy_draft')
          .where('portal_id', '=', portalId)
          .where('code', '=', code)
          .execute();
        return true;
      });
    },

    async listDrafts(portalId: PortalId): Promise<SavedStrategyDraft[]> {
      const rows = await db
        .selectFrom('strategy_draft')
        .selectAll()
        .where('portal_id', '=', portalId)
        .execute();
      return rows.map(toDraft);
    },

    async saveDraft(
      portalId: PortalId,
      { code, draft, note, basedOn, author, savedAt }: SavedStrategyDraft,
    ): Promise<void> {
      const row = {
        body: JSON.stringify(draft),
        note,
        based_on: basedOn,
        author,
        saved_at: savedAt,
      };
      await db
        .insertInto('strategy_draft')
        .values({ portal_id: portalId, code, ...row })
        .onConflict((conflict) => conflict.columns(['portal_id', 'code']).doUpdateSet(row))
        .execute();
    },

    async dropDraft(portalId: PortalId, code: StrategyCode): Promise<void> {
      await db
        .deleteFrom('strategy_draft')
        .where('portal_id', '=', portalId)
        .where('code', '=', code)
        .execute();
    },
  };
}

function toVersion(row: Selectable<Tables['strategy_version']>): StrategyVersion {
  return {
    strategy: JSON.parse(row.body) as Strategy,
    author: row.author,
    publishedAt: row.published_at,
    note: row.note,
    parent: row.parent,
  };
}

function toDraft(row: Selectable<Tables['strategy_draft']>): SavedStrategyDraft {
  return {
    code: row.code as StrategyCode,
    draft: JSON.parse(row.body) as StrategyDraft,
    note: row.note,
    basedOn: row.based_on,
    author: row.author,
    savedAt: row.saved_at,
  };
}
