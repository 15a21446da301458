import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { installApp } from '../../demo/install-app.ts';
import { publishApp } from '../../demo/publish-app.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { mainstayIn } from '../support/command-line.ts';
import { journalScopes } from '../support/journal-scopes.ts';
import { aServiceChild, portal } from '../support/service-child.ts';

/** Nobody listens there. */
const nowhere = 'http://127.0.0.1:59999';

type Finding = { check: string; state: string; says: string; toDo?: string };

async function examined(environment: Readonly<Record<string, string>>) {
  await using mainstay = await mainstayIn({}, environment);
  const { output, exitCode } = await mainstay.run('doctor', '--json');
  const findings = JSON.parse(output) as Finding[];
  return {
    exitCode,
    of: (check: string) => findings.find((finding) => finding.check === check),
    states: Object.fromEntries(findings.map(({ check, state }) => [check, state])),
  };
}

async function aPortal() {
  const app = await aServiceChild();
  await app.service.start();
  await installApp(app.url);
  await publishApp(app.url, portal);
  return app;
}

describe('mainstay doctor', () => {
  it('finds nothing to do where all is well but the address of the demo', async () => {
    await using app = await aPortal();

    const { states, exitCode } = await examined(app.environment);

    expect(states).toEqual({
      configuration: 'ok',
      database: 'ok',
      schema: 'ok',
      disk: expect.any(String),
      hubspot: 'ok',
      clock: 'ok',
      journal: 'ok',
      'app secret': 'ok',
      'public address': 'warn',
      'token key': 'ok',
      connections: 'ok',
      scopes: 'ok',
      properties: 'ok',
      'fallback owner': 'ok',
      backlog: 'ok',
    });
    expect(exitCode).toBe(states['disk'] === 'fail' ? 1 : 0);
  });

  it('says where somebody who left is to get the tasks that nobody else gets', async () => {
    await using app = await aPortal();
    const db = await openDatabase(app.environment.DATABASE_URL);
    const owner = { owner_id: '99', name: 'Ann Gone', user_id: null, is_active: 0, teams: '[]' };
    await db
      .insertInto('owner')
      .values({ portal_id: portal, ...owner })
      .execute();
    const settings = { switchedOn: ['core'], roles: { chains: {}, fallbackOwnerId: '99' } };
    const body = JSON.stringify(settings);
    const by = { changed_at: 0, changed_by: '1', revision: 1 };
    await db
      .insertInto('execution_setting')
      .values({ portal_id: portal, body, ...by })
      .execute();
    await db.destroy();

    const { of } = await examined(app.environment);

    expect(of('fallback owner')).toMatchObject({
      state: 'warn',
      says: expect.stringContaining('Ann Gone'),
    });
  });

  it('says whether HubSpot grants the app its journal, where it is to be read', async () => {
    await using app = await aPortal();
    const environment = { ...app.environment, HUBSPOT_JOURNAL: 'used' };

    const refused = await examined(environment);
    app.sandbox.setApp({ appScopes: journalScopes });
    const granted = await examined(environment);

    expect(refused.of('journal')).toMatchObject({ state: 'warn' });
    expect(refused.of('journal')?.toDo).toContain('HUBSPOT_JOURNAL');
    expect(granted.states['journal']).toBe('ok');
  });

  it('names the setting that is wrong', async () => {
    await using app = await aPortal();

    const secret = await examined({ ...app.environment, HUBSPOT_CLIENT_SECRET: 'of another app' });
    expect(secret.of('app secret')).toMatchObject({ state: 'fail' });
    expect(secret.of('app secret')?.says).toContain('HUBSPOT_CLIENT_SECRET');
    expect(secret.exitCode).toBe(1);

    const key = randomBytes(32).toString('base64');
    const sealed = await examined({ ...app.environment, TOKEN_KEY: key });
    expect(sealed.of('token key')?.says).toBe(`TOKEN_KEY does not open the tokens of ${portal}`);

    const closed = { HUBSPOT_API_URL: nowhere, PUBLIC_URL: nowhere };
    const lonely = await examined({ ...app.environment, ...closed });
    expect(lonely.of('hubspot')?.says).toContain('ECONNREFUSED');
    expect(lonely.of('public address')?.toDo).toContain('PUBLIC_URL');

    const nothing = await examined({ TOKEN_KEY: 'short', HUBSPOT_APP_ID: 'x' });
    expect(nothing.of('configuration')?.says).toMatch(/HUBSPOT_APP_ID[\s\S]*TOKEN_KEY/);
  });

  it('says which portals lack scopes, properties or wait', async () => {
    await using app = await aPortal();
    // Else it would make the properties it believes to be there anew.
    await app.service.end('SIGKILL');
    const db = await openDatabase(app.environment.DATABASE_URL);
    const ours = db.updateTable('portal').where('portal_id', '=', portal);
    await ours.set({ scopes: '["oauth"]', properties: '["mainstay_gone"]' }).execute();
    await db.destroy();

    const { of, exitCode } = await examined(app.environment);

    expect(of('scopes')?.says).toContain('crm.objects.companies.read');
    expect(of('properties')).toMatchObject({
      state: 'fail',
      says: `missing in ${portal} (mainstay_gone)`,
    });
    expect(exitCode).toBe(1);
  });

  it('makes and migrates nothing', async () => {
    await using app = await aServiceChild();

    const { of } = await examined(app.environment);

    expect(of('database')?.says).toMatch(/is not there yet$/);
    expect((await examined(app.environment)).of('database')?.state).toBe('warn');
  });

  it('can be read by people', async () => {
    await using mainstay = await mainstayIn({}, { TOKEN_KEY: 'short' });

    const { output, exitCode } = await mainstay.run('doctor');

    expect(output).toMatch(/^fail {2}configuration .*\n[\s\S]* → Set the variables/);
    expect(exitCode).toBe(1);
  });
});
