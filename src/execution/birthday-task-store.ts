import type { Database } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { openStatuses } from '../model/step-task.ts';
import { tellOf } from './task-edit-store.ts';

export type BirthdayTaskStore = ReturnType<typeof createBirthdayTaskStore>;

/** Tasks for birthdays of contacts, whom only a word names. */
export function createBirthdayTaskStore(db: Database) {
  return {
    /**
     * Erases the tasks for these contacts; those open in HubSpot are closed there first, and purged then.
     * Returns the accounts they were for. Safe to run twice.
     */
    async erase(portalId: PortalId, contactWords: readonly string[]): Promise<AccountId[]> {
      const accounts: AccountId[] = [];
      await db.transaction().execute(async (transaction) => {
        for (const word of contactWords) {
          accounts.push(...(await eraseOne(transaction, portalId, `birthday-${word}-%`)));
        }
      });
      return accounts;
    },

    /** Forgets the tasks of erased contacts that HubSpot has no more to be told of. */
    async purge(portalId: PortalId): Promise<void> {
      await db
        .deleteFrom('step_task')
        .where('portal_id', '=', portalId)
        .where('why_ended', '=', 'contact_erased')
        .where('sync', 'in', ['sent', 'gone', 'to_create'])
        .execute();
    },
  };
}

async function eraseOne(db: Database, portalId: PortalId, period: string): Promise<AccountId[]> {
  const taken = await db
    .deleteFrom('taken_step')
    .where('portal_id', '=', portalId)
    .where('period', 'like', period)
    .returning('account_id')
    .execute();
  await db
    .deleteFrom('step_decision')
    .where('portal_id', '=', portalId)
    .where('step_key', 'like', `%:${period}`)
    .execute();
  await db
    .deleteFrom('step_task')
    .where('portal_id', '=', portalId)
    .where('period', 'like', period)
    .where(({ eb, or, and }) =>
      or([
        eb('sync', 'in', ['to_create', 'gone']),
        and([eb('sync', '=', 'sent'), eb('status', 'not in', openStatuses)]),
      ]),
    )
    .execute();
  await tellOf(db, portalId, ['status', 'text'])
    .set({ status: 'withdrawn', why_ended: 'contact_erased' })
    .where('period', 'like', period)
    .execute();
  return taken.map((row) => accountId(row.account_id));
}
