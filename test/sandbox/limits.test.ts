import { describe, expect, it } from 'vitest';
import { createWindow } from '../../sandbox/rate-limit.ts';
import { callerOf, captured, PORTAL, runningSandbox } from './running-sandbox.ts';

const list = '/crm/objects/2026-09/companies?limit=1';
const search = '/crm/objects/2026-09/companies/search';

function sameShape(body: Record<string, unknown>, name: string): void {
  const expected = captured(name).body;
  for (const field of ['status', 'message', 'errorType', 'policyName']) {
    expect(body[field]).toBe(expected[field]);
  }
  expect(body['correlationId']).toMatch(/^[0-9a-f-]{36}$/);
}

describe('the limit of calls', () => {
  it('is 110 in ten seconds unless told otherwise', async () => {
    await using running = await runningSandbox();

    const { headers } = await running.call('GET', list);

    expect(headers.get('x-hubspot-ratelimit-max')).toBe('110');
    expect(headers.get('x-hubspot-ratelimit-remaining')).toBe('109');
    expect(headers.get('x-hubspot-ratelimit-interval-milliseconds')).toBe('10000');
    expect(headers.get('x-hubspot-ratelimit-daily')).toBeNull();
  });

  it('answers 429 beyond it, and serves again when the window has moved on', async () => {
    await using running = await runningSandbox({ rateLimit: { calls: 3, perMs: 400 } });

    const answers = [];
    for (let index = 0; index < 5; index++) answers.push(await running.call('GET', list));
    await new Promise((resolve) => setTimeout(resolve, 420));
    const later = await running.call('GET', list);

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    sameShape(answers[3]?.body, '429_ten_secondly');
    expect(later.status).toBe(200);
    expect(running.sandbox.state().rateLimitHits).toBe(2);
  });

  it('is counted for each portal by itself', async () => {
    const portals = [
      { portalId: 1, companies: 1 },
      { portalId: 2, companies: 1 },
    ];
    await using running = await runningSandbox({
      portals,
      rateLimit: { calls: 1, perMs: 60_000 },
    });
    const scopes = ['oauth', 'crm.objects.companies.read'];
    const other = callerOf(running.sandbox, running.sandbox.install(2, scopes).accessToken);

    expect((await running.call('GET', list)).status).toBe(200);
    expect((await running.call('GET', list)).status).toBe(429);
    expect((await other('GET', list)).status).toBe(200);
  });

  it('moves with time, call by call', () => {
    let now = 0;
    const window = createWindow(2, 100, () => now);

    expect([window.take(), window.take(), window.take()]).toEqual([true, true, false]);
    now = 99;
    expect(window.remaining()).toBe(0);
    now = 101;
    expect(window.remaining()).toBe(2);
  });
});

describe('the limit of searches', () => {
  it('is five a second, apart from the other calls and without headers', async () => {
    await using running = await runningSandbox({ rateLimit: { calls: 1, perMs: 60_000 } });
    await running.call('GET', list);

    const answers = await Promise.all(
      Array.from({ length: 7 }, () => running.call('POST', search, {})),
    );

    const served = answers.filter(({ status }) => status === 200);
    const refused = answers.filter(({ status }) => status === 429);
    expect([served.length, refused.length]).toEqual([5, 2]);
    expect(served[0]?.headers.get('x-hubspot-ratelimit-max')).toBeNull();
    sameShape(refused[0]?.body, '429_search_secondly');
  });
});

describe('the limit of association calls', () => {
  it('is tighter than the general one on free tools', async () => {
    const portals = [{ portalId: PORTAL, companies: 1, tier: 'free' as const }];
    await using running = await runningSandbox({ portals });
    const read = () =>
      running.call('POST', '/crm/associations/2026-09/companies/contacts/batch/read', {
        inputs: [{ id: '1' }],
      });

    const statuses = [];
    for (let index = 0; index < 101; index++) statuses.push((await read()).status);

    expect(statuses.filter((status) => status === 207)).toHaveLength(100);
    expect(statuses.at(-1)).toBe(429);
    expect((await running.call('GET', list)).status).toBe(200);
  });
});

describe('other limits', () => {
  it('answers 414 to an URL that is too long', async () => {
    await using running = await runningSandbox();

    const { status } = await running.call('GET', `${list}&properties=${'name,'.repeat(2_000)}`);

    expect(status).toBe(414);
  });
});
