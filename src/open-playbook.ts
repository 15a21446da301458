import type { AuditStore } from './audit/audit-store.ts';
import type { Config } from './config.ts';
import type { Database } from './database/schema.ts';
import type { ReadSignals } from './execution/ask-accounts.ts';
import { previewTasks } from './execution/preview-tasks.ts';
import { createStrategyVersionStore } from './execution/strategy-version-store.ts';
import { createFileLinks } from './http/file-link.ts';
import type { RoleOf } from './http/require-role.ts';
import type { SettingApi } from './hubspot/setting-api.ts';
import type { Logger } from './log.ts';
import type { PortalId } from './model/ids.ts';
import type { Preset } from './model/preset.ts';
import type { StrategyCode } from './model/strategy.ts';
import type { TasksForeseen } from './model/task-preview.ts';
import { fillFromPreset } from './playbook/fill-from-preset.ts';
import { playbookRoutes, strategyFileRoutes } from './playbook/playbook-routes.ts';
import { strategyRoutes } from './playbook/strategy-routes.ts';
import { codesAsked, createTaskPreviewDesk } from './playbook/task-preview-desk.ts';
import { createPreviewDesk } from './settings/preview-desk.ts';
import { createPreviewStore } from './settings/preview-store.ts';
import type { createStores } from './stores.ts';
import { strategyLibrary } from './strategy/library.ts';

export type PlaybookDeps = {
  db: Database;
  config: Config;
  audit: Pick<AuditStore, 'note'>;
  stores: ReturnType<typeof createStores>;
  settingApi: SettingApi;
  signals: ReadSignals;
  roleOf: RoleOf;
  wake: (portalId: PortalId) => void;
  now: () => Date;
  log: Logger;
};

const linkServesMs = 15 * 60_000;
const previewDays = 30;
const noTasks: TasksForeseen = { perOwner: [], perDay: [], queued: 0 };

/** What admins make of the strategies. `files` needs no signature of HubSpot's: a link of ours leads there. */
export function openPlaybook(deps: PlaybookDeps) {
  const { db, config, audit, stores, settingApi, signals, roleOf, wake, now, log } = deps;
  const fileLinks = createFileLinks(config.hubspot.clientSecret, 'strategies', linkServesMs);
  const previewDeps = { ...stores, signals, now };
  const runs = createPreviewDesk({
    preview: async (portalId: PortalId, codes: readonly StrategyCode[]) =>
      (await previewTasks(previewDeps, portalId, { codes, days: previewDays })) ?? noTasks,
    nameOf: codesAsked,
    previews: createPreviewStore<TasksForeseen>(db, 'task_preview'),
    now,
    log,
  });
  const taskPreviews = createTaskPreviewDesk({ runs, now });
  const answering = {
    strategies: stores.strategies,
    portals: stores.portals,
    publishing: stores.publishing,
    taskProblems: stores.taskProblems,
    versions: createStrategyVersionStore(db),
    library: strategyLibrary,
    settingApi,
    taskPreviews,
    fileUrl({ portalId, userId }: { portalId: PortalId; userId: number }, locale: string) {
      const asked = { portalId: String(portalId), userId: String(userId), locale };
      const query = new URLSearchParams(asked);
      return `${config.publicUrl}/settings/strategies/file?${fileLinks.sign(query, now())}`;
    },
    roleOf,
    now,
    onPublished: wake,
  };
  return {
    files: strategyFileRoutes({
      strategies: stores.strategies,
      fileLinks,
      now,
      noteExport: (portalId, userId) =>
        audit.note(portalId, { action: 'strategies_exported', userId, subject: '', at: now() }),
    }),
    routes: [playbookRoutes(answering), strategyRoutes(answering)],
    fillFromPreset: (portalId: PortalId, asked: { preset: Preset; author: string }) =>
      fillFromPreset(answering, portalId, asked),
    close: runs.close,
  };
}
