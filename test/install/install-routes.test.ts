import express from 'express';
import nock from 'nock';
import request from 'supertest';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { errorHandler } from '../../src/http/error-handler.ts';
import { createAccountApi } from '../../src/hubspot/account-api.ts';
import { createOauthApi } from '../../src/hubspot/oauth-api.ts';
import { createTransport } from '../../src/hubspot/transport.ts';
import { installRoutes } from '../../src/install/install-routes.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { createPortalTokens } from '../../src/install/portal-tokens.ts';
import { createRoleStore } from '../../src/install/role-store.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { createLog } from '../../src/log.ts';
import type { PortalId } from '../../src/model/ids.ts';
import { aDatabase, empty } from '../support/database.ts';
import { aHubspotClient, hubspotUrl } from '../support/hubspot-client.ts';
import { acme, later, noon } from '../support/records.ts';

let opened: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  opened = await aDatabase();
});
beforeEach(async () => {
  nock.disableNetConnect();
  nock.enableNetConnect('127.0.0.1');
  await empty(opened.db);
});
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});
afterAll(() => opened[Symbol.asyncDispose]());

const callback = '/oauth/callback';

function aService(isSecure = true) {
  const portals = createPortalStore(opened.db);
  const woken: PortalId[] = [];
  let clock = noon;
  const now = () => clock;
  const log = createLog('silent');
  const credentials = {
    clientId: 'id',
    clientSecret: 'secret',
    redirectUrl: `https://mainstay.test${callback}`,
  };
  const oauth = createOauthApi(createTransport(hubspotUrl), credentials, now);
  const seal = createTokenSeal(Buffer.alloc(32, 1));
  const tokens = createPortalTokens({ portals, oauth, seal, now, log });
  const client = aHubspotClient((portalId = acme, refused?: string) =>
    tokens.accessToken(portalId, refused),
  );
  const http = express();
  const routes = installRoutes({
    oauth,
    tokens,
    portals,
    account: createAccountApi(client),
    roles: createRoleStore(opened.db),
    now,
    log,
    noteConnected: async () => {},
    onInstalled: (portalId) => woken.push(portalId),
    authorizeUrl: new URL('https://app.hubspot.test/oauth/authorize?client_id=id&scope=a+b'),
    redirectPath: callback,
    stateSecret: 'secret',
    isSecure,
  });
  http.use(routes, errorHandler(log));
  return {
    http,
    portals,
    tokens,
    woken,
    wait(ms: number) {
      clock = later(ms);
    },
  };
}

/** Follows the first step, as a browser does: where it is sent, and the cookie it gets. */
async function started(http: express.Express) {
  const response = await request(http).get('/oauth/install').expect(302);
  const cookie = String(response.headers['set-cookie']);
  const location = new URL(String(response.headers['location']));
  const state = location.searchParams.get('state') ?? '';
  return { response, cookie, state, location, sent: cookie.split(';')[0] ?? '' };
}

function hubspotGrants(status = 200, body: object = {}) {
  nock(hubspotUrl)
    .post('/oauth/2026-09/token', {
      grant_type: 'authorization_code',
      code: 'the-code',
      redirect_uri: `https://mainstay.test${callback}`,
      client_id: 'id',
      client_secret: 'secret',
    })
    .reply(status, {
      access_token: 'access',
      refresh_token: 'refresh',
      expires_in: 1_800,
      hub_id: 101,
      scopes: ['oauth', 'tickets'],
      ...body,
    });
}

function hubspotTellsOfItself() {
  nock(hubspotUrl, { reqheaders: { authorization: 'Bearer access' } })
    .get('/account-info/2026-09/details')
    .reply(200, {
      portalId: 101,
      timeZone: 'Europe/Berlin',
      companyCurrency: 'EUR',
      uiDomain: 'app-eu1.hubspot.com',
    });
}

describe('installation', () => {
  it("sends the browser to HubSpot's consent page, with a state that only it knows", async () => {
    const { http } = aService();

    const { location, cookie, state, sent } = await started(http);

    expect(location.origin).toBe('https://app.hubspot.test');
    expect(location.href).toContain('scope=a%20b');
    expect(sent).toBe(`mainstay_oauth_state=${state}`);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Path=\/oauth\/callback/);
    expect((await started(http)).state).not.toBe(state);
  });

  it('turns a consent into an installed portal and goes to its companies', async () => {
    const { http, portals, tokens, woken } = aService();
    const { state, sent } = await started(http);
    hubspotGrants();
    hubspotTellsOfItself();

    const response = await request(http)
      .get(callback)
      .query({ code: 'the-code', state })
      .set('Cookie', `other=1; ${sent}`)
      .expect(302);

    expect(response.headers['location']).toBe(
      'https://app-eu1.hubspot.com/contacts/101/objects/0-2',
    );
    expect(await portals.find(acme)).toMatchObject({
      status: 'installed',
      timeZone: 'Europe/Berlin',
      currency: 'EUR',
      scopes: ['oauth', 'tickets'],
    });
    expect(await tokens.accessToken(acme)).toBe('access');
    expect(woken).toEqual([acme]);
  });

  it('takes the tokens of a portal that is installed again', async () => {
    const { http, tokens, portals } = aService();
    for (const access of ['access', 'access-two']) {
      const { state, sent } = await started(http);
      hubspotGrants(200, { access_token: access });
      nock(hubspotUrl, { reqheaders: { authorization: `Bearer ${access}` } })
        .get('/account-info/2026-09/details')
        .reply(200, { timeZone: 'UTC', companyCurrency: 'EUR', uiDomain: 'app.hubspot.com' });
      const query = { code: 'the-code', state };
      await request(http).get(callback).query(query).set('Cookie', sent).expect(302);
    }

    expect(await tokens.accessToken(acme)).toBe('access-two');
    expect(await portals.listConnected()).toEqual([acme]);
  });

  it.each([
    ['no cookie', (one: string) => ({ state: one, cookie: '' })],
    ['a cookie of another start', (one: string, other: string) => ({ state: one, cookie: other })],
    ['a state nobody made', () => ({ state: 'a.b.c', cookie: 'a.b.c' })],
    [
      'a state with another time',
      (one: string) => {
        const forged = one.replace(/^[^.]+/, (noon.getTime() + 9).toString(36));
        return { state: forged, cookie: forged };
      },
    ],
    ['a cookie that cannot be read', (one: string) => ({ state: one, cookie: '%E0%A4%A' })],
  ])('turns away a callback with %s', async (_, forge) => {
    const { http, portals, woken } = aService();
    const one = await started(http);
    const other = await started(http);
    const { state, cookie } = forge(one.state, other.state);

    const response = await request(http)
      .get(callback)
      .query({ code: 'the-code', state })
      .set('Cookie', `mainstay_oauth_state=${cookie}`);

    expect(response.status).toBe(403);
    expect(await portals.find(acme)).toBeUndefined();
    expect(woken).toEqual([]);
  });

  it('turns away a callback that comes more than ten minutes later', async () => {
    const { http, wait } = aService();
    const { state, sent } = await started(http);
    wait(600_001);

    await request(http)
      .get(callback)
      .query({ code: 'the-code', state })
      .set('Cookie', sent)
      .expect(403);
  });

  it.each([
    ['that HubSpot did not grant', { error: 'access_denied', state: 'x' }, 400],
    ['without a code', { state: 'x' }, 400],
    ['without a state', { code: 'the-code' }, 400],
    ['with two codes', { code: ['one', 'two'], state: 'x' }, 400],
  ])('turns away a callback %s', async (_, query, status) => {
    const { http } = aService();

    const response = await request(http).get(callback).query(query);

    expect(response.status).toBe(status);
    expect(response.body).toMatchObject({ errorId: expect.any(String) });
  });

  it.each([
    ['zh-TW,zh;q=0.9', 'HubSpot 未授予存取權限，請重新開始安裝。'],
    ['de', 'HubSpot did not grant access. Start the installation again.'],
  ])('says why in the language of the browser: %s', async (preferred, error) => {
    const { http } = aService();

    const response = await request(http)
      .get(callback)
      .query({ error: 'access_denied' })
      .set('Accept-Language', preferred);

    expect(response.body).toMatchObject({ error });
  });

  it('says so when HubSpot does not take the code, without naming it', async () => {
    const { http, portals } = aService();
    const { state, sent } = await started(http);
    hubspotGrants(400, { status: 'BAD_AUTH_CODE', message: 'the-code is unknown' });

    const response = await request(http)
      .get(callback)
      .query({ code: 'the-code', state })
      .set('Cookie', sent);

    expect(response.status).toBe(502);
    expect(response.text).not.toContain('the-code');
    expect(await portals.find(acme)).toBeUndefined();
  });
});
