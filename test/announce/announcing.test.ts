import { describe, expect, it } from 'vitest';
import { isoDate } from '../../src/model/day.ts';
import { dealType, portal, runningPortal, ticketType, until } from '../support/running-portal.ts';

type App = Awaited<ReturnType<typeof runningPortal>>;
type Kind = 'slack' | 'wecom' | 'dingtalk';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

async function installedPortal(companies: number): Promise<App> {
  const app = await runningPortal({ portals: [{ portalId: portal, companies }] });
  await app.install();
  await app.quiet();
  return app;
}

async function addRoom(app: App, kind: Kind, topics: string[], secret: string | null = null) {
  const room = app.sandbox.chats.open(kind, secret);
  const { status, body } = await app.signed('POST', '/settings/channels', {
    kind,
    name: `Room of ${kind}`,
    address: app.sandbox.url + room.path,
    secret,
    topics,
  });
  expect(status).toBe(201);
  return { room, id: (body as { id: string }).id };
}

const typed = (app: App) =>
  app.companyIds().filter((id) => (app.property(id, 'mainstay_nine_box') ?? '') !== 'unscored');

/** Sets the value tier by hand, from which another type follows at once. */
async function setTier(app: App, companyId: number, value: 'high' | 'mid' | 'low') {
  const today = Math.floor(app.sandbox.clock.now().getTime() / dayMs);
  const { status } = await app.signed('POST', `/cards/companies/${companyId}/inputs`, {
    id: `tier-${value}-${companyId}-${app.sandbox.clock.now().getTime()}`,
    kind: 'tier',
    value,
    note: 'For the test',
    expiresOn: isoDate(today + 60),
  });
  expect(status).toBe(200);
  await app.quiet();
}

function changeTier(app: App, companyId: number) {
  const isHigh = app.property(companyId, 'mainstay_value_tier') === 'high';
  return setTier(app, companyId, isHigh ? 'low' : 'high');
}

/** Long enough for the announcing loop to look twice. */
const aWhile = () => new Promise((resolve) => setTimeout(resolve, 2_500));

describe('a channel', () => {
  it('of each kind takes a test message', async () => {
    await using app = await installedPortal(1);
    for (const kind of ['slack', 'wecom', 'dingtalk'] as const) {
      const { room, id } = await addRoom(app, kind, [], kind === 'dingtalk' ? 'SEC-robot' : null);

      const tested = await app.signed('POST', '/settings/channels/test', { id });

      expect(tested.status).toBe(200);
      expect(room.said.map(({ text }) => text)).toEqual([
        expect.stringContaining('Mainstay: test message'),
      ]);
    }
  });

  it('says why a message was not taken', async () => {
    await using app = await installedPortal(3);
    const { room, id } = await addRoom(app, 'slack', []);
    room.archive();

    const tested = await app.signed('POST', '/settings/channels/test', { id });

    expect(tested.status).toBe(422);
    expect(tested.text).toContain('channel_is_archived');
  });

  it('leads nowhere but to where such chats take messages', async () => {
    await using app = await installedPortal(1);
    const refused = [];
    for (const address of [
      'http://169.254.169.254/services/T/B/x',
      'https://localhost/services/T/B/x',
      'https://hooks.slack.com/other',
    ]) {
      const asked = { kind: 'slack', name: 'Inward', address, topics: [] };
      refused.push(await app.signed('POST', '/settings/channels', asked));
    }

    expect(refused.map(({ status }) => status)).toEqual([422, 422, 422]);
    expect(refused.map(({ body }) => body)).toMatchObject([
      { error: 'This is not an address of the chosen chat.' },
      { error: 'This is not an address of the chosen chat.' },
      { error: 'This is not the address of a webhook of the chosen chat.' },
    ]);
  });

  it('is for admins, and never shows its address again', async () => {
    await using app = await installedPortal(1);
    const { room } = await addRoom(app, 'wecom', []);

    const shown = await app.signed('GET', '/settings/channels');
    const other = await app.signed('GET', '/settings/channels', undefined, 999);

    expect(shown.status).toBe(200);
    expect(shown.text).toContain('Room of wecom');
    expect(shown.text).not.toContain(room.path.split('=')[1]);
    expect(other.status).toBe(403);
  });
});

describe('changes', () => {
  it('are told together, and the next ones not before ten minutes', async () => {
    await using app = await installedPortal(12);
    const [first = 0, second = 0] = typed(app);
    const { room } = await addRoom(app, 'slack', ['changes']);

    await changeTier(app, first);
    await until(() => room.said.length === 1);
    await changeTier(app, second);
    await aWhile();

    expect(room.said).toHaveLength(1);
    expect(room.said[0]?.text).toContain(`/record/0-2/${first}|`);
    app.advance(11 * minuteMs);
    await until(() => room.said.length === 2);
    expect(room.said[1]?.text).toContain(`/record/0-2/${second}|`);
  });

  it('from before a channel was there, and in shadow mode, are not told', async () => {
    await using app = await installedPortal(12);
    const [first = 0, second = 0] = typed(app);
    await changeTier(app, first);
    app.advance(minuteMs);
    const { room } = await addRoom(app, 'slack', ['changes']);
    await app.signed('POST', '/settings/publishing', { mode: 'shadow' });
    await changeTier(app, second);
    await aWhile();

    expect(room.said).toEqual([]);
  });

  it('wait for a chat that is down, while scoring goes on', async () => {
    await using app = await installedPortal(12);
    const [id = 0] = typed(app);
    const { room } = await addRoom(app, 'wecom', ['changes']);
    room.breakDown(0);
    await changeTier(app, id);
    const before = Number(app.property(id, 'mainstay_revenue_t12m'));

    app.user.create(
      dealType,
      { dealname: 'Won', amount: 700, pipeline: 'default', dealstage: 'closedwon' },
      id,
    );
    await app.quiet();

    expect(Number(app.property(id, 'mainstay_revenue_t12m'))).toBeCloseTo(before + 700);
    await aWhile();
    expect(room.said).toEqual([]);
    room.breakDown(200);
    app.advance(3 * minuteMs);
    await until(() => room.said.length === 1);
  });

  it('are given up after six attempts, shown, and said when an admin asks again', async () => {
    await using app = await installedPortal(12);
    const { room, id } = await addRoom(app, 'dingtalk', ['changes']);
    room.breakDown(503);
    await changeTier(app, typed(app)[0] ?? 0);
    const shown = async () => (await app.signed('GET', '/settings/channels')).text;

    for (const minutes of [0, 1, 3, 11, 31, 121]) {
      app.advance(minutes * minuteMs);
      await aWhile();
    }

    expect(await shown()).toMatch(/1 message given up.*503 Service Unavailable/);
    room.breakDown(200);
    await app.signed('POST', '/settings/channels/retry', { id });
    await until(() => room.said.length === 1);
  });
});

it('tells of a complaint without an answer within five minutes of its time, once', async () => {
  await using app = await installedPortal(12);
  const [id = 0] = typed(app);
  await setTier(app, id, 'high');
  const hours = app.property(id, 'mainstay_nine_box') === 'core' ? 8 : 24;
  const { room } = await addRoom(app, 'dingtalk', ['breaches']);
  const properties = { subject: 'Broken', hs_pipeline: '0', hs_pipeline_stage: '1' };
  app.user.create(ticketType, { ...properties, hs_ticket_category: 'COMPLAINT' }, id);
  app.user.create(ticketType, { ...properties, hs_ticket_category: 'GENERAL_INQUIRY' }, id);
  await app.quiet();
  const dueAt = app.sandbox.clock.now().getTime() + hours * hourMs;

  app.advance(hours * hourMs - 2 * minuteMs);
  await aWhile();
  expect(room.said).toEqual([]);
  app.advance(4 * minuteMs);
  await until(() => room.said.length > 0);
  app.advance(hourMs);
  await aWhile();

  expect(room.said).toHaveLength(1);
  expect(room.said[0]?.text).toContain('1 complaint without an answer in time');
  expect((room.said[0]?.at.getTime() ?? 0) - dueAt).toBeLessThan(5 * minuteMs);
});

it('gives each owner one digest a week, whatever happens in between', async () => {
  await using app = await installedPortal(25);
  const { room } = await addRoom(app, 'wecom', ['digest']);
  const titles = () => room.said.map(({ text }) => text.split('\n')[0] ?? '');

  app.advance(7 * dayMs);
  await until(() => room.said.length > 0);
  await aWhile();
  const first = titles();
  await app.restart();
  app.advance(2 * minuteMs);
  await aWhile();

  expect(new Set(first).size).toBe(first.length);
  expect(titles()).toEqual(first);
  app.advance(7 * dayMs);
  await until(() => room.said.length > first.length);
});
