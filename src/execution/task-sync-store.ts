import type { Database } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import type { PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import { openStatuses, type StepTask, type TaskPart, type TaskStatus } from '../model/step-task.ts';
import { toTask } from './task-store.ts';

export type TaskSyncStore = ReturnType<typeof createTaskSyncStore>;

/** What a person did to a task in HubSpot. */
export type SeenTask = {
  key: string;
  status: TaskStatus;
  ownerId: string;
  dueOn: Day;
  modifiedAt: number;
  startedAt: number | null;
  completedAt: number | null;
  lookAt: number;
};

/** What somebody did with a task that was to be withdrawn, and what HubSpot has still to be told of it. */
export type BegunTask = SeenTask & { seq: number; changes: readonly TaskPart[] };

/** A task as it was when HubSpot was told; `seq` tells whether it changed again meanwhile. */
export type ToldTask = { key: string; seq: number };

/** How far HubSpot and what we keep of tasks agree. */
export function createTaskSyncStore(db: Database) {
  const update = (portalId: PortalId, keys: readonly string[]) =>
    db.updateTable('step_task').where('portal_id', '=', portalId).where('task_key', 'in', keys);

  return {
    /** Those of the tasks that are ours to ask for, as they are now: whoever asks beside us gets none of them. */
    async claim(
      portalId: PortalId,
      keys: readonly string[],
      { now, today }: { now: Date; today: Day },
    ): Promise<StepTask[]> {
      const claimed: StepTask[] = [];
      for (const part of parts(keys)) {
        const rows = await update(portalId, part)
          .set({
            sync: 'sending',
            sending_since: now.getTime(),
            created_day: today,
            changes: '',
          })
          .where('sync', '=', 'to_create')
          .where('status', 'in', openStatuses)
          .returningAll()
          .execute();
        claimed.push(...rows.map(toTask));
      }
      return claimed;
    },

    /** HubSpot has them; what changed since they were asked for it is told next. */
    async created(
      portalId: PortalId,
      made: readonly { key: string; hubspotId: string }[],
      lookAt: number,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const { key, hubspotId } of made) {
          await transaction
            .updateTable('step_task')
            .set(({ eb }) => ({
              sync: eb.case().when('changes', '=', '').then('sent').else('to_update').end(),
              sending_since: null,
              hubspot_id: hubspotId,
              attempts: 0,
              last_error: null,
              look_at: lookAt,
            }))
            .where('portal_id', '=', portalId)
            .where('task_key', '=', key)
            .where('sync', '=', 'sending')
            .execute();
        }
      });
    },

    /** HubSpot has none of them for certain: they may be asked for again. */
    async release(portalId: PortalId, keys: readonly string[]): Promise<void> {
      for (const part of parts(keys)) {
        await update(portalId, part)
          .set({ sync: 'to_create', sending_since: null })
          .where('sync', '=', 'sending')
          .execute();
      }
    },

    /** Their owners' day is full. */
    async hold(portalId: PortalId, keys: readonly string[], until: number): Promise<void> {
      for (const part of parts(keys)) {
        await update(portalId, part)
          .set({ due_at: until })
          .where('sync', '=', 'to_create')
          .execute();
      }
    },

    /** Puts a task off, with the reason that is shown. */
    async postpone(
      portalId: PortalId,
      keys: readonly string[],
      { until, reason }: { until: number; reason: string },
    ): Promise<void> {
      for (const part of parts(keys)) {
        await update(portalId, part)
          .set(({ eb, ref }) => ({
            sync: eb.case().when('sync', '=', 'sending').then('to_create').else(ref('sync')).end(),
            sending_since: null,
            due_at: until,
            attempts: eb('attempts', '+', 1),
            last_error: reason,
          }))
          .execute();
      }
    },

    /** HubSpot was told; what changed again meanwhile is told again. */
    async told(portalId: PortalId, tasks: readonly ToldTask[]): Promise<void> {
      for (const [seq, same] of Map.groupBy(tasks, (task) => task.seq)) {
        for (const part of parts(same.map(({ key }) => key))) {
          await update(portalId, part)
            .set({ sync: 'sent', changes: '', attempts: 0, last_error: null })
            .where('seq', '=', seq)
            .where('sync', '=', 'to_update')
            .execute();
        }
      }
    },

    /** They lie in HubSpot's recycle bin; who wants them again makes them anew. */
    async removed(portalId: PortalId, tasks: readonly ToldTask[]): Promise<void> {
      for (const [seq, same] of Map.groupBy(tasks, (task) => task.seq)) {
        for (const part of parts(same.map(({ key }) => key))) {
          await update(portalId, part)
            .set({ sync: 'to_create', changes: '', hubspot_id: null })
            .where('seq', '=', seq)
            .where('sync', '=', 'to_update')
            .execute();
        }
      }
    },

    /** Somebody deleted them in HubSpot: what was still open is decided against. */
    async gone(portalId: PortalId, keys: readonly string[]): Promise<void> {
      for (const part of parts(keys)) {
        await update(portalId, part)
          .set({ status: 'dismissed', why_ended: 'deleted_in_hubspot' })
          .where('status', 'in', openStatuses)
          .execute();
        await update(portalId, part).set({ sync: 'gone', changes: '' }).execute();
      }
    },

    /** Looks at tasks again that an event told of; others than ours are passed over. */
    async lookAgain(portalId: PortalId, hubspotIds: readonly string[], now: Date): Promise<void> {
      for (const part of parts(hubspotIds)) {
        await db
          .updateTable('step_task')
          .set({ look_at: now.getTime() })
          .where('portal_id', '=', portalId)
          .where('hubspot_id', 'in', part)
          .execute();
      }
    },

    async lookLater(portalId: PortalId, keys: readonly string[], at: number): Promise<void> {
      for (const part of parts(keys)) await update(portalId, part).set({ look_at: at }).execute();
    },

    /** Keeps what people did, unless we changed the task again since it was read. */
    async seen(portalId: PortalId, tasks: readonly (SeenTask & { seq: number })[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const task of tasks) {
          await transaction
            .updateTable('step_task')
            .set(columnsOf(task))
            .where('portal_id', '=', portalId)
            .where('task_key', '=', task.key)
            .where('seq', '=', task.seq)
            .execute();
        }
      });
    },

    /** Keeps what people had begun before it was withdrawn, and takes the withdrawal back. */
    async begun(portalId: PortalId, tasks: readonly BegunTask[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const task of tasks) {
          const kept = await transaction
            .updateTable('step_task')
            .set({
              ...columnsOf(task),
              why_ended: null,
              changes: task.changes.map((part) => `${part} `).join(''),
              sync: task.changes.length === 0 ? 'sent' : 'to_update',
            })
            .where('portal_id', '=', portalId)
            .where('task_key', '=', task.key)
            .where('seq', '=', task.seq)
            .returning('task_key')
            .executeTakeFirst();
          if (!kept) continue;
          await transaction
            .updateTable('taken_step')
            .set({ is_withdrawn: 0 })
            .where('portal_id', '=', portalId)
            .where('task_key', '=', task.key)
            .execute();
        }
      });
    },
  };
}

function columnsOf(task: SeenTask) {
  return {
    status: task.status,
    owner_id: task.ownerId,
    due_day: task.dueOn,
    modified_at: task.modifiedAt,
    started_at: task.startedAt,
    completed_at: task.completedAt,
    look_at: task.lookAt,
  };
}
