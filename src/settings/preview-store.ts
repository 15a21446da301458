import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';

export type PreviewStore<Result> = ReturnType<typeof createPreviewStore<Result>>;

/** `run` tells one attempt from the next; `error` is the number it has in the log. Times are ms since 1970. */
export type KeptPreview<Result> = { fingerprint: string; run: string; seenAt: number } & (
  | { state: 'running' }
  | { state: 'failed'; error: string }
  | { state: 'done'; preview: Result }
);

type Begun = { fingerprint: string; run: string; seenAt: number };
type Outcome<Result> = { state: 'failed'; error: string } | { state: 'done'; preview: Result };

/** The latest preview of each portal, known to every process. */
export function createPreviewStore<Result>(db: Database, table: 'policy_preview' | 'task_preview') {
  const ofRun = (portalId: PortalId, run: string) =>
    db.updateTable(table).where('portal_id', '=', portalId).where('run', '=', run);

  return {
    async find(portalId: PortalId): Promise<KeptPreview<Result> | undefined> {
      const row = await db
        .selectFrom(table)
        .selectAll()
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      if (!row) return undefined;
      const outcome = JSON.parse(row.body ?? '{}') as object;
      const { fingerprint, run, state, seen_at: seenAt } = row;
      return { fingerprint, run, seenAt, state, ...outcome } as KeptPreview<Result>;
    },

    /** False when another run is under way that was heard of since `aliveSince`, in whatever process. */
    async begin(portalId: PortalId, begun: Begun, aliveSince: number): Promise<boolean> {
      const { fingerprint, run, seenAt } = begun;
      const row = { fingerprint, run, seen_at: seenAt, state: 'running', body: null };
      const { numInsertedOrUpdatedRows = 0n } = await db
        .insertInto(table)
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) =>
          conflict
            .column('portal_id')
            .doUpdateSet(row)
            .where(({ or, eb }) =>
              or([eb(`${table}.state`, '!=', 'running'), eb(`${table}.seen_at`, '<', aliveSince)]),
            ),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows > 0n;
    },

    /** A run that another one took the place of is not heard of any more. */
    async seen(portalId: PortalId, run: string, seenAt: number): Promise<void> {
      await ofRun(portalId, run).set({ seen_at: seenAt }).execute();
    },

    async end(
      portalId: PortalId,
      run: string,
      { state, ...outcome }: Outcome<Result>,
      seenAt: number,
    ): Promise<void> {
      const body = JSON.stringify(outcome);
      await ofRun(portalId, run).set({ state, seen_at: seenAt, body }).execute();
    },

    async drop(portalId: PortalId, run: string): Promise<void> {
      await db.deleteFrom(table).where('portal_id', '=', portalId).where('run', '=', run).execute();
    },
  };
}
