import { sql } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import { openStatuses } from '../model/step-task.ts';

export type LeaverStore = ReturnType<typeof createLeaverStore>;

/** Somebody deactivated in HubSpot, and what was left with them. */
export type Leaver = {
  ownerId: string;
  name: string;
  /** Accounts whose key-account manager they are. */
  accounts: number;
  openTasks: number;
  /** Open tasks that were theirs, or would be, and that somebody else has. */
  passedOn: number;
};

/** Who was deactivated in HubSpot, and what still has their name. */
export function createLeaverStore(db: Database) {
  return {
    async list(portalId: PortalId): Promise<Leaver[]> {
      const rows = await db
        .selectFrom('owner')
        .select((query) => [
          'owner.owner_id',
          'owner.name',
          query
            .selectFrom('portfolio_account as account')
            .select(({ fn }) => fn.countAll<number>().as('rows'))
            .where('account.portal_id', '=', portalId)
            .whereRef('account.owner_id', '=', 'owner.owner_id')
            .as('accounts'),
          query
            .selectFrom('step_task as task')
            .select(({ fn }) => fn.countAll<number>().as('rows'))
            .where('task.portal_id', '=', portalId)
            .where('task.status', 'in', openStatuses)
            .whereRef('task.owner_id', '=', 'owner.owner_id')
            .as('open_tasks'),
          query
            .selectFrom('step_task as task')
            .select(({ fn }) => fn.countAll<number>().as('rows'))
            .where('task.portal_id', '=', portalId)
            .where('task.status', 'in', openStatuses)
            .where(({ eb, or }) =>
              or([
                eb('task.moved_from', '=', eb.ref('owner.owner_id')),
                sql<boolean>`task.owner_problem like '%"' || owner.owner_id || '"%'`,
              ]),
            )
            .as('passed_on'),
        ])
        .where('owner.portal_id', '=', portalId)
        .where('owner.is_active', '=', 0)
        .orderBy('owner.name')
        .orderBy('owner.owner_id')
        .execute();
      return rows.map((row) => ({
        ownerId: row.owner_id,
        name: row.name,
        accounts: Number(row.accounts ?? 0),
        openTasks: Number(row.open_tasks ?? 0),
        passedOn: Number(row.passed_on ?? 0),
      }));
    },
  };
}
