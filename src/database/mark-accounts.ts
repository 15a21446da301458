import { sql } from 'kysely';
import type { AccountId, PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import { rankOf, ranks } from '../model/record-change.ts';
import { type Trail, trailText } from '../model/trail.ts';
import { longerTrail } from './longer-trail.ts';
import type { Database } from './schema.ts';

/** Why accounts are to be scored again, and since when: for changes that came from HubSpot its own time. */
export type Mark = {
  reason: string;
  changedAt: number;
  /** Which of HubSpot's posts led to which of the accounts. */
  trails?: ReadonlyMap<AccountId, Trail>;
};

/**
 * What a second mark makes of one that waits: who waits for it most says why and since when; of those who
 * wait as much, the last says why.
 */
export function bestOf(table: 'dirty_account' | 'outbox') {
  const [waiting, given] = [sql.table(table), sql.table('excluded')];
  return {
    rank: sql<number>`case when ${given}.rank < ${waiting}.rank then ${given}.rank else ${waiting}.rank end`,
    reason: sql<string>`case when ${given}.rank <= ${waiting}.rank then ${given}.reason else ${waiting}.reason end`,
    changed_at: sql<number>`case when ${given}.rank < ${waiting}.rank then ${given}.changed_at else ${waiting}.changed_at end`,
  };
}

/** Marks accounts for scoring: within the transaction of what changed them. */
export async function markAccounts(
  db: Database,
  portalId: PortalId,
  accountIds: readonly AccountId[],
  { reason, changedAt, trails }: Mark,
): Promise<void> {
  const seen = {
    portal_id: portalId,
    seq: 1,
    reason,
    rank: rankOf(reason),
    changed_at: changedAt,
  };
  for (const part of parts([...new Set(accountIds)])) {
    await db
      .insertInto('dirty_account')
      .values(
        part.map((account_id) => ({
          ...seen,
          account_id,
          posts: trailText(trails?.get(account_id)),
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(['portal_id', 'account_id']).doUpdateSet(({ eb }) => ({
          seq: eb('dirty_account.seq', '+', 1),
          posts: longerTrail('dirty_account'),
          ...bestOf('dirty_account'),
        })),
      )
      .execute();
  }
}

/** Marks every account of the portal, as after a change that concerns all; an account that waits goes on to. */
export async function markAllAccounts(
  db: Database,
  portalId: PortalId,
  { reason, changedAt }: Mark,
): Promise<void> {
  await db
    .insertInto('dirty_account')
    .columns(['portal_id', 'account_id', 'seq', 'reason', 'rank', 'changed_at'])
    .expression(({ selectFrom, val }) =>
      selectFrom('company')
        .select(['portal_id', 'company_id'])
        .select([val(1).as('seq'), val(reason).as('reason'), val<number>(ranks.rest).as('rank')])
        .select(val(changedAt).as('changed_at'))
        .where('portal_id', '=', portalId),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['portal_id', 'account_id'])
        .doUpdateSet(({ eb }) => ({ seq: eb('dirty_account.seq', '+', 1) })),
    )
    .execute();
}
