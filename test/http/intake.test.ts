import express from 'express';
import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HubspotError, RequestError } from '../../src/errors.ts';
import { errorHandler } from '../../src/http/error-handler.ts';
import { healthRoutes } from '../../src/http/health-routes.ts';
import { requireSignature } from '../../src/http/require-signature.ts';
import { signatureOf } from '../../src/hubspot/signature.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { webhookRoutes } from '../../src/intake/webhook-routes.ts';
import { createLog } from '../../src/log.ts';
import type { PortalId } from '../../src/model/ids.ts';
import { aDatabase, empty } from '../support/database.ts';
import { acme, globex, noon } from '../support/records.ts';

let opened: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  opened = await aDatabase();
});
beforeEach(() => empty(opened.db));
afterAll(() => opened[Symbol.asyncDispose]());

const path = '/webhooks/hubspot';
const publicUrl = 'https://mainstay.test/base';
const clientSecret = 'app-secret';

function aService(inbox = createInboxStore(opened.db)) {
  const woken: PortalId[] = [];
  const http = express();
  http.use(healthRoutes(async () => true));
  http.use(requireSignature({ clientSecret, publicUrl, now: () => noon }));
  const onReceived = (portalId: PortalId) => woken.push(portalId);
  http.use(webhookRoutes(path, { inbox, now: () => noon, onReceived, log: createLog('silent') }));
  http.get('/bug', () => {
    throw new Error('a secret of ours');
  });
  http.get('/refused', () => {
    throw new RequestError(409, 'Not now.');
  });
  http.get('/hubspot', () => {
    throw new HubspotError('retry-later', { endpoint: 'readDeals', status: 500 });
  });
  http.use(errorHandler(createLog('silent')));
  return { http, inbox, woken };
}

function signed(
  http: express.Express,
  body: string,
  difference: { to?: string; at?: number } = {},
) {
  const { to = path, at = noon.getTime() } = difference;
  const method = body === '' ? 'GET' : 'POST';
  const url = publicUrl + to;
  const parts = { method, url, rawBody: body, timestamp: String(at) };
  const headers = {
    'Content-Type': 'application/json',
    'X-HubSpot-Request-Timestamp': parts.timestamp,
    'X-HubSpot-Signature-v3': signatureOf(parts, clientSecret),
  };
  const sent = method === 'GET' ? request(http).get(to) : request(http).post(to).send(body);
  return sent.set(headers);
}

const anEvent = (portalId: number, objectId = 1) => ({
  eventId: 1,
  portalId,
  occurredAt: noon.getTime(),
  subscriptionType: 'object.creation',
  objectTypeId: '0-2',
  objectId,
});

describe('intake', () => {
  it('keeps a post, one row a portal, before it answers', async () => {
    const { http, inbox, woken } = aService();
    const body = JSON.stringify([anEvent(acme), anEvent(globex), anEvent(acme, 2)]);

    const response = await signed(http, body);

    expect([response.status, response.text]).toEqual([200, '']);
    const [ofAcme] = await inbox.list(acme, 9);
    expect(JSON.parse(ofAcme?.body ?? '')).toMatchObject([{ objectId: '1' }, { objectId: '2' }]);
    expect(await inbox.count(globex)).toBe(1);
    expect(woken).toEqual([acme, globex]);
  });

  it('keeps posts in the order they came', async () => {
    const { http, inbox } = aService();
    for (let n = 1; n <= 12; n += 1) await signed(http, JSON.stringify([anEvent(acme, n)]));

    const kept = (await inbox.list(acme, 99)).map(({ body }) => JSON.parse(body)[0].objectId);

    expect(kept).toEqual(Array.from({ length: 12 }, (_, n) => String(n + 1)));
  });

  it('keeps a hundred posts that come at once', async () => {
    const { http, inbox } = aService();

    const server = http.listen(0);
    const responses = await Promise.all(
      Array.from({ length: 100 }, (_, n) =>
        signed(server as never, JSON.stringify([anEvent(acme, n)])),
      ),
    );
    server.close();

    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([200]));
    expect(await inbox.count(acme)).toBe(100);
  });

  it('takes a body that is not ASCII by its bytes', async () => {
    const { http } = aService();

    const response = await signed(http, JSON.stringify([{ ...anEvent(acme), name: '名称 €' }]));

    expect(response.status).toBe(200);
  });

  it('takes an empty list', async () => {
    const { http, woken } = aService();

    expect((await signed(http, '[]')).status).toBe(200);
    expect(woken).toEqual([]);
  });

  it.each([
    ['for another address', { to: `${path}?x=1`, sentTo: path }],
    ['too long ago', { at: noon.getTime() - 300_001 }],
  ])('turns away a post signed %s with 401', async (_, difference) => {
    const { http, inbox } = aService();
    const body = JSON.stringify([anEvent(acme)]);
    const to = 'sentTo' in difference ? difference.to : path;
    const at = 'at' in difference ? difference.at : noon.getTime();
    const parts = { method: 'POST', url: publicUrl + to, rawBody: body, timestamp: String(at) };

    const response = await request(http)
      .post(path)
      .set('Content-Type', 'application/json')
      .set('X-HubSpot-Request-Timestamp', String(at))
      .set('X-HubSpot-Signature-v3', signatureOf(parts, clientSecret))
      .send(body);

    expect(response.status).toBe(401);
    expect(response.body).toEqual({ error: expect.any(String), errorId: expect.any(String) });
    expect(await inbox.count(acme)).toBe(0);
  });

  it('turns away a post without a signature with 401', async () => {
    const { http } = aService();

    expect(
      (
        await request(http)
          .post(path)
          .send([anEvent(acme)])
      ).status,
    ).toBe(401);
  });

  it('does not believe the Host header', async () => {
    const { http } = aService();
    const body = JSON.stringify([anEvent(acme)]);
    const timestamp = String(noon.getTime());
    const parts = { method: 'POST', url: `https://evil.test${path}`, rawBody: body, timestamp };

    const response = await request(http)
      .post(path)
      .set('Host', 'evil.test')
      .set('X-HubSpot-Request-Timestamp', timestamp)
      .set('X-HubSpot-Signature-v3', signatureOf(parts, clientSecret))
      .send(body);

    expect(response.status).toBe(401);
  });

  it.each([
    ['no JSON', '[{'],
    ['no list', '{"portalId":1}'],
    ['no events', '[1,2]'],
    ['an event without a portal', '[{"subscriptionType":"object.creation"}]'],
  ])('answers 400 to a signed body with %s', async (_, body) => {
    const { http, woken } = aService();

    const response = await signed(http, body);

    expect(response.status).toBe(400);
    expect(woken).toEqual([]);
  });

  it('answers 413 to a body that is too large', async () => {
    const { http } = aService();

    const response = await signed(http, JSON.stringify([{ ...anEvent(acme), x: 'x'.repeat(3e6) }]));

    expect(response.status).toBe(413);
    expect(response.body).toMatchObject({ errorId: expect.any(String) });
  });

  it('answers 503 when the post cannot be stored, so that HubSpot sends it again', async () => {
    const closed = await aDatabase();
    const { http, woken } = aService(createInboxStore(closed.db));
    await closed[Symbol.asyncDispose]();

    const response = await signed(http, JSON.stringify([anEvent(acme)]));

    expect(response.status).toBe(503);
    expect(woken).toEqual([]);
  });
});

describe('errors over HTTP', () => {
  it.each([
    ['/bug', 500, 'Internal error.'],
    ['/refused', 409, 'Not now.'],
    ['/hubspot', 502, 'HubSpot did not answer as expected. Try again.'],
  ])('%s answers %i, says what may be said, and has an id', async (to, status, message) => {
    const { http } = aService();

    const response = await signed(http, '', { to });

    expect(response.status).toBe(status);
    expect(response.body).toEqual({
      error: message,
      errorId: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });
});

describe('health', () => {
  it('says whether the service lives and can work', async () => {
    const http = express();
    let isReady: () => Promise<boolean> = async () => true;
    http.use(healthRoutes(() => isReady()));

    const statuses = [(await request(http).get('/healthz')).status];
    statuses.push((await request(http).get('/readyz')).status);
    isReady = () => Promise.reject(new Error('the database is away'));
    statuses.push((await request(http).get('/readyz')).status);
    statuses.push((await request(http).get('/healthz')).status);

    expect(statuses).toEqual([200, 200, 503, 200]);
  });
});
