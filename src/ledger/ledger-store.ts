import type { ExpressionBuilder } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { openStatuses, type StepTask } from '../model/step-task.ts';
import type { ExecutionStatus, StrategyCode } from '../model/strategy.ts';

export type LedgerStore = ReturnType<typeof createLedgerStore>;

export type LedgerFilter = {
  ownerId?: string | undefined;
  strategy?: StrategyCode | undefined;
  status?: ExecutionStatus | undefined;
};

/** Which lines of the ledger; what is open after its date counts as deferred. */
export type LedgerRequest = {
  filter: LedgerFilter;
  today: Day;
  /** Of tasks and accounts of these owners alone; null: of all. */
  ownerIds: readonly string[] | null;
};

/** A task and one of the accounts it is about, or a line that was imported for an account. */
export type LedgerKey = {
  source: 'task' | 'imported';
  key: string;
  account: { id: AccountId; name: string | null };
};

export type JudgedTask = Pick<
  StepTask,
  'key' | 'ownerId' | 'strategy' | 'step' | 'plannedOn' | 'status' | 'completedAt'
>;

/** Open tasks that somebody has in place of somebody else, and why. */
export type OwnerProblem = {
  ownerId: string;
  /** As it was kept; null where the task was moved. */
  problem: string | null;
  movedFrom: string | null;
  tasks: number;
};

type LedgerTables = { t: Tables['step_task'] };
type ImportedTables = { i: Tables['imported_execution'] };
const ended = ['withdrawn', 'dismissed'];

/** Tasks of all accounts of a portal as executions: what was planned, done and said. */
export function createLedgerStore(db: Database) {
  const executed = (portalId: PortalId, ownerIds: readonly string[] | null) =>
    db
      .selectFrom('step_task as t')
      .where('t.portal_id', '=', portalId)
      .where('t.kind', '!=', 'escalation')
      .where('t.status', 'not in', ended)
      .where((eb) => isSeen(eb, ownerIds));

  /** One row for each account of a task. */
  const lines = (portalId: PortalId, { filter, today, ownerIds }: LedgerRequest) =>
    executed(portalId, ownerIds)
      .leftJoin('taken_step as s', (join) =>
        join
          .onRef('s.portal_id', '=', 't.portal_id')
          .onRef('s.task_key', '=', 't.task_key')
          .on('s.is_withdrawn', '=', 0)
          .on('t.account_id', 'is', null),
      )
      .where(({ eb, or }) =>
        or([eb('t.account_id', 'is not', null), eb('s.account_id', 'is not', null)]),
      )
      .where((eb) => hasStatus(eb, filter.status, today))
      .$if(filter.ownerId !== undefined, (query) =>
        query.where('t.owner_id', '=', filter.ownerId ?? ''),
      )
      .$if(filter.strategy !== undefined, (query) =>
        query.where('t.strategy', '=', filter.strategy ?? ''),
      );

  /** None of a strategy: what was imported is of none. */
  const importedLines = (portalId: PortalId, { filter, today, ownerIds }: LedgerRequest) =>
    db
      .selectFrom('imported_execution as i')
      .where('i.portal_id', '=', portalId)
      .where((eb) => eb.lit(filter.strategy === undefined))
      .where((eb) => isImportedSeen(eb, ownerIds))
      .where((eb) => hasImportedStatus(eb, filter.status, today))
      .$if(filter.ownerId !== undefined, (query) =>
        query.where('i.owner_id', '=', filter.ownerId ?? ''),
      );

  const judged = (portalId: PortalId, ownerIds: readonly string[] | null) =>
    executed(portalId, ownerIds).select([
      't.task_key as key',
      't.owner_id as ownerId',
      't.strategy as strategy',
      't.step as step',
      't.planned_day as plannedOn',
      't.status as status',
      't.completed_at as completedAt',
    ]);

  return {
    /** The latest date first. */
    async listPage(
      portalId: PortalId,
      request: LedgerRequest,
      { offset, limit }: { offset: number; limit: number },
    ): Promise<LedgerKey[]> {
      // Each sorted and cut by itself: together, no index leads to their first lines.
      const tasks = lines(portalId, request)
        .select(({ fn, val }) => [
          val('task').as('source'),
          't.task_key as key',
          fn.coalesce('t.account_id', 's.account_id').as('account_id'),
          't.planned_day',
        ])
        .orderBy('t.planned_day', 'desc')
        .orderBy('t.task_key', 'desc')
        .orderBy('account_id')
        .limit(offset + limit);
      const imported = importedLines(portalId, request)
        .select(({ val, ref }) => [
          val('imported').as('source'),
          'i.execution_key as key',
          ref('i.account_id').$castTo<string | null>().as('account_id'),
          'i.planned_day',
        ])
        .orderBy('i.planned_day', 'desc')
        .orderBy('i.execution_key', 'desc')
        .orderBy('i.account_id')
        .limit(offset + limit);
      const both = db
        .selectFrom(tasks.as('a'))
        .selectAll('a')
        .unionAll(db.selectFrom(imported.as('b')).selectAll('b'));
      const rows = await db
        .selectFrom(both.as('line'))
        .leftJoin('company as c', (join) =>
          join.on('c.portal_id', '=', portalId).onRef('c.company_id', '=', 'line.account_id'),
        )
        .select(['line.source', 'line.key', 'line.account_id', 'c.name'])
        .orderBy('line.planned_day', 'desc')
        .orderBy('line.key', 'desc')
        .orderBy('line.account_id')
        .limit(limit)
        .offset(offset)
        .execute();
      return rows.map((row) => ({
        source: row.source === 'task' ? 'task' : 'imported',
        key: row.key,
        account: { id: accountId(row.account_id ?? ''), name: row.name },
      }));
    },

    /** How many lines there are, counted up to a limit. */
    async count(portalId: PortalId, request: LedgerRequest, limit: number): Promise<number> {
      const tasks = lines(portalId, request).select('t.task_key as key').limit(limit);
      const imported = importedLines(portalId, request).select('i.execution_key as key');
      const counts = await Promise.all(
        [tasks, imported.limit(limit)].map((some) =>
          db
            .selectFrom(some.as('line'))
            .select(({ fn }) => fn.countAll<number>().as('found'))
            .executeTakeFirstOrThrow(),
        ),
      );
      const found = counts.reduce((sum, count) => sum + Number(count.found), 0);
      return Math.min(found, limit);
    },

    /** Occasions of one step that were planned within days; both belong to it. */
    async listPlanned(
      portalId: PortalId,
      { step, from, to }: { step: string; from: Day; to: Day },
      ownerIds: readonly string[] | null,
    ): Promise<JudgedTask[]> {
      const rows = await judged(portalId, ownerIds)
        .where('t.step', '=', step)
        .where('t.kind', '=', 'step')
        .where('t.planned_day', '>=', from)
        .where('t.planned_day', '<=', to)
        .execute();
      return rows as JudgedTask[];
    },

    /** What was done between two instants. */
    async listDone(
      portalId: PortalId,
      { fromMs, toMs }: { fromMs: number; toMs: number },
      ownerIds: readonly string[] | null,
    ): Promise<JudgedTask[]> {
      const rows = await judged(portalId, ownerIds)
        .where('t.status', '=', 'done')
        .where('t.completed_at', '>=', fromMs)
        .where('t.completed_at', '<', toMs)
        .execute();
      return rows as JudgedTask[];
    },

    /** The accounts of tasks, one of each task. */
    async accountsOf(portalId: PortalId, keys: readonly string[]): Promise<LedgerKey[]> {
      if (keys.length === 0) return [];
      const rows = await db
        .selectFrom('step_task as t')
        .leftJoin('company as c', (join) =>
          join.onRef('c.portal_id', '=', 't.portal_id').onRef('c.company_id', '=', 't.account_id'),
        )
        .select(['t.task_key', 't.account_id', 'c.name'])
        .where('t.portal_id', '=', portalId)
        .where('t.task_key', 'in', keys)
        .where('t.account_id', 'is not', null)
        .execute();
      return rows.map((row) => ({
        source: 'task',
        key: row.task_key,
        account: { id: accountId(row.account_id ?? ''), name: row.name },
      }));
    },

    async listProblems(
      portalId: PortalId,
      ownerIds: readonly string[] | null,
    ): Promise<OwnerProblem[]> {
      const rows = await executed(portalId, ownerIds)
        .where('t.status', 'in', openStatuses)
        .where(({ eb, or }) =>
          or([eb('t.owner_problem', 'is not', null), eb('t.moved_from', 'is not', null)]),
        )
        .select(['t.owner_id', 't.owner_problem', 't.moved_from'])
        .execute();
      // Counted here: to group them, a database would walk through all tasks of each owner.
      const alike = Map.groupBy(rows, (row) => JSON.stringify(row));
      return [...alike.values()].flatMap((same) => {
        const [row] = same;
        if (!row) return [];
        const { owner_id: ownerId, owner_problem: problem, moved_from: movedFrom } = row;
        return [{ ownerId, problem, movedFrom, tasks: same.length }];
      });
    },
  };
}

/** The task is theirs, or its account. */
function isSeen(
  eb: ExpressionBuilder<Tables & LedgerTables, 't'>,
  ownerIds: readonly string[] | null,
) {
  if (ownerIds === null) return eb.lit(true);
  const ids = [...ownerIds, ''];
  return eb.or([
    eb('t.owner_id', 'in', ids),
    eb.exists(
      eb
        .selectFrom('portfolio_account as p')
        .select('p.account_id')
        .whereRef('p.portal_id', '=', 't.portal_id')
        .whereRef('p.account_id', '=', 't.account_id')
        .where('p.owner_id', 'in', ids),
    ),
  ]);
}

function hasStatus(
  eb: ExpressionBuilder<Tables & LedgerTables, 't'>,
  status: ExecutionStatus | undefined,
  today: Day,
) {
  if (status === undefined) return eb.lit(true);
  if (status === 'done') return eb('t.status', '=', 'done');
  const isLate = eb('t.planned_day', '<', today);
  if (status === 'deferred') {
    const isOpen = eb('t.status', 'in', openStatuses);
    return eb.or([eb('t.status', '=', 'deferred'), eb.and([isOpen, isLate])]);
  }
  return eb.and([eb('t.status', '=', status), eb('t.planned_day', '>=', today)]);
}

/** They did it, or it is of their account. */
function isImportedSeen(
  eb: ExpressionBuilder<Tables & ImportedTables, 'i'>,
  ownerIds: readonly string[] | null,
) {
  if (ownerIds === null) return eb.lit(true);
  const ids = [...ownerIds, ''];
  return eb.or([
    eb('i.owner_id', 'in', ids),
    eb.exists(
      eb
        .selectFrom('portfolio_account as p')
        .select('p.account_id')
        .whereRef('p.portal_id', '=', 'i.portal_id')
        .whereRef('p.account_id', '=', 'i.account_id')
        .where('p.owner_id', 'in', ids),
    ),
  ]);
}

function hasImportedStatus(
  eb: ExpressionBuilder<Tables & ImportedTables, 'i'>,
  status: ExecutionStatus | undefined,
  today: Day,
) {
  if (status === undefined) return eb.lit(true);
  if (status === 'done') return eb('i.status', '=', 'done');
  const isLate = eb('i.planned_day', '<', today);
  if (status !== 'deferred') return eb.and([eb('i.status', '=', status), eb.not(isLate)]);
  const isOpen = eb('i.status', '!=', 'done');
  return eb.or([eb('i.status', '=', 'deferred'), eb.and([isOpen, isLate])]);
}
