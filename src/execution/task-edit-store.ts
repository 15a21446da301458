import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { openStatuses, type TaskPart } from '../model/step-task.ts';
import type { ExecutionStatus } from '../model/strategy.ts';

export type TaskEditStore = ReturnType<typeof createTaskEditStore>;

export type TaskMove = { key: string; from: string; to: string; problem: string | null };

/** What came of a task, as somebody told it. */
export type TaskReport = {
  /** null: as it is; so with the texts. */
  status: ExecutionStatus | null;
  feedback: string | null;
  problem: string | null;
  authorId: number;
  at: number;
};

/** Changes of single tasks; HubSpot is told of them later. */
export function createTaskEditStore(db: Database) {
  return {
    /** Gives tasks to somebody else. */
    async move(portalId: PortalId, moves: readonly TaskMove[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const move of moves) {
          await handOn(transaction, portalId, { ...move, movedFrom: move.from }).execute();
        }
      });
    },

    /** Hands tasks on with their account; nobody left, so nobody is told of a problem. */
    async follow(portalId: PortalId, moves: readonly TaskMove[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const move of moves) {
          await handOn(transaction, portalId, { ...move, movedFrom: null })
            .where('status', '=', 'not_started')
            .execute();
        }
      });
    },

    /** Keeps what somebody said of a task, and its state where they told it. */
    async log(portalId: PortalId, key: string, said: TaskReport): Promise<void> {
      const { status, feedback, problem, authorId, at } = said;
      await db
        .updateTable('step_task')
        .set({
          ...(feedback !== null && { feedback }),
          ...(problem !== null && { problem }),
          logged_by: authorId,
          logged_at: at,
        })
        .where('portal_id', '=', portalId)
        .where('task_key', '=', key)
        .execute();
      if (status === null) return;
      await tellOf(db, portalId, ['status'])
        .set(({ ref, fn, val }) => ({
          status,
          started_at: fn.coalesce(ref('started_at'), val(at)),
          completed_at: status === 'done' ? at : null,
        }))
        .where('task_key', '=', key)
        .where('status', '!=', status)
        .execute();
    },

    /** A new date that was agreed: lateness counts from it. */
    async postpone(portalId: PortalId, key: string, dueOn: Day): Promise<void> {
      await tellOf(db, portalId, ['due'])
        .set({ due_day: dueOn, planned_day: dueOn })
        .where('task_key', '=', key)
        .where('status', 'in', openStatuses)
        .execute();
    },

    /** Gives a task to somebody that a person chose. */
    async assign(portalId: PortalId, key: string, ownerId: string): Promise<void> {
      await tellOf(db, portalId, ['owner'])
        .set({ owner_id: ownerId, owner_problem: null })
        .where('task_key', '=', key)
        .where('owner_id', '!=', ownerId)
        .where('status', 'in', openStatuses)
        .execute();
    },

    /** Its text has to be written anew. */
    async retell(portalId: PortalId, key: string): Promise<void> {
      await tellOf(db, portalId, ['text']).where('task_key', '=', key).execute();
    },

    /** Closes what nobody has begun: it is not planned again in its period. */
    async dismiss(portalId: PortalId, key: string): Promise<void> {
      await tellOf(db, portalId, ['status', 'text'])
        .set({ status: 'dismissed', why_ended: 'dismissed' })
        .where('task_key', '=', key)
        .where('status', 'in', ['not_started', 'deferred'])
        .execute();
    },

    /** Opens again what was dismissed here. */
    async resume(portalId: PortalId, key: string): Promise<void> {
      await tellOf(db, portalId, ['status', 'text'])
        .set({ status: 'not_started', why_ended: null })
        .where('task_key', '=', key)
        .where('status', '=', 'dismissed')
        .where('why_ended', '=', 'dismissed')
        .execute();
    },

    /** The manager was told of a task. */
    async escalated(portalId: PortalId, key: string, at: number): Promise<void> {
      await db
        .updateTable('step_task')
        .set({ escalated_at: at })
        .where('portal_id', '=', portalId)
        .where('task_key', '=', key)
        .execute();
    },
  };
}

function handOn(
  db: Database,
  portalId: PortalId,
  { key, from, to, problem, movedFrom }: TaskMove & { movedFrom: string | null },
) {
  return tellOf(db, portalId, ['owner', 'text'])
    .set({ owner_id: to, planned_owner_id: to, moved_from: movedFrom, owner_problem: problem })
    .where('task_key', '=', key)
    .where('owner_id', '=', from);
}

/** An update that HubSpot is told of; what it was not told of before goes with the same call. */
export function tellOf(db: Database, portalId: PortalId, told: readonly TaskPart[]) {
  const words = told.map((part) => `${part} `).join('');
  return db
    .updateTable('step_task')
    .set(({ eb, ref }) => ({
      changes: sql<string>`changes || ${words}`,
      seq: eb('seq', '+', 1),
      attempts: 0,
      due_at: 0,
      sync: eb.case().when('sync', '=', 'sent').then('to_update').else(ref('sync')).end(),
    }))
    .where('portal_id', '=', portalId);
}
