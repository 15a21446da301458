import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import { openStatuses } from '../model/step-task.ts';

export type AccountTrailStore = ReturnType<typeof createAccountTrailStore>;

const trails = [
  'strategy_run',
  'step_task',
  'taken_step',
  'step_decision',
  'imported_execution',
] as const;

/** Everything that strategies left of an account: runs, tasks and decisions, and ledgers kept elsewhere. */
export function createAccountTrailStore(db: Database) {
  return {
    /** Those of the accounts that strategies left anything of. */
    async withAny(portalId: PortalId, accountIds: readonly AccountId[]): Promise<AccountId[]> {
      const found = new Set<AccountId>();
      for (const part of parts(accountIds)) {
        for (const table of trails) {
          const rows = await db
            .selectFrom(table)
            .select('account_id')
            .distinct()
            .where('portal_id', '=', portalId)
            .where('account_id', 'in', part)
            .execute();
          for (const { account_id } of rows) found.add(accountId(account_id ?? ''));
        }
      }
      return [...found];
    },

    /**
     * Gives what was merged into another account to that account. What both have stays behind, and is
     * withdrawn and forgotten there. Safe to run twice.
     */
    async move(portalId: PortalId, from: AccountId, to: AccountId): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await moveRuns(transaction, portalId, from, to);
        await moveTasks(transaction, portalId, from, to);
        await transaction
          .updateTable('step_decision')
          .set({ account_id: to })
          .where('portal_id', '=', portalId)
          .where('account_id', '=', from)
          .execute();
        await moveImported(transaction, portalId, from, to);
      });
    },

    /** Accounts whose company is not there any more, in the order of their ids. */
    async listGone(portalId: PortalId, limit: number): Promise<AccountId[]> {
      const [planned, imported] = await Promise.all([
        db
          .selectFrom('account_situation')
          .leftJoin('company', (join) =>
            join
              .onRef('company.portal_id', '=', 'account_situation.portal_id')
              .onRef('company.company_id', '=', 'account_situation.account_id'),
          )
          .select('account_situation.account_id')
          .where('account_situation.portal_id', '=', portalId)
          .where('company.company_id', 'is', null)
          .orderBy('account_situation.account_id')
          .limit(limit)
          .execute(),
        db
          .selectFrom('imported_execution')
          .leftJoin('company', (join) =>
            join
              .onRef('company.portal_id', '=', 'imported_execution.portal_id')
              .onRef('company.company_id', '=', 'imported_execution.account_id'),
          )
          .select('imported_execution.account_id')
          .distinct()
          .where('imported_execution.portal_id', '=', portalId)
          .where('company.company_id', 'is', null)
          .orderBy('imported_execution.account_id')
          .limit(limit)
          .execute(),
      ]);
      const found = new Set([...planned, ...imported].map((row) => accountId(row.account_id)));
      return [...found].toSorted().slice(0, limit);
    },

    /**
     * Forgets what strategies left of accounts that are gone, once HubSpot knows of it; what somebody is
     * at stays until it is over. Safe to run twice.
     */
    async forget(portalId: PortalId, accountIds: readonly AccountId[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const part of parts(accountIds)) await forgetPart(transaction, portalId, part);
      });
    },
  };
}

/** A strategy is at work once: that of the heir stays. */
async function moveRuns(db: Database, portalId: PortalId, from: AccountId, to: AccountId) {
  await db
    .updateTable('strategy_run')
    .set({ account_id: to })
    .where('portal_id', '=', portalId)
    .where('account_id', '=', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('strategy_run as own')
            .select('own.strategy')
            .where('own.portal_id', '=', portalId)
            .where('own.account_id', '=', to)
            .whereRef('own.strategy', '=', 'strategy_run.strategy')
            .where(({ eb, or, ref }) =>
              or([
                eb('own.started_day', '=', ref('strategy_run.started_day')),
                eb('own.ended_day', 'is', null),
              ]),
            ),
        ),
      ),
    )
    .execute();
}

async function moveTasks(db: Database, portalId: PortalId, from: AccountId, to: AccountId) {
  await db
    .updateTable('taken_step')
    .set({ account_id: to })
    .where('portal_id', '=', portalId)
    .where('account_id', '=', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('taken_step as own')
            .select('own.step')
            .where('own.portal_id', '=', portalId)
            .where('own.account_id', '=', to)
            .whereRef('own.step', '=', 'taken_step.step')
            .whereRef('own.period', '=', 'taken_step.period'),
        ),
      ),
    )
    .execute();
  await db
    .updateTable('step_task')
    .set(({ eb, ref }) => ({
      account_id: to,
      changes: sql<string>`changes || 'text '`,
      seq: eb('seq', '+', 1),
      sync: eb.case().when('sync', '=', 'sent').then('to_update').else(ref('sync')).end(),
    }))
    .where('portal_id', '=', portalId)
    .where('account_id', '=', from)
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('kind', '!=', 'step'),
        eb(
          'task_key',
          'in',
          selectFrom('taken_step')
            .select('task_key')
            .where('portal_id', '=', portalId)
            .where('account_id', '=', to),
        ),
      ]),
    )
    .execute();
}

/** A step of a day is one line: that of the heir stays. */
async function moveImported(db: Database, portalId: PortalId, from: AccountId, to: AccountId) {
  await db
    .updateTable('imported_execution')
    .set({ account_id: to })
    .where('portal_id', '=', portalId)
    .where('account_id', '=', from)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('imported_execution as own')
            .select('own.execution_key')
            .where('own.portal_id', '=', portalId)
            .where('own.account_id', '=', to)
            .whereRef('own.execution_key', '=', 'imported_execution.execution_key'),
        ),
      ),
    )
    .execute();
}

async function forgetPart(db: Database, portalId: PortalId, ids: readonly AccountId[]) {
  const goingOn = () =>
    db
      .selectFrom('step_task as task')
      .where('task.portal_id', '=', portalId)
      .where(({ eb, or }) =>
        or([
          eb('task.status', 'in', openStatuses),
          eb('task.sync', 'in', ['sending', 'to_update']),
        ]),
      );
  for (const table of ['taken_step', 'step_task'] as const) {
    await db
      .deleteFrom(table)
      .where('portal_id', '=', portalId)
      .where('account_id', 'in', ids)
      .where('task_key', 'not in', goingOn().select('task.task_key'))
      .execute();
  }
  const left = await goingOn()
    .select('task.account_id')
    .where('task.account_id', 'in', ids)
    .execute();
  const busy = new Set(left.map(({ account_id }) => account_id));
  const done = ids.filter((id) => !busy.has(id));
  if (done.length === 0) return;
  const rest = [
    'strategy_run',
    'step_decision',
    'plan_due',
    'account_situation',
    'imported_execution',
  ] as const;
  for (const table of rest) {
    await db
      .deleteFrom(table)
      .where('portal_id', '=', portalId)
      .where('account_id', 'in', done)
      .execute();
  }
}
