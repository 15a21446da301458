import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { signV2, signV3 } from '../../sandbox/signatures.ts';
import { PORTAL, runningSandbox } from './running-sandbox.ts';

type Answer = { status?: number; headers?: Record<string, string>; outputs?: object };
type Seen = { url: string; body: string; headers: NodeJS.Dict<string | string[]> };

const uid = 'log_satisfaction_action';
const inputs = { scale: { value: 'nps' }, score: { value: 9 } };
const done = { status: 'done', message: 'Done.' };

/** A stand-in with an app that answers its workflow actions with these, one after the other. */
async function withApp(...answers: Answer[]) {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      seen.push({ url: request.url ?? '', body, headers: request.headers });
      const { status = 200, headers = {}, outputs = {} } = answers.shift() ?? {};
      response.writeHead(status, headers).end(JSON.stringify({ outputFields: outputs }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const running = await runningSandbox(
    {
      app: { manifestPath: 'app.json', webhookUrl: `${url}/webhooks/hubspot` },
      workflowActions: { retryScale: 0.00001 },
    },
    ['oauth', 'automation', 'crm.objects.companies.read'],
  );
  const companyId = running.portal.table('0-2').idOf(0);
  return {
    ...running,
    url,
    seen,
    companyId,
    run: (given: Parameters<typeof running.sandbox.runAction>[1]['inputs'] = inputs) =>
      running.sandbox.runAction(PORTAL, { uid, companyId, inputs: given }),
    complete: (callbackId: string, outputFields: object) =>
      running.call('POST', `/automation/actions/callbacks/2026-09/${callbackId}/complete`, {
        outputFields,
        typedOutputs: {},
      }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await running.sandbox.close();
    },
  };
}

describe('a workflow action in the stand-in', () => {
  it('is posted with both signatures, over the bytes as sent', async () => {
    await using app = await withApp({ outputs: done });

    await app.run();

    const { clientSecret } = app.sandbox.app();
    const [{ url = '', body = '', headers } = { headers: {} as Seen['headers'] }] = app.seen;
    const signable = { method: 'POST', uri: app.url + url, body };
    const timestamp = Number(headers['x-hubspot-request-timestamp']);
    expect(headers['x-hubspot-signature-v3']).toBe(signV3(clientSecret, signable, timestamp));
    expect(headers['x-hubspot-signature']).toBe(signV2(clientSecret, signable));
    expect(JSON.parse(body)).toMatchObject({
      origin: { portalId: PORTAL },
      object: { objectId: app.companyId, objectType: 'COMPANY' },
      inputFields: { scale: 'nps', score: 9 },
    });
  });

  it('is repeated after errors and when asked to, with the same callback id', async () => {
    await using app = await withApp(
      { status: 500 },
      { status: 429, headers: { 'retry-after': '10' } },
      { outputs: done },
    );

    const execution = await app.run();

    const ids = app.seen.map(({ body }) => JSON.parse(body).callbackId);
    expect(execution).toMatchObject({ state: 'SUCCESS', attempts: 3, note: 'Done.' });
    expect(new Set(ids).size).toBe(1);
  });

  it('takes a refusal as the end', async () => {
    await using app = await withApp({ status: 400 });

    expect(await app.run()).toMatchObject({ state: 'FAILED', note: '400', attempts: 1 });
  });

  it.each([
    ['an output that is not declared', { ...done, colour: 'blue' }, 'colour is no output'],
    ['a status that is not declared', { status: 'fine' }, 'status cannot be "fine"'],
    ['a number', { status: 'done', message: 4 }, 'message is no text'],
    ['a state of its own', { ...done, hs_execution_state: 'Block' }, 'no execution state'],
  ])('fails over %s', async (_what, outputs, note) => {
    await using app = await withApp({ outputs });

    expect(await app.run()).toMatchObject({
      state: 'FAILED',
      note: expect.stringContaining(note),
    });
  });

  it.each([
    ['without a required input', { scale: { value: 'nps' } }],
    ['with an option that is none', { ...inputs, scale: { value: 'stars' } }],
    ['with a property where none may be', { ...inputs, scale: { property: 'name' } }],
    ['with an input that is none', { ...inputs, mood: { value: 'good' } }],
  ])('cannot be put into a workflow %s', async (_what, given) => {
    await using app = await withApp();

    await expect(app.run(given)).rejects.toThrow('can be saved');
  });

  it('waits until the app says that it may go on, once', async () => {
    const wait = { hs_execution_state: 'BLOCK', hs_expiration_duration: 'PT1H' };
    await using app = await withApp({ outputs: wait });
    const { callbackId, state } = await app.run();

    const unclear = await app.complete(callbackId, done);
    const first = await app.complete(callbackId, { ...done, hs_execution_state: 'SUCCESS' });
    const again = await app.complete(callbackId, { ...done, hs_execution_state: 'SUCCESS' });
    const unknown = await app.complete('ap-0', { ...done, hs_execution_state: 'SUCCESS' });

    expect(state).toBe('BLOCK');
    expect([unclear.status, first.status, again.status, unknown.status]).toEqual([
      400, 204, 400, 404,
    ]);
    expect(app.sandbox.execution(callbackId)).toMatchObject({ state: 'SUCCESS', outputs: done });
  });

  it('goes on by itself when it has waited long enough', async () => {
    await using app = await withApp({ outputs: { hs_execution_state: 'BLOCK' } });
    const { callbackId } = await app.run();
    app.sandbox.clock.advanceDays(6);
    const before = app.sandbox.execution(callbackId)?.state;
    app.sandbox.clock.advanceDays(2);

    expect([before, app.sandbox.execution(callbackId)?.state]).toEqual(['BLOCK', 'EXPIRED']);
  });

  it('needs the scope to be completed', async () => {
    await using app = await runningSandbox();

    const answer = await app.call('POST', '/automation/actions/callbacks/2026-09/complete', {
      inputs: [{ callbackId: 'ap-1', outputFields: {}, typedOutputs: {} }],
    });

    expect(answer.status).toBe(403);
  });
});
