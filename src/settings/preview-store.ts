import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';

export type PreviewStore = ReturnType<typeof createPreviewStore>;

/** `error`: the number it has in the log. Times are ms since 1970. */
export type KeptPreview = { fingerprint: string; seenAt: number } & (
  | { state: 'running' }
  | { state: 'failed'; error: string }
  | { state: 'done'; preview: PolicyPreview }
);

/** The latest preview of each portal. */
export function createPreviewStore(db: Database) {
  return {
    async find(portalId: PortalId): Promise<KeptPreview | undefined> {
      const row = await db
        .selectFrom('policy_preview')
        .selectAll()
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      if (!row) return undefined;
      const outcome = JSON.parse(row.body ?? '{}') as object;
      const { fingerprint, state, seen_at: seenAt } = row;
      return { fingerprint, seenAt, state, ...outcome } as KeptPreview;
    },

    async save(portalId: PortalId, kept: KeptPreview): Promise<void> {
      const { fingerprint, seenAt, state, ...outcome } = kept;
      const row = { fingerprint, state, seen_at: seenAt, body: JSON.stringify(outcome) };
      await db
        .insertInto('policy_preview')
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(row))
        .execute();
    },

    async drop(portalId: PortalId): Promise<void> {
      await db.deleteFrom('policy_preview').where('portal_id', '=', portalId).execute();
    },
  };
}
