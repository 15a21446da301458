import type { Database } from '../database/schema.ts';
import type { PortalId } from '../model/ids.ts';
import type { Role } from '../model/role.ts';

export type HealthStore = ReturnType<typeof createHealthStore>;

/** Days are of UTC. */
export type CallCount = {
  day: number;
  endpoint: string;
  /** Who waited for them; empty where that was not counted yet. */
  priority: string;
  calls: number;
  failures: number;
};
/** Events that came on a day; the time of the last in ms since 1970. */
export type EventCount = { day: number; events: number; lastAt: number };
export type UseCount = { day: number; kind: string; role: Role; uses: number };
/** The oldest change that waits at a step, ms since 1970. */
export type Waiting = {
  step: 'records' | 'accounts' | 'writes';
  count: number;
  since: number | null;
};

const longestList = 1_000;

/** How the connection does: calls made, what waits, who uses what. Counts only, no contents. */
export function createHealthStore(db: Database) {
  return {
    async addCalls(portalId: PortalId, counts: readonly CallCount[]): Promise<void> {
      if (counts.length === 0) return;
      await db
        .insertInto('call_count')
        .values(counts.map((count) => ({ portal_id: portalId, ...count })))
        .onConflict((conflict) =>
          conflict
            .columns(['portal_id', 'day', 'endpoint', 'priority'])
            .doUpdateSet(({ eb, ref }) => ({
              calls: eb('call_count.calls', '+', ref('excluded.calls')),
              failures: eb('call_count.failures', '+', ref('excluded.failures')),
            })),
        )
        .execute();
    },

    async addUses(portalId: PortalId, counts: readonly UseCount[]): Promise<void> {
      if (counts.length === 0) return;
      await db
        .insertInto('usage_count')
        .values(counts.map((count) => ({ portal_id: portalId, ...count })))
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'day', 'kind', 'role']).doUpdateSet(({ eb, ref }) => ({
            uses: eb('usage_count.uses', '+', ref('excluded.uses')),
          })),
        )
        .execute();
    },

    async addEvents(portalId: PortalId, counts: readonly EventCount[]): Promise<void> {
      if (counts.length === 0) return;
      await db
        .insertInto('received_event')
        .values(
          counts.map(({ day, events, lastAt }) => ({
            portal_id: portalId,
            ...{ day, events },
            last_at: lastAt,
          })),
        )
        .onConflict((conflict) =>
          conflict.columns(['portal_id', 'day']).doUpdateSet(({ eb, ref }) => ({
            events: eb('received_event.events', '+', ref('excluded.events')),
            last_at: eb
              .case()
              .when('received_event.last_at', '>', ref('excluded.last_at'))
              .then(ref('received_event.last_at'))
              .else(ref('excluded.last_at'))
              .end(),
          })),
        )
        .execute();
    },

    /** Of the days since, and when the last event of all came; null while none has. */
    async eventsSince(
      portalId: PortalId,
      day: number,
    ): Promise<{ events: number; lastAt: number | null }> {
      const { last_at } = await db
        .selectFrom('received_event')
        .select(({ fn }) => fn.max<number | null>('last_at').as('last_at'))
        .where('portal_id', '=', portalId)
        .executeTakeFirstOrThrow();
      const { events } = await db
        .selectFrom('received_event')
        .select(({ fn }) => fn.sum<number | null>('events').as('events'))
        .where('portal_id', '=', portalId)
        .where('day', '>=', day)
        .executeTakeFirstOrThrow();
      return { events: Number(events ?? 0), lastAt: last_at === null ? null : Number(last_at) };
    },

    async callsOn(portalId: PortalId, day: number): Promise<number> {
      const { calls } = await db
        .selectFrom('call_count')
        .select(({ fn }) => fn.sum<number | null>('calls').as('calls'))
        .where('portal_id', '=', portalId)
        .where('day', '=', day)
        .executeTakeFirstOrThrow();
      return Number(calls ?? 0);
    },

    async callsSince(portalId: PortalId, day: number): Promise<CallCount[]> {
      return await db
        .selectFrom('call_count')
        .select(['day', 'endpoint', 'priority', 'calls', 'failures'])
        .where('portal_id', '=', portalId)
        .where('day', '>=', day)
        .orderBy('day', 'desc')
        .orderBy('calls', 'desc')
        .limit(longestList)
        .execute();
    },

    async usesSince(portalId: PortalId, day: number): Promise<UseCount[]> {
      const rows = await db
        .selectFrom('usage_count')
        .select(['day', 'kind', 'role', 'uses'])
        .where('portal_id', '=', portalId)
        .where('day', '>=', day)
        .limit(longestList)
        .execute();
      return rows.map((row) => ({ ...row, role: row.role as Role }));
    },

    async waiting(portalId: PortalId): Promise<Waiting[]> {
      const steps = [
        ['records', 'dirty_record'],
        ['accounts', 'dirty_account'],
        ['writes', 'outbox'],
      ] as const;
      const found: Waiting[] = [];
      for (const [step, table] of steps) {
        const row = await db
          .selectFrom(table)
          .select(({ fn }) => [
            fn.countAll<number>().as('rows'),
            fn.min<number | null>('changed_at').as('since'),
          ])
          .where('portal_id', '=', portalId)
          .executeTakeFirstOrThrow();
        const since = row.since === null ? null : Number(row.since);
        found.push({ step, count: Number(row.rows), since });
      }
      return found;
    },

    /** Records that HubSpot would not let us read, by kind and number; they hold up no others. */
    async listUnreadable(
      portalId: PortalId,
      limit: number,
    ): Promise<{ accountId: string; reason: string; attempts: number }[]> {
      const rows = await db
        .selectFrom('dirty_record')
        .select(['object_type', 'object_id', 'last_error', 'attempts'])
        .where('portal_id', '=', portalId)
        .where('last_error', 'is not', null)
        .orderBy('attempts', 'desc')
        .orderBy('object_id')
        .limit(limit)
        .execute();
      return rows.map(({ object_type, object_id, last_error, attempts }) => ({
        accountId: `${object_type} ${object_id}`,
        reason: last_error ?? '',
        attempts,
      }));
    },

    /** Has them read at the next opportunity; returns how many. */
    async retryUnreadable(portalId: PortalId, now: Date): Promise<number> {
      const result = await db
        .updateTable('dirty_record')
        .set({ due_at: now.getTime() })
        .where('portal_id', '=', portalId)
        .where('last_error', 'is not', null)
        .executeTakeFirst();
      return Number(result.numUpdatedRows);
    },

    async users(
      portalId: PortalId,
    ): Promise<{ userId: number; ownerId: string; name: string; isActive: boolean }[]> {
      const rows = await db
        .selectFrom('owner')
        .select(['owner_id', 'user_id', 'name', 'is_active'])
        .where('portal_id', '=', portalId)
        .where('user_id', 'is not', null)
        .orderBy('name')
        .limit(longestList)
        .execute();
      return rows.map((row) => ({
        userId: row.user_id ?? 0,
        ownerId: row.owner_id,
        name: row.name,
        isActive: row.is_active === 1,
      }));
    },

    /** How many rows are kept of each kind. */
    async stored(portalId: PortalId): Promise<{ kind: StoredKind; rows: number }[]> {
      const found: { kind: StoredKind; rows: number }[] = [];
      for (const kind of storedKinds) {
        const { rows } = await db
          .selectFrom(kind)
          .select(({ fn }) => fn.countAll<number>().as('rows'))
          .where('portal_id', '=', portalId)
          .executeTakeFirstOrThrow();
        found.push({ kind, rows: Number(rows) });
      }
      return found;
    },

    async doneSteps(portalId: PortalId): Promise<string[]> {
      const rows = await db
        .selectFrom('setup_step')
        .select('step')
        .where('portal_id', '=', portalId)
        .execute();
      return rows.map(({ step }) => step);
    },

    async endStep(
      portalId: PortalId,
      step: string,
      by: { author: string; at: Date },
    ): Promise<void> {
      await db
        .insertInto('setup_step')
        .values({ portal_id: portalId, step, done_at: by.at.getTime(), done_by: by.author })
        .onConflict((conflict) => conflict.columns(['portal_id', 'step']).doNothing())
        .execute();
    },
  };
}

export const storedKinds = [
  'company',
  'deal',
  'ticket',
  'contact_role',
  'engagement',
  'survey_answer',
  'assessment',
] as const;
export type StoredKind = (typeof storedKinds)[number];
