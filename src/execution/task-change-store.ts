import type { Database } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import { type NewTask, openStatuses, type TaskSubject, type WhyEnded } from '../model/step-task.ts';
import { tellOf } from './task-edit-store.ts';

export type TaskChangeStore = ReturnType<typeof createTaskChangeStore>;

/** What a plan asks for; steps that exist are named by the keys they were made with. */
export type TaskChanges = {
  create: readonly { task: NewTask; subjects: readonly TaskSubject[] }[];
  /** Accounts that join tasks there are. */
  extend: readonly TaskSubject[];
  withdraw: readonly { stepKey: string; why: WhyEnded }[];
  reopen: readonly string[];
  /** The first day on which what is opened again can be due. */
  startOn: Day;
};

/** What a plan makes of tasks; HubSpot is told of it later. */
export function createTaskChangeStore(db: Database) {
  return {
    /** Makes tasks as planned, all or nothing. Safe to run twice: what is there stays as it is. */
    async carryOut(portalId: PortalId, changes: TaskChanges): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        await withdraw(transaction, portalId, changes.withdraw);
        await reopen(transaction, portalId, changes.reopen, changes.startOn);
        await create(transaction, portalId, changes.create);
        await extend(transaction, portalId, changes.extend);
      });
    },
  };
}

/** An occasion that exists is not made again, under whatever key. */
async function create(db: Database, portalId: PortalId, created: TaskChanges['create']) {
  const subjects = created.flatMap((each) => each.subjects);
  const taken = await addSubjects(db, portalId, subjects);
  const wanted = created.filter(
    ({ task, subjects: own }) => own.length === 0 || taken.has(task.key),
  );
  await insertTasks(
    db,
    portalId,
    wanted.map(({ task }) => task),
  );
}

/** The keys of the tasks that got an account more. */
async function addSubjects(db: Database, portalId: PortalId, subjects: readonly TaskSubject[]) {
  const keys = new Set<string>();
  const rows = subjects.map((subject) => ({
    portal_id: portalId,
    account_id: subject.accountId,
    step: subject.step,
    period: subject.period,
    step_key: subject.stepKey,
    task_key: subject.taskKey,
    strategy: subject.strategy,
    is_withdrawn: 0,
  }));
  for (const part of parts(rows)) {
    const added = await db
      .insertInto('taken_step')
      .values(part)
      .onConflict((conflict) =>
        conflict.columns(['portal_id', 'account_id', 'step', 'period']).doNothing(),
      )
      .returning('task_key')
      .execute();
    for (const row of added) keys.add(row.task_key);
  }
  return keys;
}

async function insertTasks(db: Database, portalId: PortalId, tasks: readonly NewTask[]) {
  for (const part of parts(tasks.map((task) => rowOf(portalId, task)))) {
    await db
      .insertInto('step_task')
      .values(part)
      .onConflict((conflict) => conflict.columns(['portal_id', 'task_key']).doNothing())
      .execute();
  }
}

/** Who comes to a merged task that is done waits for the next period. */
async function extend(db: Database, portalId: PortalId, subjects: readonly TaskSubject[]) {
  const open = new Set<string>();
  for (const part of parts([...new Set(subjects.map(({ taskKey }) => taskKey))])) {
    const rows = await db
      .selectFrom('step_task')
      .select('task_key')
      .where('portal_id', '=', portalId)
      .where('task_key', 'in', part)
      .where('status', 'in', [...openStatuses, 'withdrawn'])
      .execute();
    for (const row of rows) open.add(row.task_key);
  }
  const joining = subjects.filter(({ taskKey }) => open.has(taskKey));
  const keys = [...(await addSubjects(db, portalId, joining))];
  for (const part of parts(keys)) {
    await tellOf(db, portalId, ['text']).where('task_key', 'in', part).execute();
    await tellOf(db, portalId, ['status'])
      .set({ status: 'not_started', why_ended: null })
      .where('task_key', 'in', part)
      .where('status', '=', 'withdrawn')
      .execute();
  }
}

async function withdraw(db: Database, portalId: PortalId, withdrawn: TaskChanges['withdraw']) {
  for (const [why, steps] of Map.groupBy(withdrawn, (step) => step.why)) {
    for (const part of parts(steps.map(({ stepKey }) => stepKey))) {
      const keys = await markSubjects(db, portalId, part, 1);
      for (const some of parts(keys)) {
        await tellOf(db, portalId, ['status', 'text'])
          .set({ status: 'withdrawn', why_ended: why })
          .where('task_key', 'in', some)
          .where('status', '=', 'not_started')
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('taken_step')
                  .select('taken_step.task_key')
                  .whereRef('taken_step.portal_id', '=', 'step_task.portal_id')
                  .whereRef('taken_step.task_key', '=', 'step_task.task_key')
                  .where('taken_step.is_withdrawn', '=', 0),
              ),
            ),
          )
          .execute();
        await tellOf(db, portalId, ['text'])
          .where('task_key', 'in', some)
          .where('status', '=', 'not_started')
          .execute();
      }
    }
  }
}

async function reopen(
  db: Database,
  portalId: PortalId,
  stepKeys: readonly string[],
  startOn: Day,
): Promise<void> {
  for (const part of parts(stepKeys)) {
    const keys = await markSubjects(db, portalId, part, 0);
    for (const some of parts(keys)) {
      await tellOf(db, portalId, ['text'])
        .where('task_key', 'in', some)
        .where('status', 'in', openStatuses)
        .execute();
      await tellOf(db, portalId, ['status', 'text', 'due'])
        .set(({ eb, ref }) => ({
          status: 'not_started',
          why_ended: null,
          created_day: startOn,
          due_day: eb.case().when('due_day', '<', startOn).then(startOn).else(ref('due_day')).end(),
          planned_day: eb
            .case()
            .when('planned_day', '<', startOn)
            .then(startOn)
            .else(ref('planned_day'))
            .end(),
        }))
        .where('task_key', 'in', some)
        .where('status', '=', 'withdrawn')
        .execute();
    }
  }
}

/** The keys of the tasks that accounts left or came back to; those that had already are left out. */
async function markSubjects(
  db: Database,
  portalId: PortalId,
  stepKeys: readonly string[],
  isWithdrawn: 0 | 1,
): Promise<string[]> {
  const rows = await db
    .updateTable('taken_step')
    .set({ is_withdrawn: isWithdrawn })
    .where('portal_id', '=', portalId)
    .where('step_key', 'in', stepKeys)
    .where('is_withdrawn', '!=', isWithdrawn)
    .returning('task_key')
    .execute();
  return [...new Set(rows.map((row) => row.task_key))];
}

function rowOf(portalId: PortalId, task: NewTask) {
  return {
    portal_id: portalId,
    task_key: task.key,
    marker: task.marker,
    kind: task.kind,
    parent_key: task.parentKey,
    account_id: task.accountId,
    owner_id: task.ownerId,
    planned_owner_id: task.ownerId,
    role: task.role,
    owner_problem: task.ownerProblem,
    strategy: task.strategy,
    version: task.version,
    step: task.step,
    period: task.period,
    mode: task.mode,
    title: task.title,
    planned_day: task.dueOn,
    due_day: task.dueOn,
    created_day: task.createdOn,
    weight: task.weight,
    urgency: task.urgency,
    status: 'not_started',
    sync: 'to_create',
    changes: '',
    seq: 1,
    look_at: 0,
    attempts: 0,
    due_at: 0,
  };
}
