import express, { type Express } from 'express';
import { auditRoutes, recordActions } from './audit/audit-routes.ts';
import { subjectOf } from './audit/audit-rules.ts';
import { createAuditStore } from './audit/audit-store.ts';
import { cardRoutes } from './cards/card-routes.ts';
import { createCardStore } from './cards/card-store.ts';
import { manualRoutes } from './cards/manual-routes.ts';
import { manualFor } from './cards/masked-manual-rules.ts';
import { readTicketService } from './cards/read-ticket-service.ts';
import { topReasons } from './cards/top-reason-rules.ts';
import type { Config, ProcessKind } from './config.ts';
import { openDatabase } from './database/open-database.ts';
import { logExecution } from './execution/log-execution.ts';
import { createSignalReader } from './execution/read-signals.ts';
import { createWatchPace } from './execution/watch-complaints.ts';
import { errorHandler } from './http/error-handler.ts';
import { watchEventLoop } from './http/event-loop-delay.ts';
import { createFileLinks } from './http/file-link.ts';
import { fingerprintOf } from './http/fingerprint.ts';
import { answerNobody, healthRoutes } from './http/health-routes.ts';
import { requireJson } from './http/json-body.ts';
import { limitRequests } from './http/limit-requests.ts';
import { metricsRoutes } from './http/metrics-routes.ts';
import { requireSignature } from './http/require-signature.ts';
import { securityHeaders } from './http/security-headers.ts';
import { createAccountApi } from './hubspot/account-api.ts';
import { createAccountWriter } from './hubspot/account-writer.ts';
import { createCallMeter } from './hubspot/call-meter.ts';
import { withDailyBudget } from './hubspot/daily-budget.ts';
import { createEvidenceApi } from './hubspot/evidence-api.ts';
import { createHubspotClient } from './hubspot/hubspot-client.ts';
import { createListApi } from './hubspot/list-api.ts';
import { createOauthApi } from './hubspot/oauth-api.ts';
import { createPropertyApi } from './hubspot/property-api.ts';
import { createReconciliationApi } from './hubspot/reconciliation-api.ts';
import { createRecordApi, type MappedProperties } from './hubspot/record-api.ts';
import { createSettingApi } from './hubspot/setting-api.ts';
import { createTaskApi } from './hubspot/task-api.ts';
import { createTransport } from './hubspot/transport.ts';
import { createWorkflowApi } from './hubspot/workflow-api.ts';
import { createCallBudgetStore } from './install/call-budget-store.ts';
import { createCallBudgets } from './install/call-budgets.ts';
import { installRoutes } from './install/install-routes.ts';
import { createPortalTokens } from './install/portal-tokens.ts';
import { createPurge } from './install/purge-portals.ts';
import { createPurgeStore } from './install/purge-store.ts';
import { createRoleStore } from './install/role-store.ts';
import { createTokenSeal } from './install/token-seal.ts';
import { webhookRoutes } from './intake/webhook-routes.ts';
import { keptWhileDear } from './kept-while-dear.ts';
import { createLog } from './log.ts';
import { readManifest } from './manifest.ts';
import type { AccountId, PortalId } from './model/ids.ts';
import type { PolicyPreview } from './model/policy-preview.ts';
import type { PolicyBody } from './model/policy-version.ts';
import { isAtLeast } from './model/role.ts';
import { mappedProperties } from './model/settings.ts';
import { openAnnouncing } from './open-announcing.ts';
import { openExecution } from './open-execution.ts';
import { openJournal } from './open-journal.ts';
import { openPlaybook } from './open-playbook.ts';
import { openWork, type Passes } from './open-work.ts';
import { countLargePortals } from './portfolio/count-large-portals.ts';
import { linkServesMinutes } from './portfolio/list-view-rules.ts';
import { portfolioFileRoutes, portfolioRoutes } from './portfolio/portfolio-routes.ts';
import { createCellReader } from './portfolio/read-cells.ts';
import { createBacklogStore } from './refresh/backlog-store.ts';
import { metricsOf } from './refresh/metrics-rules.ts';
import type { PassReport } from './refresh/pause-rules.ts';
import { createProgress, type PortalProgress } from './refresh/portal-progress.ts';
import { previewPolicy } from './refresh/preview-policy.ts';
import { progressRoutes } from './refresh/progress-routes.ts';
import { readAccountPast } from './refresh/read-account-past.ts';
import { readAccountProfile } from './refresh/read-account-profile.ts';
import { type RefreshDeps, refreshPortal } from './refresh/refresh-portal.ts';
import { countUses } from './settings/count-uses-routes.ts';
import { createHealthStore } from './settings/health-store.ts';
import { createCounts } from './settings/keep-counts.ts';
import { createLeaverStore } from './settings/leaver-store.ts';
import { createPreviewDesk } from './settings/preview-desk.ts';
import { createPreviewStore } from './settings/preview-store.ts';
import { createQualityStore } from './settings/quality-store.ts';
import { createSettingChangeStore } from './settings/setting-change-store.ts';
import { settingsRoutes } from './settings/settings-routes.ts';
import { createStores } from './stores.ts';
import { roleProperties } from './strategy/roles.ts';
import { importSurveys } from './sync/import-surveys.ts';
import { readList } from './sync/read-population-list.ts';
import { workflowActions } from './workflow/workflow-actions.ts';
import { workflowRoutes } from './workflow/workflow-routes.ts';
import { countWrites } from './writeback/count-writes.ts';
import { plannedNames } from './writeback/planned-names.ts';

export type App = {
  http: Express;
  start: () => void;
  /** One pass over a portal, for who keeps the time instead of starting the service. */
  refresh: (portalId: PortalId) => Promise<PassReport>;
  progress: (portalId: PortalId) => Promise<PortalProgress>;
  callsByEndpoint: () => Readonly<Record<string, { calls: number; rateLimited: number }>>;
  /** Ends what is under way and closes the database. */
  close: () => Promise<void>;
};

/** Builds the whole service; the only place where its parts are put together. */
export async function createApp(
  config: Config,
  now = () => new Date(),
  kind: ProcessKind = 'serve',
): Promise<App> {
  const log = createLog(config.logLevel);
  const manifest = readManifest();
  const db = await openDatabase(config.databaseUrl);

  const defaultBudget = config.hubspot.callBudget;
  const budgets = createCallBudgets({
    budgets: createCallBudgetStore(db),
    defaults: defaultBudget,
  });
  const work = await openWork({
    ...{ db, config, kind, now, log },
    callsPerTenSeconds: async (portalId) => (await budgets.of(portalId)).callsPerTenSeconds,
  });
  const stores = createStores(db, config.defaultSettings);
  const {
    portals,
    settings,
    inbox,
    dirty,
    records,
    backfills,
    frames,
    outbox,
    publishing,
    policies,
    population,
    strategies,
    manualInputs,
    portfolio,
  } = stores;
  const roles = createRoleStore(db);
  const audit = createAuditStore(db);
  const cards = createCardStore(db, frames);

  const { clientId, clientSecret, appId } = config.hubspot;
  const redirectUrl = config.publicUrl + manifest.redirectPath;
  const send = createTransport(config.hubspot.apiUrl, config.hubspot.timeoutMs);
  const oauth = createOauthApi(send, { clientId, clientSecret, redirectUrl }, now);
  const seal = createTokenSeal(config.tokenKey, config.earlierTokenKeys);
  const tokens = createPortalTokens({ portals, oauth, seal, now, log });
  const announcing = openAnnouncing({
    ...{ db, config, kind, stores, seal, now, log },
    roleOf: roles.roleOf,
  });
  const meter = createCallMeter();
  const health = createHealthStore(db);
  const quality = createQualityStore(db);
  const counts = createCounts({ health, now, log });
  const hubspot = createHubspotClient({
    send,
    queues: withDailyBudget(work.queues, {
      callsPerDay: async (portalId) => (await budgets.of(portalId)).callsPerDay,
      callsToday: (portalId) => health.callsOn(portalId, Math.floor(now().getTime() / 86_400_000)),
      now,
    }),
    accessToken: tokens.accessToken,
    onCall(report) {
      meter.count(report);
      counts.called(report);
    },
    log,
    random: Math.random,
  });
  const account = createAccountApi(hubspot);
  const settingApi = createSettingApi(hubspot);

  const mappedOf: MappedProperties = async (portalId, type) => {
    const mapped = mappedProperties(await settings.read(portalId), type);
    if (type !== 'company') return mapped;
    const { roles: roleMap } = await strategies.readSettings(portalId);
    return { names: [...new Set([...mapped.names, ...roleProperties(roleMap)])] };
  };
  const refreshDeps: Omit<RefreshDeps, 'isTurnOver'> = {
    ...stores,
    account,
    accountWriter: createAccountWriter(hubspot),
    appId,
    carriedValues: config.hubspot.eventValues,
    compareEveryMs: config.compareEveryMs,
    evidenceApi: createEvidenceApi(hubspot, mappedOf),
    isWatchDue: createWatchPace(now),
    listApi: createListApi(hubspot),
    log,
    now,
    mappedOf,
    properties: manifest.properties,
    propertyApi: createPropertyApi(hubspot),
    recordApi: createRecordApi(hubspot, mappedOf),
    reconciliationApi: createReconciliationApi(hubspot, mappedOf),
    reasonsOf: topReasons,
    settingApi,
    signals: createSignalReader(stores),
    taskApi: createTaskApi(hubspot),
    workflowApi: createWorkflowApi(hubspot),
  };
  const purgeWhenDue = createPurge({
    purges: createPurgeStore(db),
    noteLeft: (portalId) => audit.note(portalId, { action: 'left', at: now() }),
    now,
    log,
  });
  const refresh: Passes['refresh'] = (portalId, { fenced, isTurnOver }) =>
    refreshPortal(
      { ...refreshDeps, ...(fenced && createStores(fenced, config.defaultSettings)), isTurnOver },
      portalId,
    );
  const dispatcher = work.dispatcher({ tidyUp: purgeWhenDue, refresh });
  const onReceived = (portalId: PortalId, events: number) => {
    counts.received(portalId, events);
    dispatcher.wake(portalId);
  };
  const journal = openJournal({
    ...{ db, config, kind, manifest, portals, send, now, log },
    onReceived,
  });

  /** Asks for a record that is not known here; safe to call again while it is on its way. */
  async function queueSync(portalId: PortalId, objectType: 'company' | 'ticket', objectId: string) {
    const change = { portalId, objectType, objectId } as const;
    const occurredAt = now().getTime();
    await dirty.mark(portalId, [{ ...change, occurredAt, links: 'unchanged' }], now());
    dispatcher.wake(portalId);
  }

  /** undefined: this company or portal is not known here. */
  async function timeZoneOf(portalId: PortalId, accountId: AccountId) {
    const [portal, record] = await Promise.all([
      portals.find(portalId),
      cards.find(portalId, accountId),
    ]);
    return record && portal?.timeZone;
  }

  const progress = createProgress({ ...stores, now });

  const http = express();
  http.disable('x-powered-by');
  http.set('trust proxy', config.trustedProxies);
  const isSecure = config.publicUrl.startsWith('https:');
  http.use(securityHeaders({ isSecure }));
  const watched = ['/healthz', '/readyz', '/metrics'];
  http.use(watched, limitRequests({ requests: 600, perMs: 60_000, now }));
  http.use(healthRoutes(stores.portals.answers));
  const backlogs = createBacklogStore(db);
  const eventLoop = watchEventLoop();
  http.use(
    metricsRoutes(config.metricsToken, async () =>
      metricsOf({
        backlog: await backlogs.read(now()),
        calls: meter.totals(),
        now: now(),
        uptimeSeconds: process.uptime(),
        residentBytes: process.memoryUsage.rss(),
        eventLoopDelay: eventLoop.read(),
      }),
    ),
  );
  if (kind === 'worker') http.use(answerNobody());
  // What needs no signature of HubSpot's: a person's browser asks for it, a few times.
  const opened = ['/oauth', '/portfolio/file', '/ledger/file', '/settings/strategies/file'];
  http.use(opened, limitRequests({ requests: 120, perMs: 60_000, now }));
  http.use(
    installRoutes({
      oauth,
      tokens,
      portals,
      account,
      roles,
      now,
      log,
      noteConnected: (portalId, userId) =>
        audit.note(portalId, { action: 'connected', userId, at: now() }),
      onInstalled: dispatcher.wake,
      authorizeUrl: authorizeUrl(config, redirectUrl),
      redirectPath: manifest.redirectPath,
      stateSecret: clientSecret,
      isSecure,
    }),
  );
  const fileLinks = createFileLinks(clientSecret, 'portfolio', linkServesMinutes * 60_000);
  const portfolioDeps = {
    portfolio,
    fileLinks,
    roleOf: roles.roleOf,
    listOwners: portals.listOwners,
    industryNames: stores.industries.namesOf,
    cellsOf: createCellReader({ portfolio, frames, now }),
    async portalState(portalId: PortalId) {
      const [state, portal] = await Promise.all([
        cards.portalState(portalId),
        portals.find(portalId),
      ]);
      return state && portal && { ...state, uiDomain: portal.uiDomain };
    },
    fileUrl(portalId: PortalId, asked: Readonly<Record<string, string>>) {
      const query = new URLSearchParams({ ...asked, portalId: String(portalId) });
      return `${config.publicUrl}/portfolio/file?${fileLinks.sign(query, now())}`;
    },
    now,
  };
  http.use(
    portfolioFileRoutes({
      ...portfolioDeps,
      noteExport: (portalId, userId, question) =>
        audit.note(portalId, {
          action: 'portfolio_exported',
          userId,
          subject: subjectOf('', question),
          at: now(),
        }),
    }),
  );
  const playbook = openPlaybook({
    ...{ db, config, audit, stores, settingApi, now, log },
    signals: createSignalReader(stores),
    roleOf: roles.roleOf,
    wake: dispatcher.wake,
  });
  const execution = openExecution({
    ...{ db, config, audit, stores, timeZoneOf, now },
    signals: refreshDeps.signals,
    roleOf: roles.roleOf,
    portalState: portfolioDeps.portalState,
    wake: dispatcher.wake,
  });
  http.use(playbook.files);
  http.use(execution.files);
  http.use(requireSignature({ clientSecret, publicUrl: config.publicUrl, now }));
  http.use(requireJson());
  http.use(recordActions({ audit, now, log }));
  http.use(
    auditRoutes({
      audit,
      roleOf: roles.roleOf,
      timeZoneOf: async (portalId) => (await portals.find(portalId))?.timeZone ?? 'UTC',
    }),
  );
  http.use(countUses({ roleOf: roles.roleOf, used: counts.used }));
  http.use(webhookRoutes(manifest.webhooks.path, { inbox, now, onReceived, log }));
  http.use(
    cardRoutes({
      cards,
      serviceOf: (portalId, ticket) => readTicketService(stores, portalId, ticket),
      now,
      roleOf: async (portalId, userId) =>
        userId === null ? 'reader' : roles.roleOf(portalId, userId),
      profile: (portalId, accountId) => readAccountProfile(refreshDeps, portalId, accountId),
      async isScored(portalId, accountId) {
        const membership = await settings.read(portalId);
        return (await population.within(portalId, membership, [accountId])).size > 0;
      },
      async manual(portalId, accountId, userId) {
        const told = await manualInputs.listCurrent(portalId, [accountId]);
        const inputs = told.get(accountId) ?? [];
        const userIds = [...new Set(inputs.map(({ authorId }) => authorId))];
        const [authors, role] = await Promise.all([
          manualInputs.authorNames(portalId, userIds),
          userId === null ? ('reader' as const) : roles.roleOf(portalId, userId),
        ]);
        return manualFor(role, { inputs, authors, mayWrite: isAtLeast(role, 'kam') });
      },
      strategy: execution.strategyOf,
      past: (portalId, accountId) =>
        readAccountPast({ ...refreshDeps, manualInputs }, portalId, accountId),
      queueSync,
    }),
  );
  http.use(
    workflowRoutes(
      {
        executions: refreshDeps.executions,
        portals,
        async isKnown(portalId, accountId) {
          const found = await records.findRecords(portalId, 'company', [accountId]);
          if (!found.has(accountId)) await queueSync(portalId, 'company', accountId);
          return found.has(accountId);
        },
        now,
      },
      manifest.workflowActions,
      workflowActions({
        ...stores,
        ...refreshDeps,
        strategyOf: (portalId, accountId) => execution.strategyOf(portalId, accountId, null),
        async keepAnswer(portalId, answer) {
          await importSurveys(refreshDeps, portalId, [answer]);
          dispatcher.wake(portalId);
        },
        logExecution: (portalId, report) => logExecution({ ...stores, now }, portalId, report),
        wake: dispatcher.wake,
      }),
    ),
  );
  http.use(
    manualRoutes({
      roleOf: roles.roleOf,
      now,
      timeZoneOf,
      async save(portalId, accountId, input) {
        await manualInputs.add(portalId, accountId, input);
        if (input.kind === 'verdict') return;
        if (input.kind === 'need') await stores.situations.markDue(portalId, [accountId]);
        const reason = input.kind === 'tier' ? 'override' : 'manual';
        await dirty.markAccounts(portalId, [accountId], reason, now());
        dispatcher.wake(portalId);
      },
    }),
  );
  http.use(execution.routes);
  http.use(portfolioRoutes(portfolioDeps));
  const previews = createPreviewDesk({
    preview: (portalId: PortalId, body: PolicyBody) =>
      previewPolicy(
        {
          ...refreshDeps,
          propertyNames: async (id) => (await plannedNames(refreshDeps, id)).names,
        },
        portalId,
        body,
      ),
    nameOf: fingerprintOf,
    previews: createPreviewStore<PolicyPreview>(db, 'policy_preview'),
    now,
    log,
  });
  http.use(
    settingsRoutes({
      backfills,
      budgets,
      defaultBudget,
      changes: createSettingChangeStore(db),
      frames,
      health,
      leavers: createLeaverStore(db),
      quality: { count: keptWhileDear(quality.count) },
      strategies,
      listApi: refreshDeps.listApi,
      lags: stores.lags,
      lists: stores.lists,
      readList: (portalId, list) => readList(refreshDeps, portalId, list),
      outbox,
      policies,
      population: {
        ...population,
        count: keptWhileDear(population.count),
        lifecycleStages: keptWhileDear(population.lifecycleStages),
        dealStages: keptWhileDear(population.dealStages),
        ticketCategories: keptWhileDear(population.ticketCategories),
      },
      portals,
      previews,
      publishing,
      reconciliations: refreshDeps.reconciliations,
      roles,
      scopes: [...manifest.scopes.required, ...manifest.scopes.optional],
      settingApi,
      settings,
      keepCounts: counts.keep,
      roleOf: roles.roleOf,
      countWrites: (portalId, scope) => countWrites(refreshDeps, portalId, scope),
      fillStrategies: playbook.fillFromPreset,
      now,
      onPublished: dispatcher.wake,
    }),
  );
  http.use(playbook.routes);
  http.use(announcing.routes);
  http.use(progressRoutes(progress));
  http.use(errorHandler(log));

  let counting: Promise<void> = Promise.resolve();
  return {
    http,
    refresh: (portalId) => refresh(portalId, { fenced: undefined, isTurnOver: () => false }),
    start() {
      dispatcher.start();
      announcing.start();
      journal.start();
      counting = countLargePortals({
        listPortals: portals.listConnected,
        cellsOf: portfolioDeps.cellsOf,
        portfolio,
        log,
      });
    },
    progress,
    callsByEndpoint: meter.totals,
    async close() {
      await Promise.all([dispatcher.stop(), announcing.stop(), journal.stop(), counting]);
      await previews.close();
      await playbook.close();
      await counts.close();
      eventLoop.close();
      await db.destroy();
    },
  };
}

/** HubSpot's consent page for this app, with exactly the scopes of the manifest. */
function authorizeUrl(config: Config, redirectUrl: string): URL {
  const { scopes } = readManifest();
  const url = new URL(config.hubspot.authorizeUrl);
  url.searchParams.set('client_id', config.hubspot.clientId);
  url.searchParams.set('redirect_uri', redirectUrl);
  url.searchParams.set('scope', scopes.required.map(({ name }) => name).join(' '));
  const optional = scopes.optional.map(({ name }) => name).join(' ');
  if (optional !== '') url.searchParams.set('optional_scope', optional);
  return url;
}
