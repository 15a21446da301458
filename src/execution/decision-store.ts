import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { DecisionKind, StepDecision } from '../model/step-task.ts';
import type { StrategyCode } from '../model/strategy.ts';

export type DecisionStore = ReturnType<typeof createDecisionStore>;

/** What people decided about steps; nothing is overwritten. */
export function createDecisionStore(db: Database) {
  return {
    /** false when this very decision is there already. */
    async add(portalId: PortalId, decision: StepDecision): Promise<boolean> {
      const [result] = await db
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
          note: decision.note,
          author_id: decision.authorId,
          decided_at: decision.decidedAt,
          decided_day: decision.decidedOn,
        })
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'account_id', 'decision_id']).doNothing(),
        )
        .execute();
      return result?.numInsertedOrUpdatedRows === 1n;
    },

    /** Those that still count: made since a day, in the order they were made. */
    async listSince(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      since: Day,
    ): Promise<Map<AccountId, StepDecision[]>> {
      const found: StepDecision[] = [];
      for (const part of parts(accountIds)) {
        const rows = await db
          .selectFrom('step_decision')
          .selectAll()
          .where('portal_id', '=', portalId)
          .where('account_id', 'in', part)
          .where('decided_day', '>=', since)
          .orderBy('decided_at')
          .orderBy('decision_id')
          .execute();
        found.push(...rows.map(toDecision));
      }
      return Map.groupBy(found, (decision) => decision.accountId);
    },
  };
}

function toDecision(row: Selectable<Tables['step_decision']>): StepDecision {
  return {
    id: row.decision_id,
    accountId: accountId(row.account_id),
    kind: row.kind as DecisionKind,
    strategy: row.strategy as StrategyCode,
    step: row.step,
    stepKey: row.step_key,
    untilOn: row.until_day,
    note: row.note,
    authorId: row.author_id,
    decidedAt: row.decided_at,
    decidedOn: row.decided_day,
  };
}
