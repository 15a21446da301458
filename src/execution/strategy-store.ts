import type { Database } from '../database/schema.ts';
import type { ExecutionSettings, StrategiesInForce } from '../model/execution-settings.ts';
import type { PortalId } from '../model/ids.ts';
import type { Strategy } from '../model/strategy.ts';

export type StrategyStore = ReturnType<typeof createStrategyStore>;

export type StrategyDefaults = {
  /** What every portal starts with. */
  library: readonly Strategy[];
  settingsFor: (portal: { timeZone: string; currency: string }) => ExecutionSettings;
};

/** The strategies a portal follows, and how they become tasks; where an admin set nothing, defaults hold. */
export function createStrategyStore(db: Database, { library, settingsFor }: StrategyDefaults) {
  /** The newest version of each strategy that an admin has published. */
  async function published(portalId: PortalId): Promise<Map<string, Strategy>> {
    const rows = await db
      .selectFrom('strategy_version as newest')
      .select(['newest.code', 'newest.body'])
      .where('newest.portal_id', '=', portalId)
      .where('newest.version', '=', (query) =>
        query
          .selectFrom('strategy_version as any_version')
          .select(({ fn }) => fn.max('any_version.version').as('version'))
          .where('any_version.portal_id', '=', portalId)
          .whereRef('any_version.code', '=', 'newest.code'),
      )
      .execute();
    return new Map(rows.map(({ code, body }) => [code, JSON.parse(body) as Strategy]));
  }

  async function settingsOf(portalId: PortalId) {
    const row = await db
      .selectFrom('portal')
      .leftJoin('execution_setting', 'execution_setting.portal_id', 'portal.portal_id')
      .select([
        'portal.time_zone as timeZone',
        'portal.currency as currency',
        'execution_setting.body as body',
        'execution_setting.revision as revision',
      ])
      .where('portal.portal_id', '=', portalId)
      .executeTakeFirstOrThrow();
    const own = JSON.parse(row.body ?? '{}') as Partial<ExecutionSettings>;
    return { settings: { ...settingsFor(row), ...own }, revision: row.revision ?? 0 };
  }

  return {
    async read(portalId: PortalId): Promise<StrategiesInForce> {
      const { settings, revision } = await settingsOf(portalId);
      const own = await published(portalId);
      const strategies = library.map((strategy) => own.get(strategy.code) ?? strategy);
      const isOn = new Set(settings.switchedOn);
      const switchedOn = strategies.filter(({ code }) => isOn.has(code));
      const versions = strategies.reduce((sum, { version }) => sum + version, 0);
      return { strategies, library: switchedOn, settings, revision: revision + versions };
    },

    async readSettings(portalId: PortalId): Promise<ExecutionSettings> {
      return (await settingsOf(portalId)).settings;
    },

    /** Keeps what is set here; everything else goes on following the defaults. */
    async saveSettings(
      portalId: PortalId,
      difference: Partial<ExecutionSettings>,
      by: { author: string; at: Date },
    ): Promise<void> {
      await db.transaction().execute(async (transaction) => {
        const row = await transaction
          .selectFrom('execution_setting')
          .select(['body', 'revision'])
          .where('portal_id', '=', portalId)
          .executeTakeFirst();
        const own = JSON.parse(row?.body ?? '{}') as Partial<ExecutionSettings>;
        const values = {
          body: JSON.stringify({ ...own, ...difference }),
          revision: (row?.revision ?? 0) + 1,
          changed_at: by.at.getTime(),
          changed_by: by.author,
        };
        await transaction
          .insertInto('execution_setting')
          .values({ portal_id: portalId, ...values })
          .onConflict((conflict) => conflict.column('portal_id').doUpdateSet(values))
          .execute();
      });
    },
  };
}
