import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import {
  isOpen,
  openStatuses,
  type StepTask,
  type TaskKind,
  type TaskPart,
  type TaskStatus,
  type TaskSync,
  type Urgency,
  type WhyEnded,
} from '../model/step-task.ts';
import type { OwnerRole, StepMode, StrategyCode, TakenStep } from '../model/strategy.ts';

export type TaskStore = ReturnType<typeof createTaskStore>;

/** Tasks as they stand. */
export function createTaskStore(db: Database) {
  const ofPortal = (portalId: PortalId) =>
    db.selectFrom('step_task').selectAll().where('portal_id', '=', portalId);

  return {
    /**
     * Those that count for how much an owner has to do, and the merged ones others may join. What waits to
     * be sent counts for today: HubSpot gets it today at the earliest.
     */
    async listKnown(portalId: PortalId, today: Day, mergedSince: Day) {
      const ofAll = db
        .selectFrom('step_task')
        .select(['task_key', 'owner_id', 'created_day', 'status', 'sync'])
        .where('portal_id', '=', portalId);
      // Asked for apart: together, no index finds them.
      const found = await Promise.all([
        ofAll.where('status', 'in', openStatuses).execute(),
        ofAll.where('created_day', '=', today).execute(),
        ofAll.where('account_id', 'is', null).where('created_day', '>=', mergedSince).execute(),
      ]);
      const rows = [...new Map(found.flat().map((row) => [row.task_key, row])).values()];
      return rows.map((row) => ({
        key: row.task_key,
        ownerId: row.owner_id,
        createdOn:
          row.sync === 'to_create' && isOpen(row.status as TaskStatus) ? today : row.created_day,
        isOpen: isOpen(row.status as TaskStatus),
        isWithdrawn: row.status === 'withdrawn',
      }));
    },

    /** How many steps each owner got in HubSpot on a day; next actions are wanted on top. */
    async countSent(portalId: PortalId, day: Day): Promise<Map<string, number>> {
      const rows = await db
        .selectFrom('step_task')
        .select(({ fn }) => ['owner_id', fn.countAll<number>().as('tasks')])
        .where('portal_id', '=', portalId)
        .where('created_day', '=', day)
        .where('sync', '!=', 'to_create')
        .where('kind', '!=', 'next_action')
        .groupBy('owner_id')
        .execute();
      return new Map(rows.map((row) => [row.owner_id, Number(row.tasks)]));
    },

    /** Steps of accounts that became tasks: what is open, and what was due since a day. */
    async takenBy(
      portalId: PortalId,
      accountIds: readonly AccountId[],
      since: Day,
    ): Promise<Map<AccountId, TakenStep[]>> {
      const taken: TakenStep[] = [];
      for (const part of parts(accountIds)) {
        const rows = await takenSteps(db, portalId)
          .where('taken_step.account_id', 'in', part)
          .where(({ eb, or }) =>
            or([eb('step_task.due_day', '>=', since), eb('step_task.status', 'in', openStatuses)]),
          )
          .execute();
        taken.push(...rows.map(toTaken));
      }
      return Map.groupBy(taken, (step) => step.accountId);
    },

    async find(portalId: PortalId, key: string): Promise<StepTask | undefined> {
      const row = await ofPortal(portalId).where('task_key', '=', key).executeTakeFirst();
      return row && toTask(row);
    },

    /** An account's own tasks and those it shares, the latest date first. */
    async listOf(portalId: PortalId, account: AccountId, limit: number): Promise<StepTask[]> {
      const own = await ofPortal(portalId)
        .where('account_id', '=', account)
        .orderBy('due_day', 'desc')
        .orderBy('task_key')
        .limit(limit)
        .execute();
      const taken = await db
        .selectFrom('taken_step')
        .select('task_key')
        .where('portal_id', '=', portalId)
        .where('account_id', '=', account)
        .execute();
      const found = new Map(own.map((row) => [row.task_key, row]));
      // Asked for apart: together, no index finds them.
      for (const part of parts(taken.map((row) => row.task_key))) {
        const shared = await ofPortal(portalId).where('task_key', 'in', part).execute();
        for (const row of shared) found.set(row.task_key, row);
      }
      return [...found.values()]
        .map(toTask)
        .sort((one, other) => other.dueOn - one.dueOn || (one.key < other.key ? -1 : 1))
        .slice(0, limit);
    },

    async findMany(portalId: PortalId, keys: readonly string[]): Promise<StepTask[]> {
      const found: StepTask[] = [];
      for (const part of parts(keys)) {
        const rows = await ofPortal(portalId).where('task_key', 'in', part).execute();
        found.push(...rows.map(toTask));
      }
      return found;
    },

    /** What somebody wanted done next of steps of accounts, the nearest date first. */
    async nextActionsOf(portalId: PortalId, accountIds: readonly AccountId[]): Promise<StepTask[]> {
      const found: StepTask[] = [];
      for (const part of parts([...new Set(accountIds)])) {
        const rows = await ofPortal(portalId)
          .where('account_id', 'in', part)
          .where('kind', '=', 'next_action')
          .orderBy('due_day')
          .orderBy('task_key')
          .execute();
        found.push(...rows.map(toTask));
      }
      return found;
    },

    /** Those that HubSpot does not have, the most urgent dates first. */
    async listToCreate(portalId: PortalId, limit: number, now: Date): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('sync', '=', 'to_create')
        .where('status', 'in', openStatuses)
        .where('due_at', '<=', now.getTime())
        .orderBy('due_day')
        .orderBy('task_key')
        .limit(limit)
        .execute();
      return rows.map(toTask);
    },

    /** Asked for before a time, and never answered. */
    async listLost(portalId: PortalId, askedBefore: number, limit: number): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('sync', '=', 'sending')
        .where('sending_since', '<', askedBefore)
        .orderBy('sending_since')
        .limit(limit)
        .execute();
      return rows.map(toTask);
    },

    /** Those that HubSpot shows otherwise than they are. */
    async listToUpdate(portalId: PortalId, limit: number, now: Date): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('sync', '=', 'to_update')
        .where('due_at', '<=', now.getTime())
        .orderBy('task_key')
        .limit(limit)
        .execute();
      return rows.map(toTask);
    },

    /** Those whose state in HubSpot is to be looked at. */
    async listToLookAt(portalId: PortalId, limit: number, now: Date): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('sync', 'in', ['sent', 'to_update'])
        .where('look_at', '<=', now.getTime())
        .orderBy('look_at')
        .limit(limit)
        .execute();
      return rows.map(toTask);
    },

    /** How many HubSpot has still to be told of, but for what it refuses at present. */
    async countToSend(portalId: PortalId, now: Date): Promise<number> {
      const { rows } = await db
        .selectFrom('step_task')
        .select(({ fn }) => fn.countAll<number>().as('rows'))
        .where('portal_id', '=', portalId)
        .where('due_at', '<=', now.getTime())
        .where(({ eb, or, and }) =>
          or([
            eb('sync', 'in', ['sending', 'to_update']),
            and([eb('sync', '=', 'to_create'), eb('status', 'in', openStatuses)]),
          ]),
        )
        .executeTakeFirstOrThrow();
      return Number(rows);
    },

    /**
     * Core steps, win-back steps of core accounts, and what follows from them, that were planned before a day
     * and are open, and that nobody was told of.
     */
    async listLate(portalId: PortalId, plannedBefore: Day): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('status', 'in', openStatuses)
        .where(({ eb, or, and, exists, selectFrom }) =>
          or([
            eb('strategy', '=', 'core'),
            and([
              eb('strategy', '=', 'win_back'),
              exists(
                selectFrom('account_situation')
                  .select('account_situation.account_id')
                  .whereRef('account_situation.portal_id', '=', 'step_task.portal_id')
                  .whereRef('account_situation.account_id', '=', 'step_task.account_id')
                  .where('account_situation.nine_box', '=', 'core'),
              ),
            ]),
          ]),
        )
        .where('kind', '!=', 'escalation')
        .where('planned_day', '<', plannedBefore)
        .where('escalated_at', 'is', null)
        .orderBy('planned_day')
        .orderBy('task_key')
        .execute();
      return rows.map(toTask);
    },

    /** Open tasks of people who left. */
    async listOrphaned(portalId: PortalId, activeOwnerIds: readonly string[]): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('status', 'in', openStatuses)
        .where('owner_id', 'not in', [...activeOwnerIds, ''])
        .execute();
      return rows.map(toTask).sort(byKey);
    },

    /** What nobody has begun of a key-account manager, unless a person gave it to somebody else. */
    async listWithManagers(portalId: PortalId): Promise<StepTask[]> {
      const rows = await ofPortal(portalId)
        .where('status', '=', 'not_started')
        .where('kind', '=', 'step')
        .where('role', '=', 'kam')
        .where('account_id', 'is not', null)
        .whereRef('owner_id', '=', 'planned_owner_id')
        .execute();
      return rows.map(toTask).sort(byKey);
    },

    /** The nearest date of the open tasks of each account alone. */
    async nextDates(portalId: PortalId, accountIds: readonly AccountId[]) {
      const dates = new Map<AccountId, Day>();
      for (const part of parts(accountIds)) {
        const rows = await db
          .selectFrom('step_task')
          .select(({ fn }) => ['account_id', fn.min('due_day').as('due_day')])
          .where('portal_id', '=', portalId)
          .where('account_id', 'in', part)
          .where('status', 'in', openStatuses)
          .where('kind', '!=', 'escalation')
          .groupBy('account_id')
          .execute();
        for (const row of rows) dates.set(accountId(row.account_id ?? ''), row.due_day);
      }
      return dates;
    },
  };
}

/** Not asked of the database: to save the sorting, SQLite would read all tasks there ever were by their key. */
function byKey(one: StepTask, other: StepTask): number {
  return one.key < other.key ? -1 : 1;
}

function takenSteps(db: Database, portalId: PortalId) {
  return db
    .selectFrom('taken_step')
    .innerJoin('step_task', (join) =>
      join
        .onRef('step_task.portal_id', '=', 'taken_step.portal_id')
        .onRef('step_task.task_key', '=', 'taken_step.task_key'),
    )
    .select([
      'taken_step.account_id',
      'taken_step.step',
      'taken_step.period',
      'taken_step.step_key',
      'taken_step.strategy',
      'taken_step.is_withdrawn',
      'step_task.due_day',
      'step_task.status',
    ])
    .where('taken_step.portal_id', '=', portalId);
}

type TakenRow = Awaited<ReturnType<ReturnType<typeof takenSteps>['execute']>>[number];

function toTaken(row: TakenRow): TakenStep {
  return {
    key: row.step_key,
    accountId: accountId(row.account_id),
    strategy: row.strategy as StrategyCode,
    step: row.step,
    period: row.period,
    dueOn: row.due_day,
    status: row.is_withdrawn === 1 ? 'withdrawn' : takenStatus(row.status as TaskStatus),
  };
}

/** What somebody decided against counts as touched: a plan neither takes it back nor opens it again. */
function takenStatus(status: TaskStatus): TakenStep['status'] {
  return status === 'dismissed' ? 'deferred' : status;
}

export function toTask(row: Selectable<Tables['step_task']>): StepTask {
  return {
    key: row.task_key,
    marker: row.marker,
    kind: row.kind as TaskKind,
    parentKey: row.parent_key,
    accountId: row.account_id === null ? null : accountId(row.account_id),
    ownerId: row.owner_id,
    role: row.role as OwnerRole,
    ownerProblem: row.owner_problem,
    strategy: row.strategy as StrategyCode,
    version: row.version,
    step: row.step,
    period: row.period,
    mode: row.mode as StepMode,
    title: row.title,
    plannedOn: row.planned_day,
    dueOn: row.due_day,
    createdOn: row.created_day,
    weight: row.weight,
    urgency: row.urgency as Urgency,
    status: row.status as TaskStatus,
    whyEnded: row.why_ended as WhyEnded | null,
    sync: row.sync as TaskSync,
    changes: [...new Set(row.changes.split(' ').filter(Boolean))] as TaskPart[],
    seq: row.seq,
    hubspotId: row.hubspot_id,
    movedFrom: row.moved_from,
    startedAt: row.started_at,
    completedAt: row.completed_at,
    feedback: row.feedback,
    problem: row.problem,
    escalatedAt: row.escalated_at,
    attempts: row.attempts,
    lastError: row.last_error,
  };
}
