import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { portalId } from '../../src/model/ids.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { routesOf, type ServedRoute } from '../support/routes-of.ts';
import {
  companyType,
  dealType,
  portal,
  runningPortal,
  ticketType,
} from '../support/running-portal.ts';
import { sendSigned } from '../support/signed-request.ts';

const secret = 'test-secret';
const theirs = portalId(424_243);
const mark = 'Zanzibar Confidential';
const amount = 7_777_777;
/** Nobody in particular. */
const stranger = 7;
const hasNoPortal = /^\/(healthz|readyz|metrics|oauth|webhooks)/;

type Ids = Readonly<Record<string, number | string>>;

async function twoPortals() {
  const app = await runningPortal({
    portals: [
      { portalId: portal, companies: 2 },
      { portalId: theirs, companies: 2 },
    ],
  });
  const { user } = app.sandbox.portal(theirs);
  const companyId = user.create(companyType, { name: mark });
  const won = { pipeline: 'default', dealstage: 'closedwon' };
  const dealId = user.create(dealType, { dealname: mark, amount, ...won }, companyId);
  const subject = { subject: mark, hs_pipeline: '0', hs_pipeline_stage: '1' };
  const ticketId = user.create(ticketType, subject, companyId);
  await app.install();
  await app.install();
  await app.quiet(portal);
  await app.quiet(theirs);
  return { app, ids: { companyId, dealId, ticketId, code: 'low_stable' } as Ids };
}

/** A new route has to be asked too: what it names has to be known here. */
function addressOf({ path }: ServedRoute, ids: Ids): string {
  return path.replaceAll(/:(\w+)/g, (_all, name: string) => {
    const id = ids[name];
    if (id === undefined) throw new Error(`say in this test what :${name} of ${path} names`);
    return String(id);
  });
}

/** What the service's own work changes by itself, whoever asks. */
const ownWork = ['call_count', 'evidence_source', 'reconciliation', 'usage_count'];
/** How far the app's journal is read. */
const ofNoPortal = ['journal'];

async function everythingOf(databaseUrl: string, id: number): Promise<string> {
  const db = await openDatabase(databaseUrl);
  const tables: Record<string, unknown[]> = {};
  for (const { name } of await db.introspection.getTables()) {
    if ([...ownWork, ...ofNoPortal].includes(name)) continue;
    const { rows } = await sql`select * from ${sql.table(name)} where portal_id = ${id}`.execute(
      db,
    );
    tables[name] = rows;
  }
  await db.destroy();
  return JSON.stringify(tables);
}

it("answers no route with another portal's data, and changes none of it", async () => {
  const { app, ids } = await twoPortals();
  await using _app = app;
  const before = await everythingOf(app.databaseUrl, theirs);
  expect(before.includes(mark)).toBe(true);
  const admin = app.sandbox.state().portals[0]?.user.userId ?? 0;
  const routes = routesOf(app.service.http).filter(({ path }) => !hasNoPortal.test(path));

  for (const route of routes) {
    for (const userId of [admin, stranger]) {
      const { method } = route;
      const url = `${app.url}${addressOf(route, ids)}?portalId=${portal}&userId=${userId}`;
      const body = method === 'GET' ? '' : JSON.stringify({ portalId: theirs, ...ids });
      const at = app.sandbox.clock.now().getTime();
      const answer = await sendSigned({ method, url, body, secret, at });
      const text = await answer.text();
      expect(answer.status, `${method} ${url}`).toBeLessThan(500);
      expect(text, `${method} ${url}`).not.toContain(mark);
      expect(text, `${method} ${url}`).not.toContain(String(amount));
    }
  }

  expect(routes.length).toBeGreaterThan(5);
  expect((await everythingOf(app.databaseUrl, theirs)) === before).toBe(true);
}, 60_000);

it("runs no step of a workflow on another portal's company", async () => {
  const { app, ids } = await twoPortals();
  await using _app = app;
  const before = await everythingOf(app.databaseUrl, theirs);
  const routes = routesOf(app.service.http).filter(({ path }) => path.startsWith('/workflow-'));

  for (const { method, path } of routes) {
    const body = JSON.stringify({
      callbackId: `ap-${path}`,
      origin: { portalId: portal },
      object: { objectId: ids['companyId'], objectType: 'COMPANY' },
      inputFields: { scale: 'nps', score: 1, operation: 'start', play: 'win_back', feedback: 'x' },
    });
    const at = app.sandbox.clock.now().getTime();
    const answer = await sendSigned({ method, url: `${app.url}${path}`, body, secret, at });
    const text = await answer.text();
    expect(answer.status, path).toBe(200);
    expect(text, path).toContain('unknown_account');
    expect(text, path).not.toContain(mark);
  }

  expect(routes.length).toBe(5);
  expect((await everythingOf(app.databaseUrl, theirs)) === before).toBe(true);
}, 60_000);

it("lets nobody change or ask for what only another portal's numbers name", async () => {
  const { app, ids } = await twoPortals();
  await using _app = app;
  const ask = (asker: number, method: string, path: string, body: object) => {
    const userId = app.sandbox.portal(asker).portal.user.userId;
    const url = `${app.url}${path}?portalId=${asker}&userId=${userId}`;
    const at = app.sandbox.clock.now().getTime();
    return sendSigned({ method, url, body: JSON.stringify(body), secret, at });
  };
  const named = await whatOnlyTheyName(app, (...asked) => ask(theirs, ...asked), ids);
  const [own] = app.companyIds();
  await app.quiet(theirs);
  const before = await everythingOf(app.databaseUrl, theirs);

  for (const [path, body, status] of [
    ['/settings/channels/topics', { id: named.channel, topics: ['changes'] }, 200],
    ['/settings/channels/remove', { id: named.channel }, 200],
    ['/settings/channels/test', { id: named.channel }, 404],
    ['/settings/channels/retry', { id: named.channel }, 200],
    ['/settings/changes/undo', { id: named.change }, 404],
    [`/cards/companies/${ids['companyId']}/inputs`, named.told, 404],
    [`/cards/companies/${ids['companyId']}/decisions`, named.decided, 404],
    [`/cards/companies/${ids['companyId']}/decisions/undo`, { id: named.decided.id }, 404],
    [`/cards/companies/${own}/decisions/undo`, { id: named.decided.id }, 200],
    [`/cards/companies/${ids['companyId']}/executions`, { taskKey: named.decided.id }, 404],
  ] as const) {
    const method = path.endsWith('/topics') ? 'PUT' : 'POST';
    const answer = await ask(portal, method, path, body);
    const text = await answer.text();
    expect(answer.status, `${path} ${text}`).toBe(status);
    expect(text, path).not.toContain(mark);
  }

  expect((await everythingOf(app.databaseUrl, theirs)) === before).toBe(true);
}, 60_000);

type Ask = (method: string, path: string, body: object) => Promise<Response>;

/** A channel, a changed setting, what people told and decided of an account: all of the other portal. */
async function whatOnlyTheyName(app: { databaseUrl: string }, ask: Ask, { companyId }: Ids) {
  const told = { id: 'told-by-them', kind: 'sentiment', value: 'neutral', note: mark };
  const [step] = strategyLibrary.core.steps;
  const decided = { id: 'decided-by-them', kind: 'accept', strategy: 'core', step: step?.key };
  const address = 'https://hooks.slack.com/services/T00000000/B00000000/abcdefghijklmnopqrstuvwx';
  const room = { kind: 'slack', name: mark, address, topics: [] };
  for (const [method, path, body] of [
    ['POST', '/settings/channels', room],
    ['PUT', '/settings/language', { locale: 'zh-TW' }],
    ['POST', `/cards/companies/${companyId}/inputs`, told],
    ['POST', `/cards/companies/${companyId}/decisions`, decided],
  ] as const) {
    const answer = await ask(method, path, body);
    expect(answer.ok, `${path} ${await answer.text()}`).toBe(true);
  }
  const db = await openDatabase(app.databaseUrl);
  const found = await db
    .selectFrom('channel')
    .innerJoin('setting_change', 'setting_change.portal_id', 'channel.portal_id')
    .select(['channel.channel_id as channel', 'setting_change.change_id as change'])
    .where('channel.portal_id', '=', theirs)
    .executeTakeFirstOrThrow();
  await db.destroy();
  return { ...found, told, decided };
}

it('serves nobody who names two portals, whichever of them comes first', async () => {
  const { app, ids } = await twoPortals();
  await using _app = app;
  const routes = routesOf(app.service.http).filter(({ path }) => !hasNoPortal.test(path));

  for (const route of routes) {
    for (const query of [
      `portalId=${theirs}&portalId=${portal}&userId=7`,
      `portalId=${portal}&portalId=${theirs}&userId=7`,
      `portalId[]=${theirs}&userId=7`,
      `portalId[a]=${theirs}&userId=7`,
    ]) {
      const { method } = route;
      const at = app.sandbox.clock.now().getTime();
      const url = `${app.url}${addressOf(route, ids)}?${query}`;
      const body = method === 'GET' ? '' : '{}';
      const answer = await sendSigned({ method, url, secret, at, body });
      expect(answer.status, `${method} ${url}`).toBeGreaterThanOrEqual(400);
      expect(answer.status, `${method} ${url}`).toBeLessThan(500);
    }
  }
}, 60_000);
