import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { NineBoxType } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import { accountId, type PortalId } from '../model/ids.ts';

export type DigestStore = ReturnType<typeof createDigestStore>;

export type DueTask = {
  accountId: string | null;
  accountName: string | null;
  strategy: string;
  step: string;
  title: string | null;
  dueOn: Day;
};

const openStatuses = ['not_started', 'in_progress', 'deferred'];
const risksListed = 10;
const tasksListed = 10;

/** What owners are told once a week. */
export function createDigestStore(db: Database) {
  return {
    /** Active owners of accounts whose digest of the week was not made, a few at a time. */
    async listOwners(portalId: PortalId, week: Day, limit: number) {
      const rows = await db
        .selectFrom('owner')
        .leftJoin('owner_digest', (join) =>
          join
            .onRef('owner_digest.portal_id', '=', 'owner.portal_id')
            .onRef('owner_digest.owner_id', '=', 'owner.owner_id')
            .on('owner_digest.week_day', '=', week),
        )
        .select(['owner.owner_id', 'owner.name'])
        .where('owner.portal_id', '=', portalId)
        .where('owner.is_active', '=', 1)
        .where('owner_digest.owner_id', 'is', null)
        .where(({ exists, selectFrom }) =>
          exists(
            selectFrom('portfolio_account')
              .select('portfolio_account.account_id')
              .whereRef('portfolio_account.portal_id', '=', 'owner.portal_id')
              .whereRef('portfolio_account.owner_id', '=', 'owner.owner_id'),
          ),
        )
        .orderBy('owner.owner_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({ ownerId: row.owner_id, name: row.name }));
    },

    /** How many of an owner's accounts came to another type since. */
    async countChanged(portalId: PortalId, ownerId: string, since: number): Promise<number> {
      const { accounts } = await db
        .selectFrom('account_transition as passed')
        .innerJoin('portfolio_account as account', (join) =>
          join
            .onRef('account.portal_id', '=', 'passed.portal_id')
            .onRef('account.account_id', '=', 'passed.account_id'),
        )
        .select(sql<number>`count(distinct passed.account_id)`.as('accounts'))
        .where('passed.portal_id', '=', portalId)
        .where('passed.happened_at', '>=', since)
        .where('passed.kind', '=', 'type')
        .where('account.owner_id', '=', ownerId)
        .executeTakeFirstOrThrow();
      return Number(accounts);
    },

    /** An owner's accounts at high risk, the most money first, and how many and how much they are in all. */
    async atRisk(portalId: PortalId, ownerId: string) {
      const ofOwner = db
        .selectFrom('portfolio_account')
        .where('portal_id', '=', portalId)
        .where('owner_id', '=', ownerId)
        .where('risk_level', '=', 'high');
      const total = await ofOwner
        .select(({ fn }) => [
          fn.countAll<number>().as('accounts'),
          fn.sum<number | null>('revenue_at_risk').as('amount'),
        ])
        .executeTakeFirstOrThrow();
      const rows = await ofOwner
        .select(['account_id', 'name', 'nine_box', 'revenue_at_risk'])
        .orderBy('revenue_at_risk', 'desc')
        .orderBy('account_id')
        .limit(risksListed)
        .execute();
      return {
        accounts: Number(total.accounts),
        amount: Number(total.amount ?? 0),
        first: rows.map((row) => ({
          accountId: accountId(row.account_id),
          name: row.name,
          type: row.nine_box as NineBoxType | null,
          revenueAtRisk: row.revenue_at_risk,
        })),
      };
    },

    /** What an owner has to do by a day: how much of it is late, and what is due first. */
    async tasks(portalId: PortalId, ownerId: string, { today, until }: { today: Day; until: Day }) {
      const open = db
        .selectFrom('step_task as task')
        .where('task.portal_id', '=', portalId)
        .where('task.owner_id', '=', ownerId)
        .where('task.status', 'in', openStatuses)
        .where('task.due_day', '<=', until);
      const counts = await open
        .select(({ fn }) => [
          fn.countAll<number>().as('due'),
          sql<number>`sum(case when task.due_day < ${today} then 1 else 0 end)`.as('late'),
        ])
        .executeTakeFirstOrThrow();
      const rows = await open
        .leftJoin('company', (join) =>
          join
            .onRef('company.portal_id', '=', 'task.portal_id')
            .onRef('company.company_id', '=', 'task.account_id'),
        )
        .select([
          'task.account_id',
          'task.strategy',
          'task.step',
          'task.title',
          'task.due_day',
          'company.name',
        ])
        .orderBy('task.due_day')
        .orderBy('task.weight', 'desc')
        .limit(tasksListed)
        .execute();
      const late = Number(counts.late ?? 0);
      return { due: Number(counts.due) - late, late, first: rows.map(toDueTask) };
    },
  };
}

function toDueTask(row: {
  account_id: string | null;
  name: string | null;
  strategy: string;
  step: string;
  title: string | null;
  due_day: number;
}): DueTask {
  return {
    accountId: row.account_id,
    accountName: row.name,
    strategy: row.strategy,
    step: row.step,
    title: row.title,
    dueOn: row.due_day,
  };
}
