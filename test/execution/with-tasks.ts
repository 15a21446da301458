import { randomBytes } from 'node:crypto';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { topReasons } from '../../src/cards/top-reason-rules.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { moveTasks } from '../../src/execution/move-tasks.ts';
import { planTasks } from '../../src/execution/plan-tasks.ts';
import { createSignalReader } from '../../src/execution/read-signals.ts';
import { readTasks } from '../../src/execution/read-tasks.ts';
import { sendTasks } from '../../src/execution/send-tasks.ts';
import { createHubspotClient } from '../../src/hubspot/hubspot-client.ts';
import { createOauthApi } from '../../src/hubspot/oauth-api.ts';
import { createTaskApi } from '../../src/hubspot/task-api.ts';
import { createTransport } from '../../src/hubspot/transport.ts';
import { createPortalTokens } from '../../src/install/portal-tokens.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { createLog } from '../../src/log.ts';
import { dayIn } from '../../src/model/day.ts';
import type { ExecutionSettings } from '../../src/model/execution-settings.ts';
import { type AccountId, accountId } from '../../src/model/ids.ts';
import type { Situation, StrategyCode } from '../../src/model/strategy.ts';
import { createStores } from '../../src/stores.ts';
import { drainInbox } from '../../src/sync/drain-inbox.ts';
import { ownQueues } from '../support/own-queues.ts';
import { someSettings } from '../support/records.ts';
import { companyType, portal, runningPortal, until } from '../support/running-portal.ts';

export const taskType = '0-27';
export const dayMs = 86_400_000;

type Running = Awaited<ReturnType<typeof runningPortal>>;
export type TaskPortal = Awaited<ReturnType<typeof portalWithTasks>>;

/** A published portal whose tasks are worked by the test, not by the service: on a Monday, as of a situation. */
export async function portalWithTasks(options: { companies?: number } = {}) {
  const tokenKey = randomBytes(32).toString('base64');
  const app = await runningPortal({
    portals: [{ portalId: portal, companies: options.companies ?? 4 }],
    // Search hears of what was written half a minute late.
    sandbox: { indexLagMs: 30_000 },
    environment: { TOKEN_KEY: tokenKey },
  });
  await app.install();
  await app.quiet();
  const db = await openDatabase(app.databaseUrl);
  const stores = createStores(db, someSettings);
  await app.rest();
  await db.deleteFrom('account_situation').execute();
  await db.deleteFrom('plan_due').execute();
  const now = () => app.sandbox.clock.now();
  const deps = { ...stores, ...adaptersOf(app, stores, tokenKey), appId: '1001', now };
  const today = () => dayIn('UTC')(now().getTime());
  while (new Date(today() * dayMs).getUTCDay() !== 1) app.advance(dayMs);

  const work = {
    plan: () => planTasks(deps, portal),
    send: () => sendTasks(deps, portal),
    move: () => moveTasks(deps, portal),
    async read() {
      await drainInbox(deps, portal, 'used');
      return await readTasks(deps, portal);
    },
    /** What people did since has arrived. */
    async heard() {
      await until(() => app.sandbox.webhooksIdle(portal));
      await work.read();
    },
    /** As a pass of the service. */
    async pass() {
      await work.read();
      await work.plan();
      while ((await work.send()) > 0);
    },
    async days(count: number) {
      for (let day = 0; day < count; day += 1) {
        app.advance(dayMs);
        await work.pass();
      }
    },
  };
  return {
    ...work,
    app,
    deps,
    stores,
    today,
    companyIds: app.companyIds(),
    owners: app.sandbox.portal(portal).portal.owners,
    tasks: () => tasksOf(app),
    kept: (companyId: number) => stores.tasks.listOf(portal, accountId(String(companyId)), 1_000),
    user: app.user,
    sandbox: app.sandbox,

    async switchOn(codes: readonly StrategyCode[], difference: Partial<ExecutionSettings> = {}) {
      const { chains } = (await stores.strategies.readSettings(portal)).roles;
      const fallbackOwnerId = app.sandbox.portal(portal).portal.owners.at(-1)?.id ?? '';
      const by = { author: '1', at: now() };
      const roles = { chains, fallbackOwnerId };
      const calendar = { name: 'none', edits: { off: [], worked: [] } } as const;
      const settings = { switchedOn: codes, roles, calendar, ...difference };
      await stores.strategies.saveSettings(portal, settings, by);
    },

    /** As if it had been scored so. */
    async situation(companyId: number, difference: Partial<Situation>): Promise<AccountId> {
      const account = accountId(String(companyId));
      await stores.situations.save(portal, [
        { ...quietSituation, ...difference, accountId: account },
      ]);
      return account;
    },

    async [Symbol.asyncDispose]() {
      await db.destroy();
      await app[Symbol.asyncDispose]();
    },
  };
}

const quietSituation: Omit<Situation, 'accountId'> = {
  type: null,
  risk: 'low',
  value: 'high',
  isLost: false,
  lastOrderOn: null,
  nextExpectedOn: null,
  priority: 6,
  revenueAtRisk: 1_000,
};

function adaptersOf(app: Running, stores: ReturnType<typeof createStores>, tokenKey: string) {
  const log = createLog('silent');
  const now = () => app.sandbox.clock.now();
  const send = createTransport(app.sandbox.url);
  const client = { clientId: 'test-client', clientSecret: 'test-secret', redirectUrl: app.url };
  const oauth = createOauthApi(send, client, now);
  const seal = createTokenSeal(Buffer.from(tokenKey, 'base64'), []);
  const tokens = createPortalTokens({ portals: stores.portals, oauth, seal, now, log });
  const hubspot = createHubspotClient({
    send,
    queues: ownQueues(10_000),
    accessToken: tokens.accessToken,
    onCall: () => {},
    log,
    random: () => 0,
  });
  const taskApi = createTaskApi(hubspot);
  const mappedOf = async () => ({ names: [] });
  return { taskApi, log, mappedOf, signals: createSignalReader(stores), reasonsOf: topReasons };
}

/** The portal's own tasks. */
function tasksOf(app: Running) {
  const { portal: shown } = app.sandbox.portal(portal);
  const table = shown.table(taskType);
  const companies = shown.table(companyType);
  return Array.from({ length: table.rows() }, (_, row) => row)
    .filter((row) => table.isLive(row))
    .map((row) => {
      const value = (name: string) => propertyValue(shown, taskType, row, name) ?? '';
      return {
        id: table.idOf(row),
        companyIds: [...shown.links.between(taskType, companyType).of(row)].map((link) =>
          companies.idOf(link.row),
        ),
        subject: value('hs_task_subject'),
        body: value('hs_task_body'),
        ownerId: value('hubspot_owner_id'),
        priority: value('hs_task_priority'),
        status: value('hs_task_status'),
        dueOn: value('hs_timestamp').slice(0, 10),
      };
    });
}
