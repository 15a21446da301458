import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { DecisionKind, StepDecision, TaskBefore } from '../model/step-task.ts';
import type { StrategyCode } from '../model/strategy.ts';

export type DecisionStore = ReturnType<typeof createDecisionStore>;

/** A decision, and what the task was before it; null where none was changed. */
export type KeptDecision = StepDecision & { before: TaskBefore | null };

/** How often steps were decided upon, by step and kind. */
export type DecisionCount = { step: string; kind: DecisionKind; times: number };

/** What people decided about steps; nothing is overwritten, and what was undone counts no more. */
export function createDecisionStore(db: Database) {
  return {
    /** Safe to run twice: the same decision is kept once, as it was first. */
    async add(
      portalId: PortalId,
      decision: StepDecision,
      before: TaskBefore | null,
    ): Promise<void> {
      await db
        .insertInto('step_decision')
        .values({
          portal_id: portalId,
          account_id: decision.accountId,
          decision_id: decision.id,
          kind: decision.kind,
          strategy: decision.strategy,
          step: decision.step,
          step_key: decision.stepKey,
          until_day: decision.untilOn,
          owner_id: decision.ownerId,
          note: decision.note,
          author_id: decision.authorId,
          decided_at: decision.decidedAt,
          decided_day: decision.decidedOn,
          from_day: before?.dueOn ?? null,
          from_owner_id: before?.ownerId ?? null,
        })
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'account_id', 'decision_id']).doNothing(),
        )
        .execute();
    },

    /** undefined: never made, or undone. */
    async find(
      portalId: PortalId,
      account: AccountId,
      id: string,
    ): Promise<KeptDecision | undefined> {
      const row = await db
        .selectFrom('step_decision')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('account_id', '=', account)
        .where('decision_id', '=', id)
        .where('undone_at', 'is', null)
        .executeTakeFirst();
      return row && toDecision(row);
    },

    async undo(
      portalId: PortalId,
      { accountId: account, id }: Pick<StepDecision, 'accountId' | 'id'>,
      { authorId, at }: { authorId: number; at: number },
    ): Promise<void> {
      await db
        .updateTable('step_decision')
        .set({ undone_at: at, undone_by: authorId })
        .where('portal_id', '=', portalId)
        .where('account_id', '=', account)
        .where('decision_id', '=', id)
        .where('undone_at', 'is', null)
        .execute();
    },

    async countSince(portalId: PortalId, since: Day): Promise<DecisionCount[]> {
      const rows = await db
        .selectFrom('step_decision')
        .select(({ fn }) => ['step', 'kind', fn.countAll<number>().as('times')])
        .where('portal_id', '=', portalId)
        .where('decided_day', '>=', since)
        .where('undone_at', 'is', null)
        .groupBy(['step', 'kind'])
        .execute();
      return rows.map(({ step, kind, times }) => ({
        step,
        kind: kind as DecisionKind,
        times: Number(times),
      }));
    },

    /** Those that still count: made since a day, in the order they were made. */
    async listSince(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      since: Day,
    ): Promise<Map<AccountId, KeptDecision[]>> {
      const found: KeptDecision[] = [];
      for (const part of parts(accountIds)) {
        const rows = await db
          .selectFrom('step_decision')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('account_id', 'in', part)
          .where('decided_day', '>=', since)
          .where('undone_at', 'is', null)
          .orderBy('decided_at')
          .orderBy('decision_id')
          .execute();
        found.push(...rows.map(toDecision));
      }
      return Map.groupBy(found, (decision) => decision.accountId);
    },
  };
}

function toDecision(row: Selectable<Tables['step_decision']>): KeptDecision {
  return {
    id: row.decision_id,
    accountId: accountId(row.account_id),
    kind: row.kind as DecisionKind,
    strategy: row.strategy as StrategyCode,
    step: row.step,
    stepKey: row.step_key,
    untilOn: row.until_day,
    ownerId: row.owner_id,
    note: row.note,
    authorId: row.author_id,
    decidedAt: row.decided_at,
    decidedOn: row.decided_day,
    before:
      row.from_day === null || row.from_owner_id === null
        ? null
        : { dueOn: row.from_day, ownerId: row.from_owner_id },
  };
}
