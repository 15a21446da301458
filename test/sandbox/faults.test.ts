import { describe, expect, it } from 'vitest';
import { PORTAL, runningSandbox } from './running-sandbox.ts';

const list = '/crm/objects/2026-09/companies?limit=1';

describe('faults', () => {
  it('answer with the status asked for, as often as asked for', async () => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'status', status: 500, count: 2 });

    const statuses = [];
    for (let index = 0; index < 3; index++) {
      statuses.push((await running.call('GET', list)).status);
    }

    expect(statuses).toEqual([500, 500, 200]);
  });

  it.each([
    [423, { status: 'error', category: 'LOCKED' }],
    [429, { errorType: 'RATE_LIMIT', policyName: 'TEN_SECONDLY_ROLLING' }],
    [477, { status: 'error' }],
    [500, { status: 'error' }],
  ])('%i has its body', async (status, expected) => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'status', status });

    const answer = await running.call('GET', list);

    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(expected);
  });

  it('come from the edge in HTML', async () => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'status', status: 502, retryAfterSeconds: 7 });

    const { status, headers, body } = await running.call('GET', list);

    expect(status).toBe(502);
    expect(headers.get('content-type')).toContain('text/html');
    expect(headers.get('retry-after')).toBe('7');
    expect(body).toContain('Bad Gateway');
  });

  it('can say that the day is used up', async () => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'status', status: 429, policyName: 'DAILY' });

    const { body } = await running.call('GET', list);

    expect(body).toMatchObject({
      message: 'You have reached your daily limit.',
      policyName: 'DAILY',
    });
  });

  it('keep to the path, the method and the portal named', async () => {
    const portals = [
      { portalId: PORTAL, companies: 1 },
      { portalId: 2, companies: 1 },
    ];
    await using running = await runningSandbox({ portals });
    running.sandbox.addFault({ kind: 'status', status: 503, path: '/deals' });
    running.sandbox.addFault({ kind: 'status', status: 503, method: 'POST' });
    running.sandbox.addFault({ kind: 'status', status: 503, portalId: 2 });

    expect((await running.call('GET', list)).status).toBe(200);
    expect((await running.call('GET', '/crm/objects/2026-09/deals')).status).toBe(503);
    expect((await running.call('POST', '/crm/objects/2026-09/companies', {})).status).toBe(503);
  });

  it('can strike after the work was done', async () => {
    await using running = await runningSandbox();
    const before = running.portal.table('0-2').liveCount();
    running.sandbox.addFault({ kind: 'status', status: 500, when: 'after' });

    const { status } = await running.call('POST', '/crm/objects/2026-09/companies', {
      properties: { name: 'x' },
    });

    expect(status).toBe(500);
    expect(running.portal.table('0-2').liveCount()).toBe(before + 1);
  });

  it('can end the connection in the middle of an answer', async () => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'drop', count: 1 });

    await expect(running.call('GET', list)).rejects.toThrow();
    expect((await running.call('GET', list)).status).toBe(200);
  });

  it('can never answer, and can answer slowly', async () => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'hang', count: 1 });
    running.sandbox.addFault({ kind: 'slow', delayMs: 150, count: 1 });
    const { accessToken } = running.sandbox.install(PORTAL, ['crm.objects.companies.read']);
    const headers = { authorization: `Bearer ${accessToken}` };

    const hanging = fetch(`${running.sandbox.url}${list}`, {
      headers,
      signal: AbortSignal.timeout(100),
    });
    await expect(hanging).rejects.toThrow(/timeout/);
    const startedAt = performance.now();
    const slow = await fetch(`${running.sandbox.url}${list}`, { headers });

    expect(slow.status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThan(140);
  });

  it('strike by chance as often as the chance says', async () => {
    await using running = await runningSandbox({ rateLimit: { calls: 1_000, perMs: 1_000 } });
    running.sandbox.addFault({ kind: 'status', status: 500, probability: 0.3 });

    let failed = 0;
    for (let index = 0; index < 200; index++) {
      if ((await running.call('GET', list)).status === 500) failed++;
    }

    expect(failed).toBeGreaterThan(35);
    expect(failed).toBeLessThan(85);
  });

  it('reach the token endpoint too', async () => {
    await using running = await runningSandbox();
    running.sandbox.addFault({ kind: 'status', status: 503, path: '/oauth/' });

    const response = await fetch(`${running.sandbox.url}/oauth/2026-09/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'refresh_token' }),
    });

    expect(response.status).toBe(503);
  });

  it('are switched on and off from outside', async () => {
    await using running = await runningSandbox();

    const added = await running.control('POST', '/sandbox/faults', [
      { kind: 'status', status: 500 },
      { kind: 'slow', delayMs: 1 },
    ]);
    const wrong = await running.control('POST', '/sandbox/faults', { kind: 'flood' });
    const struck = await running.call('GET', list);
    await running.control('DELETE', '/sandbox/faults');

    expect(added.status).toBe(201);
    expect(added.body.ids).toHaveLength(2);
    expect(wrong.status).toBe(400);
    expect(struck.status).toBe(500);
    expect((await running.call('GET', list)).status).toBe(200);
  });

  it('can revoke the app and uninstall it', async () => {
    await using running = await runningSandbox();

    await running.control('POST', `/sandbox/portals/${PORTAL}/revoke`);
    const revoked = await running.call('GET', list);
    await running.control('POST', `/sandbox/portals/${PORTAL}/uninstall`);
    const uninstalled = await running.call('GET', list);

    expect(revoked.status).toBe(200);
    expect(uninstalled.status).toBe(401);
  });
});
