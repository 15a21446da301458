import { expect, it } from 'vitest';
import type { Grid } from '../../extensions/app/settings/contract.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createFileLinks } from '../../src/http/file-link.ts';
import { routesOf } from '../support/routes-of.ts';
import { portal, runningPortal, until } from '../support/running-portal.ts';

const portals = [{ portalId: portal, companies: 2 }];
const dayMs = 86_400_000;
/** HubSpot's own calls, in which nobody asks. */
const hasNoPerson = /^\/(webhooks|workflow|oauth|healthz|readyz|metrics)/;

type App = Awaited<ReturnType<typeof runningPortal>>;

async function log(app: App, locale = 'en'): Promise<string[][]> {
  const { status, body } = await app.signed('GET', `/settings/audit?locale=${locale}`);
  expect(status).toBe(200);
  return (body as Grid).rows.map(([_when, ...rest]) => rest);
}

const found = async (app: App, what: string) =>
  (await log(app)).filter(([, action]) => action === what);

it('writes down who changed, exported and was refused what', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const [companyId = 0] = app.companyIds();
  const input = { kind: 'tier', value: 'high', note: 'Said so at lunch' };

  await app.signed('POST', '/settings/roles', { userId: 12, role: 'manager' });
  await app.signed('POST', '/settings/roles', { userId: 7, role: 'admin' }, 7);
  await app.signed('POST', `/cards/companies/${companyId}/inputs`, input);
  await app.signed('GET', '/settings/policy/export');
  const page = (await app.signed('GET', '/portfolio')).text;
  const [file = ''] = /[^"]*\/portfolio\/file[^"]*/.exec(page) ?? [];
  expect((await fetch(file)).status).toBe(200);
  await until(async () =>
    (await found(app, 'Gave a role')).every(([, , , end]) => end !== 'Not known'),
  );

  expect(await found(app, 'Connected the portal')).toHaveLength(1);
  expect(await found(app, 'Exported scoring')).toHaveLength(1);
  expect(await found(app, 'Exported the portfolio')).toHaveLength(1);
  const roles = (await found(app, 'Gave a role')).map(([, , subject, end]) => [subject, end]);
  expect(roles.sort()).toEqual([
    ['userId=12 role=manager', 'Done'],
    ['userId=7 role=admin', 'Refused'],
  ]);
  const [entered] = await found(app, 'Entered a fact by hand');
  expect(entered?.[2]).toContain(`${companyId} kind=tier value=high note`);
  expect(JSON.stringify(await log(app))).not.toContain('lunch');
  for (const [locale, words] of [
    ['zh-CN', '分配角色'],
    ['zh-TW', '指派角色'],
  ] as const) {
    expect(JSON.stringify(await log(app, locale))).toContain(words);
  }
});

it('misses no route that changes something', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const routes = routesOf(app.service.http).filter(
    ({ method, path }) => method !== 'GET' && !hasNoPerson.test(path),
  );

  for (const { method, path } of routes) {
    if (/\/(preview|check|count)$/.test(path)) continue;
    const before = (await log(app)).length;
    const address = path.replaceAll(/:\w+/g, '1');
    await app.signed(method as 'POST', address, {});
    expect((await log(app)).length, `${method} ${path}`).toBe(before + 1);
  }
  expect(routes.length).toBeGreaterThan(8);
});

it('misses no route that gives out a file', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  const files = routesOf(app.service.http)
    .filter(({ method, path }) => method === 'GET' && /\/(file|export)$/.test(path))
    .map(({ path }) => path);
  const { userId } = app.sandbox.portal(portal).portal.user;
  const linkTo = (path: string) => {
    const links = createFileLinks('test-secret', path.split('/').at(-2) ?? '', 60_000);
    const query = new URLSearchParams({ portalId: String(portal), userId: String(userId) });
    return `${app.url}${path}?${links.sign(query, app.sandbox.clock.now())}`;
  };

  for (const path of files) {
    const before = (await log(app)).length;
    const { status } = path.endsWith('/file')
      ? await fetch(linkTo(path))
      : await app.signed('GET', path.replace(':code', 'core'));
    expect([path, status]).toEqual([path, 200]);
    expect((await log(app)).length, path).toBe(before + 1);
  }
  expect(files.length).toBeGreaterThan(4);
});

it('shows it to admins only, and forgets it after a year', async () => {
  await using app = await runningPortal({ portals });
  await app.install();
  await app.quiet();
  expect((await app.signed('GET', '/settings/audit', undefined, 7)).status).toBe(403);
  const db = await openDatabase(app.databaseUrl);
  const count = async () => (await db.selectFrom('audit_entry').selectAll().execute()).length;
  expect(await count()).toBeGreaterThan(0);

  app.advance(366 * dayMs);
  await until(async () => (await count()) === 0);

  await db.destroy();
});
