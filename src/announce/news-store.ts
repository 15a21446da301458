import { randomUUID } from 'node:crypto';
import type { Database } from '../database/schema.ts';
import type { NineBoxType } from '../model/assessment.ts';
import type { Breach } from '../model/breach.ts';
import type { Message, Topic } from '../model/channel.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { Transition, TransitionKind } from '../model/transition.ts';

export type NewsStore = ReturnType<typeof createNewsStore>;

/** An account as a message names it. */
export type NamedAccount = {
  accountId: AccountId;
  name: string | null;
  ownerId: string | null;
  type: NineBoxType | null;
  risk: string | null;
  revenueAtRisk: number;
};

/** What is to be said, and where. */
export type Saying = { channelIds: readonly string[]; topic: Topic; message: Message };

const keptMs = 90 * 24 * 3_600_000;

/**
 * What there is to tell, and what was told of it. Taking news and putting the messages about them on
 * their way is one transaction: nothing is told twice, nothing is lost between.
 */
export function createNewsStore(db: Database) {
  return {
    /** When something was last said of a topic; 0 before the first time. */
    async lastSaidAt(portalId: PortalId, topic: Topic): Promise<number> {
      const row = await db
        .selectFrom('announcement')
        .select(({ fn }) => fn.max('created_at').as('at'))
        .where('portal_id', '=', portalId)
        .where('topic', '=', topic)
        .executeTakeFirst();
      return Number(row?.at ?? 0);
    },

    async takeTransitions(
      portalId: PortalId,
      now: Date,
      say: (transitions: readonly Transition[], accounts: Accounts) => Saying | null,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const rows = await transaction
          .updateTable('account_transition')
          .set({ is_announced: 1 })
          .where('portal_id', '=', portalId)
          .where('is_announced', '=', 0)
          .returningAll()
          .execute();
        const transitions = rows.map(toTransition).sort((a, b) => a.happenedAt - b.happenedAt);
        const ids = transitions.map((transition) => transition.accountId);
        const saying = say(transitions, await accountsOf(transaction, portalId, ids));
        if (saying) await enqueue(transaction, portalId, saying, now);
      });
    },

    async takeBreaches(
      portalId: PortalId,
      now: Date,
      say: (breaches: readonly Breach[], accounts: Accounts) => Saying | null,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const rows = await transaction
          .updateTable('complaint_breach')
          .set({ is_announced: 1 })
          .where('portal_id', '=', portalId)
          .where('is_announced', '=', 0)
          .returningAll()
          .execute();
        const breaches = rows.map((row) => ({
          ticketId: row.ticket_id,
          accountId: accountId(row.account_id),
          dueAt: row.due_at,
          noticedAt: row.noticed_at,
        }));
        const ids = breaches.map((breach) => breach.accountId);
        const saying = say(breaches, await accountsOf(transaction, portalId, ids));
        if (saying) await enqueue(transaction, portalId, saying, now);
      });
    },

    /** Whether there are news at all, asked before anything else. */
    async hasNews(portalId: PortalId, table: 'account_transition' | 'complaint_breach') {
      const row = await db
        .selectFrom(table)
        .select('account_id')
        .where('portal_id', '=', portalId)
        .where('is_announced', '=', 0)
        .limit(1)
        .executeTakeFirst();
      return row !== undefined;
    },

    /** Puts an owner's digest on its way, unless the week has one already. Safe to run twice. */
    async sayDigest(
      portalId: PortalId,
      of: { ownerId: string; week: Day },
      saying: Saying | null,
      now: Date,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto('owner_digest')
          .values({
            portal_id: portalId,
            owner_id: of.ownerId,
            week_day: of.week,
            made_at: now.getTime(),
          })
          .onConflict((conflict) =>
            conflict.columns(['portal_id', 'owner_id', 'week_day']).doNothing(),
          )
          .executeTakeFirst();
        if (saying && numInsertedOrUpdatedRows) await enqueue(transaction, portalId, saying, now);
      });
    },

    /** In all portals. */
    async forgetOld(now: Date): Promise<void> {
      const before = now.getTime() - keptMs;
      await db.deleteFrom('account_transition').where('happened_at', '<', before).execute();
      await db.deleteFrom('complaint_breach').where('noticed_at', '<', before).execute();
      await db.deleteFrom('owner_digest').where('made_at', '<', before).execute();
    },
  };
}

export type Accounts = ReadonlyMap<AccountId, NamedAccount>;

async function accountsOf(
  db: Database,
  portalId: PortalId,
  ids: readonly AccountId[],
): Promise<Accounts> {
  const accounts = new Map<AccountId, NamedAccount>();
  for (const part of parts([...new Set(ids)])) {
    const rows = await db
      .selectFrom('portfolio_account')
      .select(['account_id', 'name', 'owner_id', 'nine_box', 'risk_level', 'revenue_at_risk'])
      .where('portal_id', '=', portalId)
      .where('account_id', 'in', part)
      .execute();
    for (const row of rows) {
      accounts.set(accountId(row.account_id), {
        accountId: accountId(row.account_id),
        name: row.name,
        ownerId: row.owner_id,
        type: row.nine_box as NineBoxType | null,
        risk: row.risk_level,
        revenueAtRisk: row.revenue_at_risk,
      });
    }
  }
  return accounts;
}

async function enqueue(db: Database, portalId: PortalId, saying: Saying, now: Date): Promise<void> {
  const rows = saying.channelIds.map((channelId) => ({
    portal_id: portalId,
    announcement_id: randomUUID(),
    channel_id: channelId,
    topic: saying.topic,
    message: JSON.stringify(saying.message),
    state: 'waiting',
    created_at: now.getTime(),
    due_at: now.getTime(),
    attempts: 0,
    last_error: null,
  }));
  for (const part of parts(rows)) await db.insertInto('announcement').values(part).execute();
}

function toTransition(row: {
  account_id: string;
  kind: string;
  from_value: string | null;
  to_value: string | null;
  happened_at: number;
}): Transition {
  return {
    accountId: accountId(row.account_id),
    kind: row.kind as TransitionKind,
    from: row.from_value,
    to: row.to_value,
    happenedAt: row.happened_at,
  };
}
