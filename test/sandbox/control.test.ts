import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { describe, expect, it } from 'vitest';
import { PORTAL, runningSandbox } from './running-sandbox.ts';

const portalPath = `/sandbox/portals/${PORTAL}`;

describe('steering the sandbox', () => {
  it('shows its state without secrets', async () => {
    await using running = await runningSandbox();
    await running.call('GET', '/crm/objects/2026-09/companies/1');

    const { body } = await running.control('GET', '/sandbox/state');

    expect(body.portals[0]).toMatchObject({
      portalId: PORTAL,
      installed: true,
      counts: { companies: 12 },
    });
    expect(body.apiCallsByEndpoint).toEqual({ 'GET /crm/objects/2026-09/companies/{id}': 1 });
    expect(JSON.stringify(body)).not.toContain(running.sandbox.app().clientSecret);
  });

  it('takes another registration of the app', async () => {
    await using running = await runningSandbox();

    const { body } = await running.control('POST', '/sandbox/app', {
      appId: 5,
      clientId: 'id',
      clientSecret: 'secret',
      webhookUrl: 'http://localhost:1/hook',
      manifestPath: 'app.json',
    });

    expect(body).toMatchObject({ appId: 5, clientId: 'id', webhookUrl: 'http://localhost:1/hook' });
    expect(running.sandbox.app().clientSecret).toBe('secret');
    expect(running.sandbox.registeredApp.manifest().subscriptions.length).toBeGreaterThan(20);
  });

  it('does what people do', async () => {
    await using running = await runningSandbox();
    const act = async (...actions: unknown[]) =>
      (await running.control('POST', `${portalPath}/actions`, actions)).body.results;
    const deal = { dealname: 'x', dealstage: 'closedwon', pipeline: 'default', amount: 3 };
    const [{ id: a }, { id: b }] = await act(
      { action: 'create', objectType: 'company', properties: { name: 'A' } },
      { action: 'create', objectType: 'company', properties: { name: 'B' } },
    );
    const [{ id }] = await act({
      action: 'create',
      objectType: 'deal',
      properties: deal,
      companyId: a,
    });
    const companiesOf = async () => {
      const path = `/crm/objects/2026-09/deals/${id}/associations/companies`;
      const { body } = await running.call('GET', path);
      return body.results.map(({ toObjectId }: { toObjectId: string }) => toObjectId);
    };

    const first = await companiesOf();
    await act({ action: 'move', objectType: 'deal', id, companyId: b });
    const moved = await companiesOf();
    await act({ action: 'update', objectType: 'deal', id, properties: { amount: 9 } });
    await act({ action: 'delete', objectType: 'deal', id });
    const gone = await running.call('GET', `/crm/objects/2026-09/deals/${id}`);
    await act({ action: 'restore', objectType: 'deal', id });
    const back = await running.call('GET', `/crm/objects/2026-09/deals/${id}`);
    const [merge] = await act({ action: 'merge', objectType: 'company', id: a, otherId: b });

    expect([first, moved]).toEqual([[a], [b]]);
    expect(gone.status).toBe(404);
    expect(back.body.properties.amount).toBe('9');
    expect(await companiesOf()).toEqual([merge.id]);
  });

  it('refuses what people cannot do either', async () => {
    await using running = await runningSandbox();
    const create = { action: 'create', objectType: 'deal', properties: { dealname: 'x' } };

    const { status, body } = await running.control('POST', `${portalPath}/actions`, create);

    expect(status).toBe(400);
    expect(body.errors[0].code).toBe('MISSING_REQUIRED_PROPERTY');
  });

  it('makes a storm of changes that is the same for the same seed', async () => {
    const storm = async (seed: number) => {
      await using running = await runningSandbox();
      const { body } = await running.control('POST', `${portalPath}/storm`, { changes: 60, seed });
      return body.changes as { what: string; objectId: number; companyIds: number[]; at: number }[];
    };

    const [one, same, other] = [await storm(3), await storm(3), await storm(4)];

    const withoutTime = (changes: typeof one) => changes.map(({ at: _, ...change }) => change);
    expect(one).toHaveLength(60);
    expect(withoutTime(one)).toEqual(withoutTime(same));
    expect(withoutTime(one)).not.toEqual(withoutTime(other));
    expect(new Set(one.map(({ what }) => what)).size).toBe(6);
    expect(one.every(({ companyIds }) => companyIds.length > 0)).toBe(true);
  });

  it('spreads a storm over time', async () => {
    await using running = await runningSandbox();

    const { body } = await running.control('POST', `${portalPath}/storm`, {
      changes: 10,
      overMs: 300,
    });

    const times = body.changes.map(({ at }: { at: number }) => at);
    expect(times.at(-1) - times[0]).toBeGreaterThan(220);
  });

  it('remembers when the app wrote which company', async () => {
    await using running = await runningSandbox();
    const { body: list } = await running.call('GET', '/crm/objects/2026-09/companies?limit=2');
    const [a, b] = list.results.map(({ id }: { id: string }) => id);
    const write = (id: string) =>
      running.call('PATCH', `/crm/objects/2026-09/companies/${id}`, {
        properties: { city: 'Kiel', zip: '24103' },
      });
    await write(a);
    await new Promise((resolve) => setTimeout(resolve, 5));
    const since = running.sandbox.clock.now().getTime();
    await write(b);

    const all = await running.control('GET', `${portalPath}/writes`);
    const later = await running.control('GET', `${portalPath}/writes?since=${since}`);

    expect(all.body.writes.map(({ id }: { id: string }) => id)).toEqual([a, b]);
    expect(later.body.writes).toMatchObject([{ id: b, properties: 2 }]);
    expect(running.sandbox.state().portals[0]).toMatchObject({ propertyWrites: 4 });
  });

  it('gives out all records of a type at once', async () => {
    await using running = await runningSandbox();

    const response = await fetch(`${running.sandbox.url}${portalPath}/records/companies`);
    const lines = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

    expect(response.headers.get('content-type')).toContain('ndjson');
    expect(lines).toHaveLength(12);
    expect(lines[0].properties.name).toEqual(expect.any(String));
  });

  it('lets days pass and says so', async () => {
    const offsets: number[] = [];
    await using running = await runningSandbox({ onClock: (offset) => offsets.push(offset) });

    await running.control('POST', '/sandbox/advance-day', { days: 2 });
    await running.control('POST', '/sandbox/advance-day', {});

    expect(offsets).toEqual([2 * 86_400_000, 3 * 86_400_000]);
    const ahead = running.sandbox.clock.now().getTime() - Date.now();
    expect(Math.abs(ahead - 3 * 86_400_000)).toBeLessThan(1_000);
  });
});

describe('the process', () => {
  it('says where it listens and tells its parent when days pass', async () => {
    const args = ['--companies', '3', '--latency', '0', '--portals', '2', '--clock-offset', '1000'];
    const child = fork('sandbox/main.ts', args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    const output = child.stdout;
    if (!output) throw new Error('the child has no output');

    const [line] = (await once(createInterface(output), 'line')) as [string];
    const { url } = JSON.parse(line) as { url: string };
    const moved = once(child, 'message');
    await fetch(`${url}/sandbox/advance-day`, { method: 'POST' });
    const [message] = (await moved) as [unknown];
    const state = await (await fetch(`${url}/sandbox/state`)).json();
    child.kill();
    await once(child, 'exit');

    expect(message).toEqual({ clockOffsetMs: 86_401_000 });
    expect(state).toMatchObject({ portals: [{ portalId: PORTAL }, { portalId: PORTAL + 1 }] });
  });
});
