import { longerTrail } from '../database/longer-trail.ts';
import { bestOf } from '../database/mark-accounts.ts';
import type { Database } from '../database/schema.ts';
import type { Assessment, Standing } from '../model/assessment.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import { rankOf } from '../model/record-change.ts';
import { type Trail, trailIn, trailText } from '../model/trail.ts';
import { standingsOf, transitionsBetween } from '../model/transition.ts';

export type AssessmentStore = ReturnType<typeof createAssessmentStore>;

/** An assessment with what it was measured against. */
export type StoredAssessment = { assessment: Assessment; standing: Standing | null };

/** An account to score; `seq` tells whether it changed again meanwhile. */
export type DirtyAccount = {
  id: AccountId;
  seq: number;
  reason: string;
  changedAt: number;
  posts: Trail;
};

/** Scores to keep: what to write to HubSpot follows from `differs`. */
export type ScoredAccount = StoredAssessment & { dirty: DirtyAccount; differs: boolean };

/** What scoring said of each account, and which accounts it has to look at again. */
export function createAssessmentStore(db: Database) {
  const memory = createMemory();
  return {
    /** What people wait for goes before what just happened, and that before the night's work. */
    async listDirty(portalId: PortalId, limit: number): Promise<DirtyAccount[]> {
      const rows = await db
        .selectFrom('dirty_account')
        .select(['account_id', 'seq', 'reason', 'changed_at', 'posts'])
        .where('portal_id', '=', portalId)
        .orderBy('rank')
        .orderBy('account_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        id: accountId(row.account_id),
        seq: row.seq,
        reason: row.reason,
        changedAt: row.changed_at,
        posts: trailIn(row.posts),
      }));
    },

    /** How often accounts were marked for scoring since they were scored last; those that were not are left out. */
    async marksOf(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, number>> {
      if (accountIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('dirty_account')
        .select(['account_id', 'seq'])
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', accountIds)
        .execute();
      return new Map(rows.map((row) => [accountId(row.account_id), row.seq]));
    },

    async findMany(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, StoredAssessment>> {
      if (accountIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('assessment')
        .select(['account_id', 'body', 'standing'])
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', accountIds)
        .execute();
      return new Map(
        rows.map((row) => [
          accountId(row.account_id),
          {
            assessment: memory.read(portalId, row.account_id, row.body),
            standing: row.standing === null ? null : (JSON.parse(row.standing) as Standing),
          },
        ]),
      );
    },

    /**
     * Saves scores and what accounts passed from and to, puts those that HubSpot has to learn of into
     * the outbox and forgets the accounts that did not change again meanwhile. All or nothing.
     */
    async finishScoring(
      portalId: PortalId,
      scored: readonly ScoredAccount[],
      gone: readonly DirtyAccount[],
      now: Date,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        if (scored.length > 0) {
          await recordTransitions(transaction, portalId, scored, now);
          await saveAssessments(transaction, portalId, scored, { now, memory });
        }
        const differing = scored.filter(({ differs }) => differs);
        if (differing.length > 0) await fillOutbox(transaction, portalId, differing, now);
        await forget(transaction, portalId, [...scored.map(({ dirty }) => dirty), ...gone]);
      });
    },

    /** Forgets the scores of accounts that are no longer scored; what HubSpot shows of them is cleared. */
    async withdraw(portalId: PortalId, outside: readonly DirtyAccount[], now: Date): Promise<void> {
      const ids = outside.map(({ id }) => id);
      if (ids.length === 0) return;
      await db.transaction().execute(async (transaction) => {
        const shown = await transaction
          .selectFrom('written')
          .select('account_id')
          .where('portal_id', '=', portalId)
          .where('account_id', 'in', ids)
          .execute();
        const isShown = new Set(shown.map((row) => row.account_id));
        const differing = outside.filter(({ id }) => isShown.has(id)).map((dirty) => ({ dirty }));
        if (differing.length > 0) await fillOutbox(transaction, portalId, differing, now);
        for (const table of ['assessment', 'portfolio_account'] as const) {
          await transaction
            .deleteFrom(table)
            .where('portal_id', '=', portalId)
            .where('account_id', 'in', ids)
            .execute();
        }
      });
    },

    async countDirty(portalId: PortalId): Promise<number> {
      const { rows } = await db
        .selectFrom('dirty_account')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('portal_id', '=', portalId)
        .executeTakeFirstOrThrow();
      return Number(rows);
    },
  };
}

type Memory = ReturnType<typeof createMemory>;

/** As many as are scored at once, and of the night before. */
const assessmentsKept = 1_000;

/**
 * What was written or read last, with its text: to compare a text is nothing beside reading it again, and
 * each is needed when it is written to HubSpot and when the account is scored the next time.
 */
function createMemory() {
  const kept = new Map<string, { body: string; assessment: Assessment }>();

  function keep(key: string, body: string, assessment: Assessment): void {
    kept.delete(key);
    kept.set(key, { body, assessment });
    const [oldest] = kept.keys();
    if (kept.size > assessmentsKept && oldest !== undefined) kept.delete(oldest);
  }

  return {
    read(portalId: PortalId, account: string, body: string): Assessment {
      const key = `${portalId}/${account}`;
      const known = kept.get(key);
      if (known?.body === body) return known.assessment;
      const assessment = JSON.parse(body) as Assessment;
      keep(key, body, assessment);
      return assessment;
    },

    /** The text to store; it counts only where it is found stored. */
    write(portalId: PortalId, assessment: Assessment): string {
      const body = JSON.stringify(assessment);
      keep(`${portalId}/${assessment.accountId}`, body, assessment);
      return body;
    },
  };
}

async function recordTransitions(
  db: Database,
  portalId: PortalId,
  scored: readonly ScoredAccount[],
  now: Date,
): Promise<void> {
  const ids = scored.map(({ assessment }) => assessment.accountId);
  const known = await db
    .selectFrom('assessment')
    .select(['account_id', 'nine_box as type', 'risk_level as risk', 'value_tier as value'])
    .where('portal_id', '=', portalId)
    .where('account_id', 'in', ids)
    .execute();
  const before = new Map(known.map(({ account_id, ...standings }) => [account_id, standings]));
  const rows = scored.flatMap(({ assessment }) => {
    const stood = before.get(assessment.accountId);
    if (!stood) return [];
    return transitionsBetween(stood, standingsOf(assessment)).map(({ kind, from, to }) => ({
      portal_id: portalId,
      account_id: assessment.accountId,
      kind,
      happened_at: now.getTime(),
      from_value: from,
      to_value: to,
      is_announced: 0,
    }));
  });
  for (const part of parts(rows)) {
    await db
      .insertInto('account_transition')
      .values(part)
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'account_id', 'kind', 'happened_at'])
          .doUpdateSet(({ ref }) => ({ to_value: ref('excluded.to_value') })),
      )
      .execute();
  }
}

async function saveAssessments(
  db: Database,
  portalId: PortalId,
  scored: readonly ScoredAccount[],
  { now, memory }: { now: Date; memory: Memory },
): Promise<void> {
  const rows = scored.map(({ assessment, standing }) => ({
    portal_id: portalId,
    account_id: assessment.accountId,
    frame_id: assessment.frameId,
    assessed_at: now.getTime(),
    body: memory.write(portalId, assessment),
    standing: standing === null ? null : JSON.stringify(standing),
    lifecycle: assessment.lifecycle,
    value_tier: assessment.value?.tier ?? null,
    health_score: assessment.health?.score ?? null,
    health_band: assessment.health?.band ?? null,
    risk_level: assessment.risk?.level ?? null,
    nine_box: assessment.nineBox,
    revenue_ttm: assessment.purchases?.revenueTtm ?? null,
    revenue_at_risk: assessment.risk?.revenueAtRisk ?? null,
  }));
  await db
    .insertInto('assessment')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'account_id']).doUpdateSet(({ ref }) => ({
        frame_id: ref('excluded.frame_id'),
        assessed_at: ref('excluded.assessed_at'),
        body: ref('excluded.body'),
        standing: ref('excluded.standing'),
        lifecycle: ref('excluded.lifecycle'),
        value_tier: ref('excluded.value_tier'),
        health_score: ref('excluded.health_score'),
        health_band: ref('excluded.health_band'),
        risk_level: ref('excluded.risk_level'),
        nine_box: ref('excluded.nine_box'),
        revenue_ttm: ref('excluded.revenue_ttm'),
        revenue_at_risk: ref('excluded.revenue_at_risk'),
      })),
    )
    .execute();
}

async function fillOutbox(
  db: Database,
  portalId: PortalId,
  differing: readonly Pick<ScoredAccount, 'dirty'>[],
  now: Date,
): Promise<void> {
  const rows = differing.map(({ dirty }) => ({
    portal_id: portalId,
    account_id: dirty.id,
    seq: 1,
    reason: dirty.reason,
    rank: rankOf(dirty.reason),
    changed_at: dirty.changedAt,
    due_at: now.getTime(),
    attempts: 0,
    last_error: null,
    posts: trailText(dirty.posts),
  }));
  await db
    .insertInto('outbox')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'account_id']).doUpdateSet(({ eb, ref }) => ({
        seq: eb('outbox.seq', '+', 1),
        ...bestOf('outbox'),
        due_at: ref('excluded.due_at'),
        attempts: 0,
        posts: longerTrail('outbox'),
      })),
    )
    .execute();
}

async function forget(db: Database, portalId: PortalId, dirty: readonly DirtyAccount[]) {
  for (const [seq, accounts] of Map.groupBy(dirty, (account) => account.seq)) {
    await db
      .deleteFrom('dirty_account')
      .where('portal_id', '=', portalId)
      .where('seq', '=', seq)
      .where(
        'account_id',
        'in',
        accounts.map(({ id }) => id),
      )
      .execute();
  }
}
