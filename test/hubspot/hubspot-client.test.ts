import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { HubspotError } from '../../src/errors.ts';
import { createCallMeter } from '../../src/hubspot/call-meter.ts';
import { type Call, createHubspotClient } from '../../src/hubspot/hubspot-client.ts';
import { createTransport } from '../../src/hubspot/transport.ts';
import { createLog } from '../../src/log.ts';
import errors from '../fixtures/hubspot/errors.json' with { type: 'json' };
import { takeOverTime, timePasses } from '../support/fake-time.ts';
import { ownQueues } from '../support/own-queues.ts';
import { acme, globex, noon } from '../support/records.ts';

const hubspot = 'https://hubspot.test';
const readPath = '/crm/objects/2026-09/deals/batch/read';
const searchPath = '/crm/objects/2026-09/deals/search';
const tokenPath = '/account-info/2026-09/details';

const read: Call = { endpoint: 'readDeals', priority: 'change', body: { inputs: [] } };
const search: Call = { endpoint: 'searchDeals', priority: 'change', body: {} };
const exchange: Call = { endpoint: 'exchangeToken', priority: 'person', body: {} };

beforeEach(() => {
  nock.disableNetConnect();
  takeOverTime(noon);
});

afterEach(() => {
  vi.useRealTimers();
  const pending = nock.pendingMocks();
  nock.cleanAll();
  nock.enableNetConnect();
  expect(pending).toEqual([]);
});

function aClient(accessToken = async (): Promise<string> => 'token') {
  const meter = createCallMeter();
  const client = createHubspotClient({
    send: createTransport(hubspot),
    queues: ownQueues(108),
    accessToken,
    onCall: meter.count,
    log: createLog('silent'),
    random: () => 0,
  });
  return { ...client, meter };
}

type Answer = { status: number; body?: unknown; headers?: Record<string, string> };

/** Answers one call after the other and keeps when each arrived, ms since the test began. */
function answers(path: string, ...list: Answer[]): number[] {
  const arrivedAt: number[] = [];
  for (const { status, body, headers } of list) {
    nock(hubspot)
      .post(path)
      .reply(() => {
        arrivedAt.push(Date.now() - noon.getTime());
        return [status, body as nock.Body, headers];
      });
  }
  return arrivedAt;
}

async function failureOf(work: Promise<unknown>): Promise<HubspotError> {
  const error = await timePasses(work.catch((reason: unknown) => reason));
  if (!(error instanceof HubspotError)) throw new Error('a HubspotError was expected');
  return error;
}

const afterOneSecond = () => new Promise((resolve) => setTimeout(resolve, 1_000));

const ok = { status: 200, body: { results: [] } };

describe('a call to HubSpot', () => {
  it('carries its token, body and query, and gives back the answer', async () => {
    nock(hubspot, { reqheaders: { authorization: 'Bearer token' } })
      .get(tokenPath)
      .query({ a: 'b c' })
      .reply(200, { portalId: 1 });
    const call: Call = { endpoint: 'readAccount', priority: 'person', query: { a: 'b c' } };

    expect(await timePasses(aClient().request(acme, call))).toEqual({ portalId: 1 });
  });

  it('gives back an answer in which some records were refused', async () => {
    const partial = errors['207_batch_create'];
    answers(readPath, { status: 207, body: partial.body });

    expect(await timePasses(aClient().request(acme, read))).toEqual(partial.body);
  });

  it.each([
    ['the limit of ten seconds', errors['429_ten_secondly'], 10_000],
    ['a lock on the records', { status: 423, body: {} }, 2_000],
    ['a broken gateway', { status: 502, body: '<html>Bad gateway</html>' }, 0],
    ['a server error', { status: 500, body: {} }, 0],
    ['a time-out of HubSpot', { status: 524, body: '' }, 0],
  ])('is repeated after %s', async (_, refusal, waitMs) => {
    const arrivedAt = answers(readPath, refusal, ok);

    await timePasses(aClient().request(acme, read));

    expect(arrivedAt).toHaveLength(2);
    expect(arrivedAt[1]).toBeGreaterThanOrEqual(waitMs);
    expect(arrivedAt[1]).toBeLessThan(waitMs + 1_500);
  });

  it('is repeated when the connection drops', async () => {
    nock(hubspot).post(readPath).replyWithError('socket hang up');
    answers(readPath, ok);

    expect(await timePasses(aClient().request(acme, read))).toEqual(ok.body);
  });

  it('is repeated when an answer of success is no JSON', async () => {
    answers(readPath, { status: 200, body: '<html>Maintenance</html>' }, ok);

    expect(await timePasses(aClient().request(acme, read))).toEqual(ok.body);
  });

  it('is not repeated after a server error where that could do it twice', async () => {
    nock(hubspot).post('/oauth/2026-09/token').reply(500, {});

    const error = await failureOf(aClient().request(acme, exchange));

    expect(error).toMatchObject({ reaction: 'retry-later', status: 500 });
  });

  it('is repeated after a refusal that touched nothing, even where twice would be wrong', async () => {
    nock(hubspot).post('/oauth/2026-09/token').reply(429, errors['429_search_secondly'].body);
    nock(hubspot).post('/oauth/2026-09/token').reply(200, { access_token: 'a' });

    expect(await timePasses(aClient().request(acme, exchange))).toEqual({ access_token: 'a' });
  });

  it('is given up after five tries, with the reason of the last', async () => {
    answers(readPath, ...Array.from({ length: 5 }, () => ({ status: 503, body: {} })));

    const error = await failureOf(aClient().request(acme, read));

    expect(error).toMatchObject({ reaction: 'retry-later', status: 503, endpoint: 'readDeals' });
  });

  it.each([
    ['the daily limit', errors['429_daily']],
    [
      'a move to another data centre',
      { status: 477, body: {}, headers: { 'Retry-After': '86400' } },
    ],
  ])('does not wait in the queue for the end of %s', async (_, refusal) => {
    const arrivedAt = answers(readPath, refusal);

    const error = await failureOf(aClient().request(acme, read));

    expect(error.reaction).toBe('retry-later');
    expect(error.retryAfterMs).toBeGreaterThan(60_000);
    expect(arrivedAt).toHaveLength(1);
  });

  it.each([
    ['refused', errors['400_unknown_property']],
    ['missing-scope', errors['403_missing_scopes']],
    ['gone', { status: 404, body: {} }],
    ['exists', errors['409_property_exists']],
  ])('is not repeated when the answer is final: %s', async (reaction, refusal) => {
    answers(readPath, refusal);

    expect(await failureOf(aClient().request(acme, read))).toMatchObject({ reaction });
  });

  it('is counted with every attempt', async () => {
    answers(readPath, errors['429_ten_secondly'], { status: 500 }, ok);
    nock(hubspot).post(readPath).replyWithError('reset');
    const { request, meter } = aClient();

    await timePasses(request(acme, read));
    answers(readPath, ok);
    await timePasses(request(acme, read));

    expect(meter.totals()).toEqual({ readDeals: { calls: 5, rateLimited: 1, failed: 3 } });
  });
});

describe('a token that HubSpot does not take', () => {
  it('is renewed once, and the call repeated', async () => {
    const asked: (string | undefined)[] = [];
    const { request } = aClient(async (_portal?: unknown, refused?: string) => {
      asked.push(refused);
      return asked.includes('old') ? 'new' : 'old';
    });
    nock(hubspot, { reqheaders: { authorization: 'Bearer old' } })
      .post(readPath)
      .reply(401, {});
    nock(hubspot, { reqheaders: { authorization: 'Bearer new' } })
      .post(readPath)
      .reply(200, {});

    await timePasses(request(acme, read));

    expect(asked).toEqual([undefined, 'old', undefined]);
  });

  it('means that the portal has to be connected again when a new one is not taken either', async () => {
    answers(readPath, { status: 401, body: {} }, { status: 401, body: {} });

    expect(await failureOf(aClient().request(acme, read))).toMatchObject({ reaction: 'reconnect' });
  });
});

describe('the limit of a portal', () => {
  it('lets all calls of the portal wait when one was told so', async () => {
    const arrivedAt = answers(readPath, errors['429_ten_secondly'], ok, ok, ok);
    const { request } = aClient();

    const first = request(acme, read);
    const others = afterOneSecond().then(() =>
      Promise.all([request(acme, read), request(acme, read)]),
    );
    await timePasses(Promise.all([first, others]));

    expect(arrivedAt.slice(1).every((ms) => ms >= 10_000)).toBe(true);
  });

  it('lets searches wait a second and other calls go on', async () => {
    const searchedAt = answers(searchPath, errors['429_search_secondly'], ok);
    const readAt = answers(readPath, ok);
    const { request } = aClient();

    await timePasses(Promise.all([request(acme, search), request(acme, read)]));

    expect(searchedAt[1]).toBeGreaterThanOrEqual(1_000);
    expect(searchedAt[1]).toBeLessThan(2_000);
    expect(readAt[0]).toBeLessThan(1_000);
  });

  it('waits for the longest of several waits', async () => {
    const short = { ...errors['429_ten_secondly'], headers: { 'Retry-After': '11' } };
    const long = { ...errors['429_ten_secondly'], headers: { 'Retry-After': '20' } };
    const arrivedAt = answers(readPath, long, short, ok, ok);
    const { request } = aClient();

    await timePasses(Promise.all([request(acme, read), request(acme, read)]));

    expect(arrivedAt.slice(2).every((ms) => ms >= 20_000)).toBe(true);
  });

  it("does not slow another portal's calls", async () => {
    answers(readPath, errors['429_ten_secondly'], ok, ok);
    const { request } = aClient();
    const doneAt: number[] = [];
    const done = (portal: number) => () => {
      doneAt[portal] = Date.now() - noon.getTime();
    };

    const slow = request(acme, read).then(done(0));
    const quick = afterOneSecond().then(() => request(globex, read).then(done(1)));
    await timePasses(Promise.all([slow, quick]));

    expect(doneAt[0]).toBeGreaterThanOrEqual(10_000);
    expect(doneAt[1]).toBeLessThan(2_000);
  });
});
