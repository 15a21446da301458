import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, Router } from 'express';
import { accountEndpoints } from './account-routes.ts';
import {
  type ActionOptions,
  type ActionRequest,
  createActionRunner,
  type Execution,
} from './action-runner.ts';
import {
  type AppRegistration,
  createRegisteredApp,
  type RegisteredApp,
} from './app-registration.ts';
import { associationEndpoints } from './association-routes.ts';
import { batchEndpoints } from './batch-routes.ts';
import { createCallStats } from './call-stats.ts';
import { callbackEndpoints } from './callback-routes.ts';
import type { Change } from './changes.ts';
import { type ChatRooms, createChatRooms } from './chat-rooms.ts';
import { type Clock, createClock } from './clock.ts';
import { createControlRoutes, stateOf } from './control-routes.ts';
import { loadDeals } from './deals-loader.ts';
import { bodyBytes, createRoutes } from './endpoint.ts';
import { answerErrors, answerUnknown } from './error-answers.ts';
import { createFaults, type FaultSpec } from './faults.ts';
import { generatePortal } from './generator.ts';
import type { Hub } from './hub.ts';
import { createJournal, type JournalSubscription } from './journal.ts';
import { createJournalRoutes } from './journal-routes.ts';
import { listEndpoints } from './list-routes.ts';
import { createLocks } from './locks.ts';
import { createOauth } from './oauth.ts';
import { createOauthRoutes } from './oauth-routes.ts';
import { objectEndpoints } from './object-routes.ts';
import { ownerEndpoints } from './owner-routes.ts';
import { pipelineEndpoints } from './pipeline-routes.ts';
import { createPortal, type Portal, type PortalOptions } from './portal.ts';
import { propertyEndpoints } from './property-routes.ts';
import { createRateLimits } from './rate-limit.ts';
import { searchEndpoints } from './search-routes.ts';
import { createUserActions, type UserActions } from './user-actions.ts';
import { eventsOf, mayReceive } from './webhook-events.ts';
import { createWebhookSender, type WebhookOptions } from './webhook-sender.ts';
import { type Enrolment, switchOn, type Workflow } from './workflows.ts';

export type { AppRegistration, PortalOptions };

export type SandboxOptions = {
  /** 0 for any free port. */
  port?: number;
  /** 127.0.0.1 unless told. */
  host?: string;
  seed?: number;
  portals?: PortalOptions[];
  app?: Partial<AppRegistration>;
  latencyMs?: number;
  rateLimit?: { calls: number; perMs: number };
  searchesPerSecond?: number;
  /** Calls to association endpoints in ten seconds. */
  associationCalls?: number;
  indexLagMs?: number;
  /** The consent screen redirects at once, without a person. */
  autoConsent?: boolean;
  clockOffsetMs?: number;
  /** Called whenever the day is advanced. */
  onClock?: (offsetMs: number) => void;
  webhooks?: Partial<WebhookOptions>;
  workflowActions?: Partial<ActionOptions>;
};

export type Sandbox = {
  url: string;
  port: number;
  clock: Pick<Clock, 'now' | 'offsetMs' | 'advanceDays'>;
  setWebhookUrl(url: string): void;
  /** Changes the app's registration. */
  setApp(change: Partial<AppRegistration>): void;
  app(): AppRegistration;
  registeredApp: RegisteredApp;
  /** A portal and what its users do. */
  portal(portalId: number): { portal: Portal; user: UserActions };
  addFault(fault: FaultSpec): number;
  clearFaults(): void;
  /** Puts the app into a portal without the OAuth screens; for tests of single endpoints. */
  install(portalId: number, scopes: string[]): { accessToken: string; refreshToken: string };
  uninstall(portalId: number): void;
  state(): ReturnType<typeof stateOf>;
  webhooksIdle(portalId: number): boolean;
  /** Of what the journal tells. */
  journalSubscriptions(): readonly JournalSubscription[];
  /** A step of a workflow, carried out by the app. */
  runAction(portalId: number, request: ActionRequest): Promise<Execution>;
  repeatAction(callbackId: string): Promise<Execution>;
  execution(callbackId: string): Execution | undefined;
  /** Switches a company workflow on; its enrolments come up in the list. */
  addWorkflow(portalId: number, workflow: Workflow): readonly Enrolment[];
  /** Sends failed deliveries again without waiting for their time. */
  retryWebhooks(): void;
  /** Rooms of Slack, WeCom and DingTalk, at this origin. */
  chats: Pick<ChatRooms, 'open'>;
  http: Express;
  /** Serves further pages from this process, before the API's "not found". */
  mount(path: string, router: Router): void;
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
};

const DEFAULT_APP: AppRegistration = {
  appId: 14_947_547,
  clientId: '3d8f1c52-7a70-4c1e-9b41-0c6d2f1b7a55',
  clientSecret: 'f0c5a1de-2b64-4f6e-8e0b-93c1d7a4b216',
  redirectUrls: ['http://localhost:3000/oauth/callback'],
  webhookUrl: null,
  manifestPath: null,
  appScopes: [],
};

const DEFAULT_PORTAL: PortalOptions = { portalId: 424_242, name: 'Kestrel Supplies' };
const DEFAULT_COMPANIES = 300;
const USUAL_CALLS = 110;
const USUAL_WINDOW_MS = 10_000;

async function openPortal(
  options: PortalOptions,
  { clock, indexLagMs, seed }: { clock: Clock; indexLagMs: number; seed: number },
): Promise<Portal> {
  const portal = createPortal(options, clock, indexLagMs);
  if (options.dealsFile) await loadDeals(portal, options.dealsFile, seed);
  else generatePortal(portal, options.companies ?? DEFAULT_COMPANIES, seed);
  return portal;
}

function createHub(options: SandboxOptions, clock: Clock): Hub {
  const app = createRegisteredApp({ ...DEFAULT_APP, ...options.app });
  const faults = createFaults(options.seed ?? 1);
  const portals = new Map<number, Portal>();
  const calls = options.rateLimit?.calls ?? USUAL_CALLS;
  const perMs = options.rateLimit?.perMs ?? USUAL_WINDOW_MS;
  // Whoever lifts the general limit means this one too.
  const lifted = Math.max(1, (calls * USUAL_WINDOW_MS) / (USUAL_CALLS * perMs));
  return {
    clock,
    app,
    portals,
    oauth: createOauth(app, clock),
    limits: createRateLimits(
      {
        calls,
        perMs,
        searchesPerSecond: options.searchesPerSecond ?? 5,
        associationCalls: (portalId) =>
          options.associationCalls ?? (portals.get(portalId)?.tier === 'free' ? 100 : 150) * lifted,
      },
      clock.nowMs,
    ),
    faults,
    locks: createLocks(),
    webhooks: createWebhookSender({
      app,
      clock,
      faults,
      options: { coalesceMs: 200, timeoutMs: 5_000, retryScale: 1, ...options.webhooks },
    }),
    journal: createJournal(clock),
    actions: createActionRunner({
      app,
      clock,
      options: { timeoutMs: 5_000, retryScale: 1, ...options.workflowActions },
    }),
    stats: createCallStats(),
    latencyMs: options.latencyMs ?? 80,
    autoConsent: options.autoConsent ?? false,
  };
}

/** Portals that have the app get their changes told to it. */
function wireWebhooks(hub: Hub, portal: Portal): void {
  portal.onChange((change: Change) => {
    const install = hub.oauth.findInstall(portal.id);
    if (!install || !mayReceive(install.scopes, change)) return;
    hub.journal.note(portal.id, change);
    if (!hub.app.get().webhookUrl) return;
    const events = eventsOf(portal, change, hub.app.get(), hub.app.manifest().subscriptions);
    if (events.length > 0) hub.webhooks.send(events);
  });
}

function createHttp(hub: Hub, pages: Router): Express {
  const http = express();
  http.disable('x-powered-by');
  http.disable('etag');
  http.use((_req, res, next) => {
    res.on('finish', () => hub.stats.answered(res.statusCode));
    next();
  });
  http.use('/sandbox', createControlRoutes(hub));
  http.use(createOauthRoutes(hub));
  http.use(pages);
  http.use(
    express.json({
      limit: '20mb',
      verify: (req, _res, bytes) => bodyBytes.set(req, bytes.length),
    }),
  );
  const endpoints = [
    ...batchEndpoints,
    ...searchEndpoints,
    ...associationEndpoints,
    ...objectEndpoints,
    ...propertyEndpoints,
    ...pipelineEndpoints,
    ...listEndpoints,
    ...ownerEndpoints,
    ...accountEndpoints,
    ...callbackEndpoints,
  ];
  http.use(createJournalRoutes(hub));
  http.use(createRoutes(hub, endpoints));
  http.use(answerUnknown);
  http.use(answerErrors);
  return http;
}

async function listen(server: Server, port: number, host: string): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  return (server.address() as AddressInfo).port;
}

/** Starts a stand-in HubSpot. */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const clock = createClock(options.clockOffsetMs ?? 0);
  if (options.onClock) clock.onMove(options.onClock);
  const hub = createHub(options, clock);
  const making = { clock, indexLagMs: options.indexLagMs ?? 5_000, seed: options.seed ?? 1 };
  for (const portalOptions of options.portals ?? [DEFAULT_PORTAL]) {
    const portal = await openPortal(portalOptions, making);
    hub.portals.set(portal.id, portal);
    wireWebhooks(hub, portal);
  }
  hub.oauth.onUninstall((portalId) => hub.webhooks.drop(portalId));

  const pages = Router();
  const chats = createChatRooms(clock);
  pages.use(chats.routes);
  const http = createHttp(hub, pages);
  // Connections stay open longer than clients keep them, so that none is closed under a request.
  const server = createServer({ maxHeaderSize: 65_536, keepAliveTimeout: 65_000 }, http);
  const port = await listen(server, options.port ?? 0, options.host ?? '127.0.0.1');

  async function close(): Promise<void> {
    hub.webhooks.close();
    hub.journal.close();
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await closed;
  }

  function portalOf(portalId: number): Portal {
    const portal = hub.portals.get(portalId);
    if (!portal) throw new Error(`portal ${portalId} is not in this sandbox`);
    return portal;
  }

  return {
    url: `http://localhost:${port}`,
    port,
    clock,
    setWebhookUrl: (webhookUrl) => hub.app.update({ webhookUrl }),
    setApp: (change) => hub.app.update(change),
    app: () => hub.app.get(),
    registeredApp: hub.app,
    portal: (portalId) => {
      const portal = portalOf(portalId);
      return { portal, user: createUserActions(portal) };
    },
    addFault: (fault) => hub.faults.add(fault),
    clearFaults: () => hub.faults.clear(),
    install(portalId, scopes) {
      const install = hub.oauth.install(portalId, portalOf(portalId).user, scopes);
      const { access_token, refresh_token } = hub.oauth.newAccessToken(install);
      return { accessToken: access_token, refreshToken: refresh_token };
    },
    uninstall: (portalId) => hub.oauth.uninstall(portalId),
    state: () => stateOf(hub),
    webhooksIdle: (portalId) => hub.webhooks.isIdle(portalId),
    journalSubscriptions: () => hub.journal.subscriptions(),
    runAction: (portalId, request) => hub.actions.run(portalOf(portalId), request),
    repeatAction: (callbackId) => hub.actions.repeat(callbackId),
    execution: (callbackId) => hub.actions.find(callbackId),
    addWorkflow(portalId, workflow) {
      const portal = portalOf(portalId);
      const runAction = (request: ActionRequest) => hub.actions.run(portal, request);
      return switchOn({ portal, runAction, settled: hub.actions.settled }, workflow);
    },
    retryWebhooks: () => hub.webhooks.retryNow(),
    chats,
    http,
    mount: (path, router) => {
      pages.use(path, router);
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
