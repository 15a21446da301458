import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { ImportedExecution } from '../model/imported-execution.ts';
import { parts } from '../model/parts.ts';
import type { ExecutionStatus } from '../model/strategy.ts';

export type ImportedExecutionStore = ReturnType<typeof createImportedExecutionStore>;

/** Lines of execution ledgers that were kept elsewhere. */
export function createImportedExecutionStore(db: Database) {
  const ofPortal = (portalId: PortalId) =>
    db.selectFrom('imported_execution').selectAll().where('portal_id', '=', portalId);

  return {
    /** All or nothing; a line that is there is replaced. Safe to run twice. */
    async save(portalId: PortalId, executions: readonly ImportedExecution[]): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        for (const part of parts(executions.map((execution) => rowOf(portalId, execution)))) {
          await transaction
            .insertInto('imported_execution')
            .values(part)
            .onConflict((conflict) =>
              conflict
                .columns(['portal_id', 'account_id', 'execution_key'])
                .doUpdateSet(({ ref }) => ({
                  owner_id: ref('excluded.owner_id'),
                  owner_name: ref('excluded.owner_name'),
                  done_day: ref('excluded.done_day'),
                  status: ref('excluded.status'),
                  feedback: ref('excluded.feedback'),
                  problem: ref('excluded.problem'),
                  next_action: ref('excluded.next_action'),
                })),
            )
            .execute();
        }
      });
    },

    /** Lines of an account, the latest date first. */
    async listOf(
      portalId: PortalId,
      account: AccountId,
      limit: number,
    ): Promise<ImportedExecution[]> {
      const rows = await ofPortal(portalId)
        .where('account_id', '=', account)
        .orderBy('planned_day', 'desc')
        .orderBy('execution_key')
        .limit(limit)
        .execute();
      return rows.map(toExecution);
    },

    async findMany(portalId: PortalId, keys: readonly string[]): Promise<ImportedExecution[]> {
      const found: ImportedExecution[] = [];
      for (const part of parts(keys)) {
        const rows = await ofPortal(portalId).where('execution_key', 'in', part).execute();
        found.push(...rows.map(toExecution));
      }
      return found;
    },

    /** The companies that bear a name, exactly so written. */
    async companiesNamed(
      portalId: PortalId,
      names: readonly string[],
    ): Promise<Map<string, AccountId[]>> {
      const found: { id: AccountId; name: string }[] = [];
      for (const part of parts(names)) {
        const rows = await db
          .selectFrom('company')
          .select(['company_id', 'name'])
          .where('portal_id', '=', portalId)
          .where('name', 'in', part)
          .execute();
        found.push(...rows.map((row) => ({ id: accountId(row.company_id), name: row.name ?? '' })));
      }
      const byName = Map.groupBy(found, ({ name }) => name);
      return new Map([...byName].map(([name, same]) => [name, same.map(({ id }) => id)]));
    },
  };
}

function rowOf(portalId: PortalId, execution: ImportedExecution) {
  return {
    portal_id: portalId,
    account_id: execution.accountId,
    execution_key: execution.key,
    step: execution.step,
    owner_id: execution.ownerId,
    owner_name: execution.ownerName,
    planned_day: execution.plannedOn,
    done_day: execution.doneOn,
    status: execution.status,
    feedback: execution.feedback,
    problem: execution.problem,
    next_action: execution.nextAction,
  };
}

function toExecution(row: Selectable<Tables['imported_execution']>): ImportedExecution {
  return {
    accountId: accountId(row.account_id),
    key: row.execution_key,
    step: row.step,
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    plannedOn: row.planned_day,
    doneOn: row.done_day,
    status: row.status as ExecutionStatus,
    feedback: row.feedback,
    problem: row.problem,
    nextAction: row.next_action,
  };
}
