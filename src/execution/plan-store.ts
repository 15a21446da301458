import type { Database } from '../database/schema.ts';
import type { NineBoxType, RiskLevel, Tier } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { WriteScope } from '../model/publishing.ts';
import type { Outlook, Situation, StrategyCode } from '../model/strategy.ts';

export type PlanStore = ReturnType<typeof createPlanStore>;

/** An account with what its plan follows from. */
export type AccountToPlan = {
  situation: Situation;
  /** Company properties that may name an owner. */
  properties: Readonly<Record<string, string | null>>;
  /** As it was planned last. */
  outlook: Outlook;
};

export type DueAccount = { accountId: AccountId; seq: number };

/** For which day tasks were planned, and from what settings. */
export type TaskPlan = { plannedOn: Day; revision: string };

/** What is to be planned, and what has been. */
export function createPlanStore(db: Database) {
  return {
    async find(portalId: PortalId): Promise<TaskPlan | undefined> {
      const row = await db
        .selectFrom('task_plan')
        .select(['planned_day', 'revision'])
        .where('portal_id', '=', portalId)
        .executeTakeFirst();
      return row && { plannedOn: row.planned_day, revision: row.revision };
    },

    async save(portalId: PortalId, { plannedOn, revision }: TaskPlan): Promise<void> {
      const row = { planned_day: plannedOn, revision };
      await db
        .insertInto('task_plan')
        .values({ portal_id: portalId, ...row })
        .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(row))
        .execute();
    },

    /** In the order of their ids, a part at a time. */
    async listAccounts(
      portalId: PortalId,
      scope: WriteScope,
      after: AccountId | null,
      limit: number,
    ): Promise<AccountToPlan[]> {
      const rows = await accountsWithin(db, portalId, scope)
        .$if(after !== null, (query) => query.where('account_situation.account_id', '>', after))
        .orderBy('account_situation.account_id')
        .limit(limit)
        .execute();
      return rows.map(toAccount);
    },

    async findAccounts(
      portalId: PortalId,
      scope: WriteScope,
      ids: readonly AccountId[],
    ): Promise<AccountToPlan[]> {
      const found: AccountToPlan[] = [];
      for (const part of parts(ids)) {
        const rows = await accountsWithin(db, portalId, scope)
          .where('account_situation.account_id', 'in', part)
          .execute();
        found.push(...rows.map(toAccount));
      }
      return found;
    },

    /** Accounts that changed since the day's plan. */
    async listDue(
      portalId: PortalId,
      limit: number,
      after: AccountId | null = null,
    ): Promise<DueAccount[]> {
      const rows = await db
        .selectFrom('plan_due')
        .select(['account_id', 'seq'])
        .where('portal_id', '=', portalId)
        .$if(after !== null, (query) => query.where('account_id', '>', after))
        .orderBy('account_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ accountId: accountId(row.account_id), seq: row.seq }));
    },

    async countDue(portalId: PortalId): Promise<number> {
      const { rows } = await db
        .selectFrom('plan_due')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('portal_id', '=', portalId)
        .executeTakeFirstOrThrow();
      return Number(rows);
    },

    /** Forgets those that did not change again meanwhile. */
    async forgetDue(portalId: PortalId, due: readonly DueAccount[]): Promise<void> {
      for (const [seq, accounts] of Map.groupBy(due, (account) => account.seq)) {
        for (const part of parts(accounts.map((account) => account.accountId))) {
          await db
            .deleteFrom('plan_due')
            .where('portal_id', '=', portalId)
            .where('seq', '=', seq)
            .where('account_id', 'in', part)
            .execute();
        }
      }
    },
  };
}

/** Whoever a pilot is for is asked of the portfolio, which knows the mapped key-account manager. */
function accountsWithin(db: Database, portalId: PortalId, scope: WriteScope) {
  return db
    .selectFrom('account_situation')
    .leftJoin('assessment', (join) =>
      join
        .onRef('assessment.portal_id', '=', 'account_situation.portal_id')
        .onRef('assessment.account_id', '=', 'account_situation.account_id'),
    )
    .leftJoin('company', (join) =>
      join
        .onRef('company.portal_id', '=', 'account_situation.portal_id')
        .onRef('company.company_id', '=', 'account_situation.account_id'),
    )
    .select([
      'account_situation.account_id',
      'account_situation.nine_box',
      'account_situation.risk_level',
      'account_situation.value_tier',
      'account_situation.is_lost',
      'account_situation.last_order_day',
      'account_situation.next_expected_day',
      'account_situation.priority',
      'account_situation.revenue_at_risk',
      'account_situation.next_action_day',
      'account_situation.strategy',
      'assessment.account_id as scored_id',
      'company.owner_id',
      'company.mapped',
    ])
    .where('account_situation.portal_id', '=', portalId)
    .$if(scope.kind === 'owners', (query) =>
      query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('portfolio_account as p')
            .select('p.account_id')
            .whereRef('p.portal_id', '=', 'account_situation.portal_id')
            .whereRef('p.account_id', '=', 'account_situation.account_id')
            .where('p.owner_id', 'in', [...(scope.kind === 'owners' ? scope.ownerIds : []), '']),
        ),
      ),
    );
}

type Row = Awaited<ReturnType<ReturnType<typeof accountsWithin>['execute']>>[number];

/** An account that is not scored any more has no type: what was at work for it ends. */
function toAccount(row: Row): AccountToPlan {
  const isScored = row.scored_id !== null;
  const mapped = JSON.parse(row.mapped ?? '{}') as Record<string, string | null>;
  return {
    situation: {
      accountId: accountId(row.account_id),
      type: isScored ? (row.nine_box as NineBoxType | null) : null,
      risk: isScored ? (row.risk_level as RiskLevel | null) : null,
      value: isScored ? (row.value_tier as Tier | null) : null,
      isLost: row.is_lost === 1,
      lastOrderOn: row.last_order_day,
      nextExpectedOn: row.next_expected_day,
      priority: row.priority,
      revenueAtRisk: row.revenue_at_risk,
    },
    properties: { ...mapped, hubspot_owner_id: row.owner_id },
    outlook: {
      nextActionOn: row.next_action_day,
      strategy: row.strategy as StrategyCode | null,
    },
  };
}
