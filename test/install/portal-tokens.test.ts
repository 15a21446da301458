import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createOauthApi } from '../../src/hubspot/oauth-api.ts';
import { createTransport } from '../../src/hubspot/transport.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { createPortalTokens } from '../../src/install/portal-tokens.ts';
import { createTokenSeal } from '../../src/install/token-seal.ts';
import { createLog } from '../../src/log.ts';
import errors from '../fixtures/hubspot/errors.json' with { type: 'json' };
import { aDatabase, empty } from '../support/database.ts';
import { hubspotUrl } from '../support/hubspot-client.ts';
import { acme, aPortal, globex, later, noon } from '../support/records.ts';

let opened: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  opened = await aDatabase();
});
beforeEach(async () => {
  nock.disableNetConnect();
  await empty(opened.db);
});
afterEach(() => {
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});
afterAll(() => opened[Symbol.asyncDispose]());

const key = randomBytes(32);
const minute = 60_000;

/** Two portals, installed at noon with tokens for half an hour. */
async function installed(tokenKey = key) {
  const portals = createPortalStore(opened.db);
  let clock = noon;
  const now = () => clock;
  const app = { clientId: 'id', clientSecret: 'secret', redirectUrl: 'https://mainstay.test/back' };
  const build = (withKey = tokenKey) =>
    createPortalTokens({
      portals,
      oauth: createOauthApi(createTransport(hubspotUrl), app, now),
      seal: createTokenSeal(withKey),
      now,
      log: createLog('silent'),
    });
  const tokens = build();
  for (const id of [acme, globex]) {
    const granted = {
      accessToken: `access-of-${id}`,
      refreshToken: `refresh-of-${id}`,
      expiresAt: later(30 * minute).getTime(),
    };
    await portals.install(aPortal(id), tokens.sealed(id, granted), noon);
  }
  return {
    portals,
    tokens,
    build,
    wait(minutes: number) {
      clock = later(minutes * minute);
    },
  };
}

const grant = (name: string, portal = acme) => ({
  token_type: 'bearer',
  access_token: `access-${name}`,
  refresh_token: `refresh-${name}`,
  expires_in: 1_800,
  hub_id: portal,
});

function refreshes(refreshToken: string) {
  return nock(hubspotUrl).post('/oauth/2026-09/token', {
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
    client_id: 'id',
    client_secret: 'secret',
  });
}

describe('the tokens of a portal', () => {
  it('are each portal its own', async () => {
    const { tokens } = await installed();

    expect(await tokens.accessToken(acme)).toBe('access-of-101');
    expect(await tokens.accessToken(globex)).toBe('access-of-202');
  });

  it('stand nowhere in the database in plain text', async () => {
    await installed();
    const file = opened.url.replace('file:', '');

    const bytes = Buffer.concat([await readFile(file), await readFile(`${file}-wal`)]);

    expect(bytes.includes('Europe/Berlin')).toBe(true);
    expect(bytes.includes('access-of-101')).toBe(false);
    expect(bytes.includes('refresh-of-101')).toBe(false);
  });

  it('are found again by a service with the same key, and by none with another', async () => {
    const { build } = await installed();

    expect(await build(key).accessToken(acme)).toBe('access-of-101');
    await expect(build(randomBytes(32)).accessToken(acme)).rejects.toThrow();
  });

  it('cannot be passed from one portal to another', async () => {
    const { portals, build } = await installed();
    const ofGlobex = await portals.findTokens(globex);
    if (!ofGlobex) throw new Error('globex is installed');

    await portals.saveTokens(acme, ofGlobex);

    await expect(build().accessToken(acme)).rejects.toThrow();
  });

  it('are renewed five minutes before their end, and kept', async () => {
    const { tokens, wait, build } = await installed();
    wait(24.9);
    const before = await tokens.accessToken(acme);
    refreshes('refresh-of-101').reply(200, grant('two'));
    wait(25);

    const after = await tokens.accessToken(acme);

    expect([before, after]).toEqual(['access-of-101', 'access-two']);
    expect(await tokens.accessToken(acme)).toBe('access-two');
    expect(await build().accessToken(acme)).toBe('access-two');
    refreshes('refresh-two').reply(200, grant('three'));
    wait(51);
    expect(await tokens.accessToken(acme)).toBe('access-three');
  });

  it('are taken from another process that renewed them before', async () => {
    const { tokens, build, wait } = await installed();
    await tokens.accessToken(acme);
    wait(26);
    refreshes('refresh-of-101').reply(200, grant('two'));
    await build().accessToken(acme);

    expect(await tokens.accessToken(acme)).toBe('access-two');
  });

  it('are those of a new installation that another process made, when HubSpot refuses the old ones', async () => {
    const { portals, tokens } = await installed();
    await tokens.accessToken(acme);
    const expiresAt = later(60 * minute).getTime();
    const granted = { accessToken: 'access-new', refreshToken: 'refresh-new', expiresAt };
    await portals.install(aPortal(acme), tokens.sealed(acme, granted), noon);

    expect(await tokens.accessToken(acme, 'access-of-101')).toBe('access-new');
    expect((await portals.find(acme))?.status).toBe('installed');
  });

  it('are renewed once, however many calls wait for it', async () => {
    const { tokens, wait } = await installed();
    refreshes('refresh-of-101').delay(20).reply(200, grant('two'));
    refreshes('refresh-of-202').reply(200, grant('other', globex));
    wait(29);

    const all = await Promise.all([
      ...Array.from({ length: 20 }, () => tokens.accessToken(acme)),
      tokens.accessToken(globex),
    ]);

    expect(new Set(all)).toEqual(new Set(['access-two', 'access-other']));
  });

  it('are renewed when HubSpot refuses one, once for all calls that carried it', async () => {
    const { tokens } = await installed();
    const old = await tokens.accessToken(acme);
    refreshes('refresh-of-101').reply(200, grant('two'));

    const all = await Promise.all([
      tokens.accessToken(acme, old),
      tokens.accessToken(acme, old),
      tokens.accessToken(acme, old),
    ]);
    const late = await tokens.accessToken(acme, old);

    expect([...all, late]).toEqual(Array.from({ length: 4 }, () => 'access-two'));
  });

  it.each([
    ['revoked', errors['400_refresh_revoked']],
    ['unknown hub', errors['400_bad_hub']],
  ])('end with the installation: %s', async (_, { status, body }) => {
    const { tokens, portals, wait } = await installed();
    refreshes('refresh-of-101').reply(status, body);
    wait(29);

    await expect(tokens.accessToken(acme)).rejects.toMatchObject({ reaction: 'reconnect' });

    expect(await portals.find(acme)).toMatchObject({ status: 'revoked' });
    expect(await portals.findTokens(acme)).toBeUndefined();
    await expect(tokens.accessToken(acme)).rejects.toMatchObject({ reaction: 'reconnect' });
    expect(await portals.find(globex)).toMatchObject({ status: 'installed' });
  });

  it.each([
    ['a wrong client secret', errors['400_invalid_client'], 'refused'],
    ['a busy HubSpot', errors['429_search_secondly'], 'retry-later'],
    ['a broken HubSpot', { status: 502, body: {} }, 'retry-later'],
  ])('stay when they cannot be renewed because of %s', async (_, { status, body }, reaction) => {
    const { tokens, portals, wait } = await installed();
    refreshes('refresh-of-101').reply(status, body as nock.Body);
    wait(29);

    await expect(tokens.accessToken(acme)).rejects.toMatchObject({ reaction });
    refreshes('refresh-of-101').reply(200, grant('two'));

    expect(await portals.find(acme)).toMatchObject({ status: 'installed' });
    expect(await tokens.accessToken(acme)).toBe('access-two');
  });

  it('of a renewal under way do not undo a new installation', async () => {
    const { tokens, portals, wait } = await installed();
    wait(29);
    const refused = errors['400_refresh_revoked'].body;
    const asked = once(refreshes('refresh-of-101').delay(50).reply(400, refused), 'request');
    const waiting = tokens.accessToken(acme);
    await asked;
    const renewed = {
      accessToken: 'new',
      refreshToken: 'new',
      expiresAt: later(minute * 59).getTime(),
    };
    await portals.install(aPortal(), tokens.sealed(acme, renewed), noon);
    tokens.forget(acme);

    expect(await waiting).toBe('new');
    expect(await portals.find(acme)).toMatchObject({ status: 'installed' });
    expect(await tokens.accessToken(acme)).toBe('new');
  });

  it('are not there for a portal that never was', async () => {
    const { tokens } = await installed();
    const nobody = 9 as typeof acme;

    await expect(tokens.accessToken(nobody)).rejects.toMatchObject({ reaction: 'reconnect' });
  });
});
