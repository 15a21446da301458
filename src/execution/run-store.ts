import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { RunOutcome, StrategyCode, StrategyRun } from '../model/strategy.ts';

export type RunStore = ReturnType<typeof createRunStore>;

/** Which strategies are and were at work for which account. */
export function createRunStore(db: Database) {
  return {
    /** In the order of their start. */
    async listOf(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, StrategyRun[]>> {
      const runs = new Map<AccountId, StrategyRun[]>();
      for (const part of parts(accountIds)) {
        const rows = await db
          .selectFrom('strategy_run')
          .select(['account_id', 'strategy', 'started_day', 'ended_day', 'outcome', 'is_asked'])
          .where('portal_id', '=', portalId)
          .where('account_id', 'in', part)
          .orderBy('started_day')
          .execute();
        for (const row of rows) {
          const own = runs.get(accountId(row.account_id));
          const run = {
            strategy: row.strategy as StrategyCode,
            startedOn: row.started_day,
            endedOn: row.ended_day,
            outcome: row.outcome as RunOutcome | null,
            ...(row.is_asked === 1 && { isAsked: true as const }),
          };
          if (own) own.push(run);
          else runs.set(accountId(row.account_id), [run]);
        }
      }
      return runs;
    },

    /** Keeps runs as they stand; one that begins again on the day it began is the same run. */
    async save(
      portalId: PortalId,
      runs: readonly (StrategyRun & { accountId: AccountId })[],
    ): Promise<void> {
      const latest = new Map(
        runs.map((run) => [`${run.accountId}/${run.strategy}/${run.startedOn}`, run]),
      );
      const rows = [...latest.values()].map((run) => ({
        portal_id: portalId,
        account_id: run.accountId,
        strategy: run.strategy,
        started_day: run.startedOn,
        ended_day: run.endedOn,
        outcome: run.outcome,
        is_asked: run.isAsked ? 1 : 0,
      }));
      for (const part of parts(rows)) {
        await db
          .insertInto('strategy_run')
          .values(part)
          .onConflict((conflict) =>
            conflict
              .columns(['portal_id', 'account_id', 'strategy', 'started_day'])
              .doUpdateSet(({ ref }) => ({
                ended_day: ref('excluded.ended_day'),
                outcome: ref('excluded.outcome'),
                is_asked: ref('excluded.is_asked'),
              })),
          )
          .execute();
      }
    },

    /** Whether any strategy is at work. */
    async isAnyOpen(portalId: PortalId): Promise<boolean> {
      const row = await db
        .selectFrom('strategy_run')
        .select('account_id')
        .where('portal_id', '=', portalId)
        .where('ended_day', 'is', null)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },
  };
}
