import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signatureOf } from '../../src/hubspot/signature.ts';
import { routesOf, type ServedRoute } from '../support/routes-of.ts';
import { portal, runningPortal } from '../support/running-portal.ts';
import { sendSigned } from '../support/signed-request.ts';

const secret = 'test-secret';
const metricsToken = 'a-token-for-metrics';

/** What anybody may ask, and why that is safe. */
const open: Readonly<Record<string, string>> = {
  'GET /healthz': 'says nothing but that the process lives',
  'GET /readyz': 'says nothing but whether the database answers',
  'GET /metrics': 'needs the token of METRICS_TOKEN',
  'GET /oauth/install': 'only leads to HubSpot',
  'GET /oauth/callback': 'needs the state that this browser was given',
  'GET /portfolio/file': 'needs an address that we signed for this portal',
  'GET /ledger/file': 'needs an address that we signed for this portal',
  'GET /settings/strategies/file': 'needs an address that we signed for this portal',
};

let app: Awaited<ReturnType<typeof runningPortal>>;
beforeAll(async () => {
  app = await runningPortal({
    portals: [{ portalId: portal, companies: 2 }],
    environment: { METRICS_TOKEN: metricsToken },
  });
  await app.install();
  await app.quiet();
});
afterAll(() => app[Symbol.asyncDispose]());

const nameOf = ({ method, path }: ServedRoute) => `${method} ${path}`;
const addressOf = (path: string) => `${app.url}${path.replaceAll(/:\w+/g, '1')}`;
const nowMs = () => app.sandbox.clock.now().getTime();

function signedRoutes(): ServedRoute[] {
  return routesOf(app.service.http).filter((route) => open[nameOf(route)] === undefined);
}

describe('an entrance', () => {
  it('is open only where that is said and why', () => {
    const names = routesOf(app.service.http).map(nameOf);

    expect(names.length).toBeGreaterThan(10);
    expect(Object.keys(open).filter((name) => !names.includes(name))).toEqual([]);
  });

  it.each<[string, (url: string) => Record<string, string>]>([
    ['no signature', () => ({})],
    ['an empty signature', () => headersWith('')],
    ['a signature of another app', () => headersWith('x'.repeat(44))],
    ['a signature of the first version', (url) => oldSignature('v1', secret + url)],
    ['a signature of the second version', (url) => oldSignature('v2', `${secret}GET${url}`)],
  ])('turns away %s with 401', async (_what, headersFor) => {
    for (const { method, path } of signedRoutes()) {
      const url = addressOf(path);
      const answer = await fetch(url, { method, headers: headersFor(url) });
      expect(answer.status, `${method} ${path}`).toBe(401);
    }
  });

  it.each([
    ['six minutes ago', -360_000],
    ['six minutes ahead', 360_000],
  ])('turns away what was signed %s', async (_when, differenceMs) => {
    for (const { method, path } of signedRoutes()) {
      const url = `${addressOf(path)}?portalId=${portal}&userId=7`;
      const answer = await sendSigned({ method, url, secret, at: nowMs() + differenceMs });
      expect(answer.status, `${method} ${path}`).toBe(401);
    }
  });

  it('reads no body of somebody who cannot have signed it', async () => {
    const url = `${app.url}/webhooks/hubspot`;
    const large = `[${'0,'.repeat(1_500_000)}0]`;
    const post = (headers: Record<string, string>) =>
      fetch(url, { method: 'POST', headers, body: large }).then(({ status }) => status);

    expect(await post({})).toBe(401);
    expect(await post(headersWith('short'))).toBe(401);
    expect(await post(headersWith('x'.repeat(44)))).toBe(413);
  });

  it('turns away what was signed for another address, another method or another body', async () => {
    const progress = `${app.url}/progress?portalId=${portal}`;
    const headers = signed('GET', progress, '');
    const elsewhere = await fetch(`${app.url}/progress?portalId=${portal + 1}`, { headers });
    const hooks = `${app.url}/webhooks/hubspot`;
    const post = { method: 'POST', headers: signed('POST', hooks, '[]') };
    const altered = await fetch(hooks, { ...post, body: '[ ]' });
    const asPut = await fetch(hooks, { ...post, method: 'PUT', body: '[]' });

    expect([elsewhere.status, altered.status, asPut.status]).toEqual([401, 401, 401]);
  });

  it('believes neither the Host nor the Forwarded headers about its own address', async () => {
    const url = `${app.url}/progress?portalId=${portal}`;
    const foreign = url.replace('localhost', 'evil.example');
    const answer = await fetch(url, {
      headers: {
        ...signed('GET', foreign, ''),
        'x-forwarded-host': 'evil.example',
        'x-forwarded-proto': 'https',
      },
    });

    expect(answer.status).toBe(401);
  });

  it('answers with headers that let a browser do nothing with it', async () => {
    const paths = routesOf(app.service.http)
      .filter(({ method }) => method === 'GET')
      .map(({ path }) => path);
    for (const path of [...paths, '/nowhere']) {
      const { headers } = await fetch(addressOf(path), { redirect: 'manual' });
      expect(headers.get('content-security-policy'), path).toContain("default-src 'none'");
      expect(headers.get('x-content-type-options'), path).toBe('nosniff');
      expect(headers.get('x-frame-options'), path).toBe('DENY');
      expect(headers.get('referrer-policy'), path).toBe('no-referrer');
      expect(headers.get('cache-control'), path).toContain('no-store');
      expect(headers.get('x-powered-by'), path).toBeNull();
    }
  });

  it('shows its metrics to those only who have the token', async () => {
    const ask = (authorization: string) =>
      fetch(`${app.url}/metrics`, { headers: { authorization } });
    const stranger = await ask('Bearer guessed');
    const known = await ask(`Bearer ${metricsToken}`);
    const text = await known.text();

    expect(stranger.status).toBe(401);
    expect(known.status).toBe(200);
    expect(text).toContain('mainstay_portals{status="installed"} 1\n');
    expect(text).toMatch(/^mainstay_hubspot_calls_total\{endpoint="\w+"\} \d+$/m);
    expect(text).not.toContain(String(portal));
  });

  it('lets one address ask only so often how the service is', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 650; attempt += 1) {
      statuses.push((await fetch(`${app.url}/readyz`)).status);
    }

    expect(statuses.slice(0, 550)).not.toContain(429);
    expect(statuses).toContain(429);
  });

  it('lets one address start only so many installations a minute', async () => {
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 130; attempt += 1) {
      const answer = await fetch(`${app.url}/oauth/install`, { redirect: 'manual' });
      statuses.push(answer.status);
    }

    expect(statuses.slice(0, 90)).not.toContain(429);
    expect(statuses).toContain(429);
  });
});

function headersWith(signature: string): Record<string, string> {
  return {
    'x-hubspot-request-timestamp': String(nowMs()),
    'x-hubspot-signature-v3': signature,
  };
}

function signed(method: string, url: string, rawBody: string): Record<string, string> {
  const timestamp = String(nowMs());
  return headersWith(signatureOf({ method, url, rawBody, timestamp }, secret));
}

function oldSignature(version: string, text: string): Record<string, string> {
  const signature = createHash('sha256').update(text).digest('hex');
  return { 'x-hubspot-signature': signature, 'x-hubspot-signature-version': version };
}
