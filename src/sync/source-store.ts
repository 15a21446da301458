import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { SourceName, SourceState } from '../model/evidence-record.ts';
import type { PortalId } from '../model/ids.ts';

export type SourceStore = ReturnType<typeof createSourceStore>;

/** How far a source has been read. A run goes from `startedAt` over pages to its end. */
export type SourceCheckpoint = {
  source: SourceName;
  state: SourceState;
  /** Where the next page of the run begins; null between runs. */
  cursor: string | null;
  /** Changes since then have not been looked for; null before the first run has ended. */
  since: number | null;
  startedAt: number;
  /** Records read so far, over all runs. */
  done: number;
  /** When the last run ended: how fresh the evidence is. */
  readAt: number | null;
  dueAt: number;
  attempts: number;
  problem: string | null;
  /** The mapped property it is read by. */
  mapped: string | null;
};

/** What is known of each source of evidence beside companies, deals and tickets. */
export function createSourceStore(db: Database) {
  return {
    async list(portalId: PortalId): Promise<SourceCheckpoint[]> {
      const rows = await db
        .selectFrom('evidence_source')
        .selectAll()
        .where('portal_id', '=', portalId)
        .execute();
      return rows.map(toCheckpoint);
    },

    async save(portalId: PortalId, checkpoint: SourceCheckpoint): Promise<void> {
      const row = fromCheckpoint(checkpoint);
      await db
        .insertInto('evidence_source')
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) => conflict.columns(['portal_id', 'source']).doUpdateSet(row))
        .execute();
    },

    /** The sources that told something when all accounts were last scored for it. */
    async listLearned(portalId: PortalId): Promise<Set<SourceName>> {
      const rows = await db
        .selectFrom('evidence_source')
        .select('source')
        .where('portal_id', '=', portalId)
        .where('is_learned', '=', 1)
        .execute();
      return new Set(rows.map(({ source }) => source as SourceName));
    },

    async saveLearned(portalId: PortalId, learned: ReadonlySet<SourceName>): Promise<void> {
      await db
        .updateTable('evidence_source')
        .set(({ eb }) => ({
          is_learned: eb
            .case()
            .when('source', 'in', [...learned, ''])
            .then(1)
            .else(0)
            .end(),
        }))
        .where('portal_id', '=', portalId)
        .execute();
    },

    /** Every source is read whole again, as after a new installation. */
    async restart(portalId: PortalId): Promise<void> {
      await db
        .updateTable('evidence_source')
        .set({ cursor: null, since: null, due_at: 0 })
        .where('portal_id', '=', portalId)
        .execute();
    },
  };
}

function fromCheckpoint(checkpoint: SourceCheckpoint) {
  return {
    source: checkpoint.source,
    state: checkpoint.state,
    cursor: checkpoint.cursor,
    since: checkpoint.since,
    started_at: checkpoint.startedAt,
    done: checkpoint.done,
    read_at: checkpoint.readAt,
    due_at: checkpoint.dueAt,
    attempts: checkpoint.attempts,
    problem: checkpoint.problem,
    mapped: checkpoint.mapped,
  };
}

function toCheckpoint(row: Selectable<Tables['evidence_source']>): SourceCheckpoint {
  return {
    source: row.source as SourceName,
    state: row.state as SourceState,
    cursor: row.cursor,
    since: row.since,
    startedAt: row.started_at,
    done: row.done,
    readAt: row.read_at,
    dueAt: row.due_at,
    attempts: row.attempts,
    problem: row.problem,
    mapped: row.mapped,
  };
}
