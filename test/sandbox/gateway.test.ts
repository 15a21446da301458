import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { createClock } from '../../sandbox/clock.ts';
import { createGateway, type ForwardRequest } from '../../sandbox/gateway.ts';
import { signV3 } from '../../sandbox/signatures.ts';

const app = {
  appId: 77,
  clientId: 'id',
  clientSecret: 'secret',
  redirectUrls: [],
  webhookUrl: null,
  manifestPath: null,
  appScopes: [],
};

type Seen = { method: string; url: string; headers: Record<string, string>; body: string };

async function gatewayTo(
  answer: (count: number) => { status: number; body?: string } | 'hang' | 'drop',
) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const { method = '', url = '' } = request;
      seen.push({ method, url, headers: request.headers as Record<string, string>, body });
      const given = answer(seen.length);
      if (given === 'drop') request.socket.destroy();
      else if (given !== 'hang') response.writeHead(given.status).end(given.body ?? '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const gateway = createGateway({
    app: () => app,
    clock: createClock(0),
    localOrigin: (asked) => (asked === 'https://app.example.com' ? origin : undefined),
  });
  const request = (changes: Partial<ForwardRequest> = {}) =>
    gateway.forwardFetch({
      portalId: 424_242,
      userId: 9,
      userEmail: 'kim+1@example.com',
      url: 'https://app.example.com/cards/companies/5?locale=de&portalId=1',
      method: 'GET',
      ...changes,
    });
  return {
    seen,
    origin,
    request,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

describe('the gateway', () => {
  it('says who asks, whatever the card says, and signs it', async () => {
    await using gateway = await gatewayTo(() => ({ status: 200, body: '{"ok":true}' }));

    const answer = await gateway.request();

    const [{ url, headers }] = gateway.seen as [Seen];
    const query = new URL(url, gateway.origin).searchParams;
    expect(Object.fromEntries(query)).toEqual({
      locale: 'de',
      portalId: '424242',
      userId: '9',
      userEmail: 'kim+1@example.com',
      appId: '77',
    });
    const signable = { method: 'GET', uri: `${gateway.origin}${url}`, body: '' };
    expect(headers['x-hubspot-signature-v3']).toBe(
      signV3('secret', signable, Number(headers['x-hubspot-request-timestamp'])),
    );
    expect(headers['x-hubspot-signature-version']).toBe('v2');
    expect(answer).toMatchObject({ status: 200, body: '{"ok":true}' });
  });

  it('sends a body with POST and none with GET', async () => {
    await using gateway = await gatewayTo(() => ({ status: 204 }));

    await gateway.request({ method: 'POST', body: { a: 1 } });
    await gateway.request({ method: 'GET', body: { a: 1 } });

    expect(gateway.seen.map(({ body }) => body)).toEqual(['{"a":1}', '']);
  });

  it.each([
    ['a 5xx', (count: number) => (count === 1 ? { status: 503 } : { status: 200 })],
    ['a lost connection', (count: number) => (count === 1 ? ('drop' as const) : { status: 200 })],
  ])('repeats once after %s', async (_, answers) => {
    await using gateway = await gatewayTo(answers);

    const { status } = await gateway.request({ method: 'POST', body: {} });

    expect(status).toBe(200);
    expect(gateway.seen).toHaveLength(2);
  });

  it('repeats no more than once, and nothing that was refused', async () => {
    await using failing = await gatewayTo(() => ({ status: 500 }));
    await using refusing = await gatewayTo(() => ({ status: 403 }));

    expect((await failing.request()).status).toBe(500);
    expect((await refusing.request()).status).toBe(403);
    expect([failing.seen.length, refusing.seen.length]).toEqual([2, 1]);
  });

  it('waits as long as the card does', async () => {
    await using gateway = await gatewayTo(() => 'hang');

    const { status } = await gateway.request({ timeoutMs: 50 });

    expect(status).toBe(504);
    expect(gateway.seen).toHaveLength(1);
  });

  it('lets 20 requests through at once', async () => {
    await using gateway = await gatewayTo(() => 'hang');

    const answers = Array.from({ length: 21 }, () => gateway.request({ timeoutMs: 400 }));

    const statuses = (await Promise.all(answers)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
  });

  it('keeps to 1 MB each way', async () => {
    const megabytes = 'x'.repeat(1_100_000);
    await using gateway = await gatewayTo(() => ({ status: 200, body: megabytes }));

    expect((await gateway.request()).status).toBe(413);
    expect((await gateway.request({ method: 'POST', body: { megabytes } })).status).toBe(413);
    expect(gateway.seen).toHaveLength(1);
  });

  it.each([
    ['http://app.example.com/', {}],
    ['http://169.254.169.254/', {}],
    ['https://app.example.com/', { cookie: 'x' }],
    ['https://app.example.com/', { authorization: 'x', cookie: 'y' }],
  ])('refuses %s with headers %o', async (url, headers) => {
    await using gateway = await gatewayTo(() => ({ status: 200 }));

    const { status } = await gateway.request({ url, headers });

    expect(status).toBe(400);
    expect(gateway.seen).toHaveLength(0);
  });
});
