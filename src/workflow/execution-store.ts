import { type Selectable, sql } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import { accountId, type PortalId } from '../model/ids.ts';
import type { OutputFields, WorkflowExecution } from '../model/workflow.ts';

export type ExecutionStore = ReturnType<typeof createExecutionStore>;

export type SettledSearch = {
  /** HubSpot has let the workflows of older ones go on. */
  since: Date;
  now: Date;
  limit: number;
  writes: 'awaited' | 'not_awaited';
};

export type OpenExecution = WorkflowExecution & { attempts: number };

/** Steps of workflows with what was answered. */
export function createExecutionStore(db: Database) {
  const executions = (portalId: PortalId) =>
    db.updateTable('workflow_execution').where('portal_id', '=', portalId);

  return {
    async findOutputs(portalId: PortalId, id: string): Promise<OutputFields | undefined> {
      const row = await db
        .selectFrom('workflow_execution')
        .select('outputs')
        .where('portal_id', '=', portalId)
        .where('execution_id', '=', id)
        .executeTakeFirst();
      return row?.outputs ? (JSON.parse(row.outputs) as OutputFields) : undefined;
    },

    /** What an execution works on, kept before it does; the first word stays, and is returned. */
    async keepSubject(
      portalId: PortalId,
      execution: Omit<WorkflowExecution, 'outputs'>,
      subject: string,
    ): Promise<string> {
      await db
        .insertInto('workflow_execution')
        .values({
          ...columnsOf(portalId, execution),
          subject,
          outputs: null,
          is_open: 0,
          due_at: 0,
        })
        .onConflict((conflict) => conflict.columns(['portal_id', 'execution_id']).doNothing())
        .execute();
      const row = await db
        .selectFrom('workflow_execution')
        .select('subject')
        .where('portal_id', '=', portalId)
        .where('execution_id', '=', execution.id)
        .executeTakeFirst();
      return row?.subject ?? subject;
    },

    /** The first answer stays; `dueAt` is when a workflow that waits may be told more, null for none. */
    async keep(
      portalId: PortalId,
      { outputs, ...execution }: WorkflowExecution,
      dueAt: number | null,
    ): Promise<void> {
      const answer = {
        outputs: JSON.stringify(outputs),
        is_open: dueAt === null ? 0 : 1,
        due_at: dueAt ?? 0,
      };
      await db
        .insertInto('workflow_execution')
        .values({ ...columnsOf(portalId, execution), subject: null, ...answer })
        .onConflict((conflict) =>
          conflict
            .columns(['portal_id', 'execution_id'])
            .doUpdateSet(answer)
            .where('workflow_execution.outputs', 'is', null),
        )
        .execute();
    },

    /**
     * Executions whose workflow waits for an account that has nothing left to read, to score or, where
     * scores are written, to write.
     */
    async listSettled(
      portalId: PortalId,
      { since, now, limit, writes }: SettledSearch,
    ): Promise<OpenExecution[]> {
      const settled = db
        .selectFrom('workflow_execution as execution')
        .selectAll('execution')
        .where('execution.portal_id', '=', portalId)
        .where('execution.is_open', '=', 1)
        .where('execution.received_at', '>=', since.getTime())
        .where('execution.due_at', '<=', now.getTime())
        .where(({ not, exists }) => not(exists(accountsToScore(db, portalId))))
        .where(({ not, exists }) => not(exists(recordsToRead(db, portalId))))
        .orderBy('execution.due_at')
        .limit(limit);
      const written = settled.where(({ not, exists }) => not(exists(toWrite(db, portalId))));
      const rows = await (writes === 'awaited' ? written : settled).execute();
      return rows.map(toOpen);
    },

    /** The workflow goes on; asked again, we answer what it was told last. */
    async close(portalId: PortalId, id: string, outputs: OutputFields): Promise<void> {
      await executions(portalId)
        .set({ is_open: 0, outputs: JSON.stringify(outputs) })
        .where('execution_id', '=', id)
        .execute();
    },

    async postpone(
      portalId: PortalId,
      id: string,
      { until, reason }: { until: number; reason: string },
    ): Promise<void> {
      await executions(portalId)
        .set(({ eb }) => ({
          due_at: until,
          last_error: reason,
          attempts: eb('attempts', '+', 1),
        }))
        .where('execution_id', '=', id)
        .execute();
    },
  };
}

function columnsOf(
  portalId: PortalId,
  { id, action, accountId: account, receivedAt }: Omit<WorkflowExecution, 'outputs'>,
) {
  return {
    portal_id: portalId,
    execution_id: id,
    action,
    account_id: account,
    received_at: receivedAt,
    attempts: 0,
    last_error: null,
  };
}

/** Stands in for the account of the execution that a query asks about. */
const ofExecution = sql.ref<string>('execution.account_id');

function accountsToScore(db: Database, portalId: PortalId) {
  return db
    .selectFrom('dirty_account')
    .select('account_id')
    .where('portal_id', '=', portalId)
    .where('account_id', '=', ofExecution);
}

/** The company and its deals; what HubSpot has refused once is not waited for. */
function recordsToRead(db: Database, portalId: PortalId) {
  return db
    .selectFrom('dirty_record')
    .leftJoin('deal', (join) =>
      join
        .onRef('deal.portal_id', '=', 'dirty_record.portal_id')
        .onRef('deal.deal_id', '=', 'dirty_record.object_id')
        .on('dirty_record.object_type', '=', 'deal'),
    )
    .select('dirty_record.object_id')
    .where('dirty_record.portal_id', '=', portalId)
    .where('dirty_record.last_error', 'is', null)
    .where(({ and, eb, or }) =>
      or([
        and([
          eb('dirty_record.object_type', '=', 'company'),
          eb('dirty_record.object_id', '=', ofExecution),
        ]),
        eb('deal.company_id', '=', ofExecution),
      ]),
    );
}

function toWrite(db: Database, portalId: PortalId) {
  return db
    .selectFrom('outbox')
    .select('account_id')
    .where('portal_id', '=', portalId)
    .where('attempts', '=', 0)
    .where('account_id', '=', ofExecution);
}

function toOpen(row: Selectable<Tables['workflow_execution']>): OpenExecution {
  return {
    id: row.execution_id,
    action: row.action,
    accountId: accountId(row.account_id),
    outputs: JSON.parse(row.outputs ?? '{}') as OutputFields,
    receivedAt: row.received_at,
    attempts: row.attempts,
  };
}
