import type { Selectable } from 'kysely';
import type { Database, Tables } from '../database/schema.ts';
import type { Day } from '../model/day.ts';
import { type AccountId, accountId, type PortalId } from '../model/ids.ts';
import type { ManualInput, ManualKind } from '../model/manual-input.ts';

export type ManualInputStore = ReturnType<typeof createManualInputStore>;

/** What people told of accounts; nothing is overwritten, the latest word of each kind and subject holds. */
export function createManualInputStore(db: Database) {
  return {
    /** false when this very input is there already. */
    async add(portalId: PortalId, accountId: AccountId, input: ManualInput): Promise<boolean> {
      const [result] = await db
        .insertInto('manual_input')
        .values({
          portal_id: portalId,
          account_id: accountId,
          input_id: input.id,
          kind: input.kind,
          subject: input.subject,
          masked_name: input.person?.maskedName ?? null,
          job_title: input.person?.jobTitle ?? null,
          value: input.value,
          note: input.note,
          author_id: input.authorId,
          entered_at: input.enteredAt,
          entered_day: input.enteredOn,
          expires_day: input.expiresOn,
        })
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'account_id', 'input_id']).doNothing(),
        )
        .execute();
      return result?.numInsertedOrUpdatedRows === 1n;
    },

    /** The latest word of each kind and subject, without what was taken back; expired ones are still there. */
    async listCurrent(
      portalId: PortalId,
      accountIds: readonly AccountId[],
    ): Promise<Map<AccountId, ManualInput[]>> {
      if (accountIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('manual_input')
        .selectAll()
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', accountIds)
        .orderBy('entered_at')
        .orderBy('input_id')
        .execute();
      const accounts = Map.groupBy(rows, (row) => accountId(row.account_id));
      return new Map([...accounts].map(([id, all]) => [id, latestOfEach(all)]));
    },

    /** Those of the accounts that somebody told something of. */
    async withAny(portalId: PortalId, accountIds: readonly AccountId[]): Promise<AccountId[]> {
      if (accountIds.length === 0) return [];
      const rows = await db
        .selectFrom('manual_input')
        .select('account_id')
        .distinct()
        .where('portal_id', '=', portalId)
        .where('account_id', 'in', accountIds)
        .execute();
      return rows.map((row) => accountId(row.account_id));
    },

    /** Gives what was told of one account to another. */
    async move(portalId: PortalId, from: AccountId, to: AccountId): Promise<void> {
      await db
        .updateTable('manual_input')
        .set({ account_id: to })
        .where('portal_id', '=', portalId)
        .where('account_id', '=', from)
        .execute();
    },

    /** The days on which somebody set a tier or took it back, oldest first. */
    async tierDays(portalId: PortalId, accountId: AccountId): Promise<Day[]> {
      const rows = await db
        .selectFrom('manual_input')
        .select('entered_day')
        .where('portal_id', '=', portalId)
        .where('account_id', '=', accountId)
        .where('kind', '=', 'tier')
        .orderBy('entered_at')
        .execute();
      return rows.map((row) => row.entered_day);
    },

    /** Names of the people, as far as they own records. */
    async authorNames(
      portalId: PortalId,
      userIds: readonly number[],
    ): Promise<Map<number, string>> {
      if (userIds.length === 0) return new Map();
      const rows = await db
        .selectFrom('owner')
        .select(['user_id', 'name'])
        .where('portal_id', '=', portalId)
        .where('user_id', 'in', userIds)
        .execute();
      return new Map(
        rows.flatMap((row) => (row.user_id === null ? [] : [[row.user_id, row.name]])),
      );
    },
  };
}

function latestOfEach(rows: readonly Selectable<Tables['manual_input']>[]): ManualInput[] {
  const latest = new Map(rows.map((row) => [`${row.kind} ${row.subject ?? ''}`, row]));
  return [...latest.values()].filter((row) => row.value !== null).map(toInput);
}

function toInput(row: Selectable<Tables['manual_input']>): ManualInput {
  return {
    id: row.input_id,
    kind: row.kind as ManualKind,
    subject: row.subject,
    person:
      row.masked_name === null ? null : { maskedName: row.masked_name, jobTitle: row.job_title },
    value: row.value,
    note: row.note,
    authorId: row.author_id,
    enteredAt: row.entered_at,
    enteredOn: row.entered_day,
    expiresOn: row.expires_day,
  };
}
