import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../sandbox/sandbox.ts';
import { callerOf, captured, PORTAL } from './running-sandbox.ts';

const redirect = 'http://localhost:3000/oauth/callback';
const scope = 'oauth crm.objects.companies.read';

function start(options: SandboxOptions = {}): Promise<Sandbox> {
  const portals = [{ portalId: PORTAL, companies: 1 }];
  return startSandbox({ latencyMs: 0, autoConsent: true, portals, ...options });
}

async function authorize(sandbox: Sandbox, changes: Record<string, string> = {}, path = '') {
  const query = new URLSearchParams({
    client_id: sandbox.app().clientId,
    redirect_uri: redirect,
    scope,
    state: 'state/with?signs&',
    ...changes,
  });
  const url = `${sandbox.url}/oauth${path}/authorize?${query}`;
  const response = await fetch(url, { redirect: 'manual' });
  return { status: response.status, location: response.headers.get('location'), response };
}

async function post(sandbox: Sandbox, path: string, form: Record<string, string>) {
  const { clientId, clientSecret } = sandbox.app();
  const body = new URLSearchParams({ client_id: clientId, client_secret: clientSecret, ...form });
  const response = await fetch(`${sandbox.url}/oauth/2026-09/token${path}`, {
    method: 'POST',
    body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: another system's answer
  return { status: response.status, body: (await response.json()) as any };
}

async function codeOf(sandbox: Sandbox, changes: Record<string, string> = {}, path = '') {
  const { location } = await authorize(sandbox, changes, path);
  return new URL(location ?? '').searchParams.get('code') ?? '';
}

function exchange(sandbox: Sandbox, code: string, changes: Record<string, string> = {}) {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirect };
  return post(sandbox, '', { ...grant, ...changes });
}

describe('authorization', () => {
  it('sends the code and the state back', async () => {
    await using sandbox = await start();

    const { status, location } = await authorize(sandbox);

    expect(status).toBe(302);
    const target = new URL(location ?? '');
    expect(target.origin + target.pathname).toBe(redirect);
    expect(target.searchParams.get('state')).toBe('state/with?signs&');
  });

  it.each([
    ['an unknown client', { client_id: 'x' }],
    ['another redirect URL', { redirect_uri: 'https://evil.example/cb' }],
    ['a scope that does not exist', { scope: 'oauth crm.everything' }],
    ['no scopes', { scope: '', client_id: '' }],
  ])('stops at %s', async (_, change) => {
    await using sandbox = await start();

    const { status, location, response } = await authorize(sandbox, change);

    expect(status).toBe(400);
    expect(location).toBeNull();
    expect(await response.text()).toContain('role="alert"');
  });

  it("stops when the scopes are not the ones of the app's manifest", async () => {
    await using sandbox = await start({ app: { manifestPath: 'app.json' } });

    const { status, response } = await authorize(sandbox);

    expect(status).toBe(400);
    expect(await response.text()).toContain('mismatch between the scopes');
  });

  it('asks a person first, and takes the portal they choose', async () => {
    const portals = [
      { portalId: 1, companies: 1 },
      { portalId: 2, companies: 1 },
    ];
    await using sandbox = await start({ autoConsent: false, portals });

    const { response } = await authorize(sandbox);
    const page = await response.text();
    const consent = await fetch(`${sandbox.url}/oauth/authorize`, {
      method: 'POST',
      redirect: 'manual',
      body: new URLSearchParams({
        client_id: sandbox.app().clientId,
        redirect_uri: redirect,
        scope,
        state: 's',
        portalId: '2',
      }),
    });
    const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';

    expect(page).toContain('Connect app');
    expect(page).toContain('<code>crm.objects.companies.read</code>');
    expect((await exchange(sandbox, code)).body.hub_id).toBe(2);
  });
});

describe('tokens', () => {
  it('come for a code, once', async () => {
    await using sandbox = await start();
    const code = await codeOf(sandbox, {}, `/${PORTAL}`);

    const { status, body } = await exchange(sandbox, code);
    const again = await exchange(sandbox, code);

    expect(status).toBe(200);
    expect(body).toMatchObject({
      token_type: 'bearer',
      expires_in: 1_800,
      hub_id: PORTAL,
      scopes: scope.split(' '),
      token_use: 'access_token',
    });
    expect(again.status).toBe(400);
    expect(again.body.status).toBe('BAD_AUTH_CODE');
  });

  it('do not come for a code meant for another redirect URL', async () => {
    await using sandbox = await start();
    const code = await codeOf(sandbox);

    const { status, body } = await exchange(sandbox, code, { redirect_uri: `${redirect}2` });

    expect(status).toBe(400);
    expect(body.status).toBe('BAD_REDIRECT_URI');
  });

  it('need the verifier of a challenge', async () => {
    await using sandbox = await start();
    const challenge = {
      code_challenge: createHash('sha256').update('secret').digest('base64url'),
      code_challenge_method: 'S256',
    };

    const wrong = await exchange(sandbox, await codeOf(sandbox, challenge), {
      code_verifier: 'guess',
    });
    const right = await exchange(sandbox, await codeOf(sandbox, challenge), {
      code_verifier: 'secret',
    });

    expect(wrong.body.status).toBe('BAD_CODE_VERIFIER');
    expect(right.status).toBe(200);
  });

  it.each([
    ['client_id', 'BAD_CLIENT_ID'],
    ['client_secret', 'BAD_CLIENT_SECRET'],
  ])('do not come with a wrong %s', async (name, code) => {
    await using sandbox = await start();

    const { status, body } = await exchange(sandbox, await codeOf(sandbox), { [name]: 'wrong' });

    expect(status).toBe(400);
    expect(body).toMatchObject({ error: 'invalid_client', status: code });
  });

  it('live for 30 minutes of the clock and are renewed with the refresh token', async () => {
    await using sandbox = await start();
    const { body: tokens } = await exchange(sandbox, await codeOf(sandbox));
    const call = callerOf(sandbox, tokens.access_token);

    const fresh = await call('GET', '/account-info/2026-09/details');
    sandbox.clock.advanceDays(1);
    const stale = await call('GET', '/account-info/2026-09/details');
    const renewed = await post(sandbox, '', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });

    expect(fresh.status).toBe(200);
    expect(stale.status).toBe(401);
    expect(stale.body).toMatchObject({ status: 'error', category: 'EXPIRED_AUTHENTICATION' });
    expect(renewed.body.refresh_token).toBe(tokens.refresh_token);
    const again = callerOf(sandbox, renewed.body.access_token);
    expect((await again('GET', '/account-info/2026-09/details')).status).toBe(200);
  });

  it('end with the refresh token, the access token at its own time', async () => {
    await using sandbox = await start();
    const { body: tokens } = await exchange(sandbox, await codeOf(sandbox));
    const call = callerOf(sandbox, tokens.access_token);

    const revoked = await post(sandbox, '/revoke', { token: tokens.refresh_token });
    const refresh = await post(sandbox, '', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });

    expect(revoked.status).toBe(200);
    expect(refresh.status).toBe(400);
    expect(refresh.body).toEqual(captured('400_refresh_revoked').body);
    expect((await call('GET', '/account-info/2026-09/details')).status).toBe(200);
  });

  it('say what they are', async () => {
    await using sandbox = await start();
    const { body: tokens } = await exchange(sandbox, await codeOf(sandbox));

    const access = await post(sandbox, '/introspect', { token: tokens.access_token });
    const unknown = await post(sandbox, '/introspect', { token: 'x' });

    expect(access.body).toMatchObject({
      active: true,
      hub_id: PORTAL,
      client_id: sandbox.app().clientId,
      scopes: scope.split(' '),
      token_use: 'access_token',
    });
    expect(unknown.body).toEqual({ active: false });
  });

  it('take forms only', async () => {
    await using sandbox = await start();

    const response = await fetch(`${sandbox.url}/oauth/2026-09/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });

    expect(response.status).toBe(415);
  });
});

describe('uninstalling', () => {
  it('by the app ends every token at once', async () => {
    await using sandbox = await start();
    const { body: tokens } = await exchange(sandbox, await codeOf(sandbox));
    const call = callerOf(sandbox, tokens.access_token);

    const { status } = await call('DELETE', '/appinstalls/2026-09/external-install');
    const refresh = await post(sandbox, '', {
      grant_type: 'refresh_token',
      refresh_token: tokens.refresh_token,
    });

    expect(status).toBe(204);
    expect((await call('GET', '/account-info/2026-09/details')).status).toBe(401);
    expect(refresh.body.status).toBe('BAD_REFRESH_TOKEN');
    expect(sandbox.state().portals[0]?.installed).toBe(false);
  });
});
