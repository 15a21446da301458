import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import { parts } from '../model/parts.ts';
import type { Outlook, Situation, StrategyCode } from '../model/strategy.ts';

export type SituationStore = ReturnType<typeof createSituationStore>;

/** What strategies follow of each account, and when somebody has to act next. */
export function createSituationStore(db: Database) {
  return {
    /** Keeps what is new of accounts; whose type, value or risk is another is planned again before the day is over. */
    async save(portalId: PortalId, situations: readonly Situation[]): Promise<void> {
      for (const part of parts(situations)) {
        await db.transaction().execute(async (transaction) => {
          const ids = part.map((situation) => situation.accountId);
          const known = await findRows(transaction, portalId, ids);
          const changed = part.filter((each) => !isSame(each, known.get(each.accountId)));
          if (changed.length === 0) return;
          await upsert(transaction, portalId, changed);
          const turned = changed.filter((each) => isTurned(each, known.get(each.accountId)));
          await markDue(
            transaction,
            portalId,
            turned.map((each) => each.accountId),
          );
        });
      }
    },

    /** Accounts whose tasks have to be planned again before the day is over. */
    markDue: (portalId: PortalId, ids: readonly AccountId[]) => markDue(db, portalId, ids),

    async saveOutlooks(
      portalId: PortalId,
      outlooks: ReadonlyMap<AccountId, Outlook>,
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const same = ([, { nextActionOn, strategy }]: [AccountId, Outlook]) =>
          `${nextActionOn}/${strategy}`;
        for (const entries of Map.groupBy(outlooks, same).values()) {
          const [[, outlook] = [null, { nextActionOn: null, strategy: null }]] = entries;
          for (const part of parts(entries.map(([id]) => id))) {
            await transaction
              .updateTable('account_situation')
              .set({ next_action_day: outlook.nextActionOn, strategy: outlook.strategy })
              .where('portal_id', '=', portalId)
              .where('account_id', 'in', part)
              .execute();
          }
        }
      });
    },

    /** What was planned last; accounts that were never planned have nothing. */
    async outlooks(
      portalId: PortalId,
      ids: readonly AccountId[],
    ): Promise<Map<AccountId, Outlook>> {
      const found = new Map<AccountId, Outlook>();
      for (const part of parts(ids)) {
        const rows = await db
          .selectFrom('account_situation')
          .select(['account_id', 'next_action_day', 'strategy'])
          .where('portal_id', '=', portalId)
          .where('account_id', 'in', part)
          .execute();
        for (const row of rows) {
          const strategy = row.strategy as StrategyCode | null;
          found.set(accountId(row.account_id), { nextActionOn: row.next_action_day, strategy });
        }
      }
      return found;
    },
  };
}

type Row = Selectable<Tables['account_situation']>;

async function findRows(db: Database, portalId: PortalId, ids: readonly AccountId[]) {
  const rows = await db
    .selectFrom('account_situation')
    .selectAll()
    .where('portal_id', '=', portalId)
    .where('account_id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [accountId(row.account_id), row]));
}

function columnsOf(situation: Situation) {
  return {
    nine_box: situation.type,
    risk_level: situation.risk,
    value_tier: situation.value,
    is_lost: situation.isLost ? 1 : 0,
    last_order_day: situation.lastOrderOn,
    next_expected_day: situation.nextExpectedOn,
    priority: situation.priority,
    revenue_at_risk: situation.revenueAtRisk,
  };
}

function isSame(situation: Situation, row: Row | undefined): boolean {
  if (!row) return false;
  return Object.entries(columnsOf(situation)).every(
    ([name, value]) => row[name as keyof Row] === value,
  );
}

function isTurned({ type, risk, value, isLost }: Situation, row: Row | undefined): boolean {
  if (!row) return true;
  if (row.nine_box !== type || row.is_lost !== (isLost ? 1 : 0)) return true;
  return row.risk_level !== risk || row.value_tier !== value;
}

async function upsert(db: Database, portalId: PortalId, situations: readonly Situation[]) {
  const rows = situations.map((situation) => ({
    portal_id: portalId,
    account_id: situation.accountId,
    ...columnsOf(situation),
  }));
  await db
    .insertInto('account_situation')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['portal_id', 'account_id']).doUpdateSet(({ ref }) => ({
        nine_box: ref('excluded.nine_box'),
        risk_level: ref('excluded.risk_level'),
        value_tier: ref('excluded.value_tier'),
        is_lost: ref('excluded.is_lost'),
        last_order_day: ref('excluded.last_order_day'),
        next_expected_day: ref('excluded.next_expected_day'),
        priority: ref('excluded.priority'),
        revenue_at_risk: ref('excluded.revenue_at_risk'),
      })),
    )
    .execute();
}

async function markDue(db: Database, portalId: PortalId, ids: readonly AccountId[]): Promise<void> {
  for (const part of parts([...new Set(ids)])) {
    await db
      .insertInto('plan_due')
      .values(part.map((id) => ({ portal_id: portalId, account_id: id, seq: 1 })))
      .onConflict((conflict) =>
        conflict
          .columns(['portal_id', 'account_id'])
          .doUpdateSet(({ eb }) => ({ seq: eb('plan_due.seq', '+', 1) })),
      )
      .execute();
  }
}
