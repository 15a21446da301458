import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signV1, signV2 } from '../../sandbox/signatures.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createStrategyStore } from '../../src/execution/strategy-store.ts';
import { executionDefaults } from '../../src/strategy/execution-defaults.ts';
import { strategyLibrary } from '../../src/strategy/library.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';
import { sendSigned } from '../support/signed-request.ts';

const secret = 'test-secret';

let app: Awaited<ReturnType<typeof runningPortal>>;
beforeAll(async () => {
  app = await runningPortal({ portals: [{ portalId: portal, companies: 16 }] });
  await app.install();
  await app.quiet();
});
afterAll(() => app[Symbol.asyncDispose]());

const scoredCompany = () =>
  Number(app.companyIds().find((id) => app.property(id, 'mainstay_nine_box') !== 'unscored'));
const run = (
  uid: string,
  companyId: number,
  inputs: Readonly<Record<string, { value: string | number } | { property: string }>> = {},
) => app.sandbox.runAction(portal, { uid, companyId, inputs });
const stateOf = (callbackId: string) => app.sandbox.execution(callbackId);

/** What HubSpot would post for an execution, for requests that HubSpot would not send. */
function executionOf(companyId: number, inputFields: object = {}, callbackId = 'ap-1-1-1-0') {
  return JSON.stringify({
    callbackId,
    origin: { portalId: portal, actionDefinitionId: 1, actionDefinitionVersion: 1 },
    context: { source: 'WORKFLOWS', workflowId: 1 },
    object: { objectId: companyId, objectType: 'COMPANY', properties: {} },
    inputFields,
  });
}

describe('recalculate account', () => {
  it('lets the workflow wait until the properties show the new score', async () => {
    const id = scoredCompany();
    app.user.create(
      dealType,
      { dealname: 'Large', amount: 900_000, pipeline: 'default', dealstage: 'closedwon' },
      id,
    );

    const begun = await run('recalculate_account_action', id);
    await until(() => stateOf(begun.callbackId)?.state !== 'BLOCK');

    const done = stateOf(begun.callbackId);
    expect(begun.state).toBe('BLOCK');
    expect(done).toMatchObject({ state: 'SUCCESS', note: 'Done.' });
    expect(done?.outputs).toMatchObject({
      status: 'done',
      account_type: app.property(id, 'mainstay_nine_box'),
      health_band: app.property(id, 'mainstay_health_band'),
      risk_level: app.property(id, 'mainstay_risk_level'),
    });
  });

  it('goes on within an hour at the latest', async () => {
    app.sandbox.addFault({ kind: 'status', status: 400, path: 'callbacks', probability: 1 });
    const begun = await run('recalculate_account_action', scoredCompany());
    app.sandbox.clearFaults();
    app.advance(86_400_000);

    expect(stateOf(begun.callbackId)?.state).toBe('EXPIRED');
    await app.quiet();
  });

  it('answers at once where the portal does not let us tell workflows anything', async () => {
    await using bare = await runningPortal({
      portals: [{ portalId: portal, companies: 3, withheldScopes: ['automation'] }],
    });
    await bare.install();
    await bare.quiet();
    const [companyId = 0] = bare.companyIds();

    const done = await bare.sandbox.runAction(portal, {
      uid: 'recalculate_account_action',
      companyId,
    });

    expect(done).toMatchObject({ state: 'SUCCESS', outputs: { status: 'queued' } });
  });
});

describe('get recommendation', () => {
  it('hands over where the account stands and what comes next', async () => {
    const id = scoredCompany();

    const { state, outputs } = await run('get_recommendation_action', id);

    expect(state).toBe('SUCCESS');
    expect(outputs).toMatchObject({
      status: 'done',
      account_type: app.property(id, 'mainstay_nine_box'),
      health_score: app.property(id, 'mainstay_health_score'),
      risk_level: app.property(id, 'mainstay_risk_level'),
      strategy: app.property(id, 'mainstay_strategy'),
    });
    expect(outputs['next_step']).toMatch(/\w{4}/);
  });

  it('says that an account has no score, in the words of the portal', async () => {
    const id = app.user.create(companyType, { name: 'Nobody yet' });
    await app.quiet();

    const { state, outputs } = await run('get_recommendation_action', id);

    expect(state).toBe('SUCCESS');
    expect(outputs).toMatchObject({
      status: 'not_scored',
      message: 'The account has no score yet.',
      account_type: 'unscored',
    });
  });

  it('fails without stopping the workflow for a company that is not known, and reads it', async () => {
    app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });
    const id = app.user.create(companyType, { name: 'Not heard of' });
    app.sandbox.clearFaults();

    const first = await run('get_recommendation_action', id);
    await app.quiet();
    const second = await run('get_recommendation_action', id);

    expect(first).toMatchObject({
      state: 'FAIL_CONTINUE',
      outputs: { status: 'unknown_account' },
      note: 'This company is not known to Mainstay yet.',
    });
    expect(second.outputs['status']).toBe('not_scored');
  });
});

describe('log satisfaction', () => {
  const log = (id: number, inputs: Parameters<typeof run>[2]) =>
    run('log_satisfaction_action', id, inputs);

  it('turns a bad answer into a risk signal of the account', async () => {
    const id = scoredCompany();
    expect(app.property(id, 'mainstay_risk_reasons')).not.toContain('R9_detractor');

    const done = await log(id, { scale: { value: 'nps' }, score: { value: 2 } });
    await app.quiet();

    expect(done).toMatchObject({ state: 'SUCCESS', outputs: { status: 'done' } });
    expect(app.property(id, 'mainstay_risk_reasons')).toContain('R9_detractor');
    expect(app.property(id, 'mainstay_risk_level')).not.toBe('low');
  });

  it('counts an answer once, however often HubSpot tells it', async () => {
    const id = scoredCompany();
    const first = await log(id, { scale: { value: 'csat' }, score: { value: 4 } });
    await app.quiet();

    const again = await app.sandbox.repeatAction(first.callbackId);
    await app.quiet();

    const db = await openDatabase(app.databaseUrl);
    const answers = await db
      .selectFrom('survey_answer')
      .select(['company_id', 'kind', 'value'])
      .where('answer_id', 'like', `%${first.callbackId}`)
      .execute();
    await db.destroy();
    expect(again.outputs).toEqual(first.outputs);
    expect(answers).toEqual([{ company_id: String(id), kind: 'csat', value: 4 }]);
  });

  it.each([
    ['nps', 11, 'Score has to be a whole number from 0 to 10.'],
    ['csat', 0, 'Score has to be a whole number from 1 to 5.'],
    ['csat', 2.5, 'Score has to be a whole number from 1 to 5.'],
  ])('tells the builder what is wrong with a score on %s of %s', async (scale, score, message) => {
    const done = await log(scoredCompany(), { scale: { value: scale }, score: { value: score } });

    expect(done).toMatchObject({
      state: 'FAIL_CONTINUE',
      outputs: { status: 'invalid_input', message },
      note: 'An input of this action cannot be used; its message says which.',
    });
  });

  it('takes the score from a property, and says when that is empty or no number', async () => {
    const id = scoredCompany();
    const score = { property: 'phone' };
    app.user.update(companyType, id, { phone: '' });
    const empty = await log(id, { scale: { value: 'nps' }, score });
    app.user.update(companyType, id, { phone: 'seven' });
    const text = await log(id, { scale: { value: 'nps' }, score });
    app.user.update(companyType, id, { phone: '7' });
    const number = await log(id, { scale: { value: 'nps' }, score });

    expect(empty.outputs['message']).toBe('Score is empty.');
    expect(text.outputs['message']).toBe('Score has to be a whole number from 0 to 10.');
    expect(number.outputs['status']).toBe('done');
  });

  it('takes no answer of tomorrow', async () => {
    const inputs = { scale: { value: 'nps' }, score: { value: 9 } };
    const today = Math.floor(app.sandbox.clock.now().getTime() / 86_400_000) * 86_400_000;
    const on = (ms: number) => ({ ...inputs, answered_on: { value: ms } });

    const yesterday = await log(scoredCompany(), on(today - 86_400_000));
    const later = await log(scoredCompany(), on(today + 3 * 86_400_000));

    expect(yesterday.outputs['status']).toBe('done');
    expect(later.outputs['message']).toBe('Answered on lies in the future.');
  });
});

describe('start or stop a play', () => {
  const steer = (id: number, operation: string, play = 'win_back') =>
    run('steer_play_action', id, { operation: { value: operation }, play: { value: play } });
  const calm = () =>
    Number(app.companyIds().find((id) => app.property(id, 'mainstay_risk_level') === 'low'));

  it('starts none that no admin has switched on', async () => {
    const done = await steer(calm(), 'start');

    expect(done).toMatchObject({
      state: 'FAIL_CONTINUE',
      outputs: { status: 'switched_off' },
      note: 'This play is not switched on in the settings of Mainstay.',
    });
  });

  it('starts a win-back once whatever the risk is, and stops it', async () => {
    const id = calm();
    const db = await openDatabase(app.databaseUrl);
    const strategies = createStrategyStore(db, {
      library: Object.values(strategyLibrary),
      settingsFor: executionDefaults,
    });
    const at = app.sandbox.clock.now();
    await strategies.saveSettings(
      portal,
      { switchedOn: ['win_back', 'win_back_auto'] },
      { author: '1', at },
    );
    await db.destroy();

    const idle = await steer(id, 'stop');
    const started = await steer(id, 'start');
    const again = await steer(id, 'start', 'win_back_auto');
    await app.quiet();
    const during = await run('get_recommendation_action', id);
    const stopped = await steer(id, 'stop');
    await app.quiet();
    const after = await run('get_recommendation_action', id);
    const early = await steer(id, 'start');

    const statuses = [idle, started, again, stopped, early].map(({ outputs }) => outputs['status']);
    expect(statuses).toEqual(['not_running', 'done', 'already_running', 'done', 'cooling_down']);
    expect(during.outputs['strategy']).toBe('win_back');
    expect(Number(during.outputs['next_step_date'])).toBeGreaterThanOrEqual(
      at.getTime() - 86_400_000,
    );
    expect(after.outputs['strategy']).toBe(app.property(id, 'mainstay_nine_box'));
  });
});

describe('a workflow action', () => {
  const url = () => `${app.url}/workflow-actions/get-recommendation`;
  const now = () => app.sandbox.clock.now().getTime();

  it('runs only what HubSpot signed in the way that has a time in it', async () => {
    const body = executionOf(scoredCompany());
    const signable = { method: 'POST', uri: url(), body };
    const post = (headers: Record<string, string>) =>
      fetch(url(), { method: 'POST', body, headers });
    const legacy = (version: string, signature: string) =>
      post({
        'x-hubspot-signature': signature,
        'x-hubspot-signature-version': version,
        'x-hubspot-request-timestamp': String(now()),
      });

    const first = await legacy('v1', signV1(secret, body));
    const second = await legacy('v2', signV2(secret, signable));
    const third = await sendSigned({ method: 'POST', url: url(), body, secret, at: now() });

    expect([first.status, second.status, third.status]).toEqual([401, 401, 200]);
  });

  it.each([
    ['no JSON', '{'],
    ['no execution', '{}'],
    ['no company', '{"callbackId":"a","origin":{"portalId":1},"object":{"objectId":"x"}}'],
  ])('refuses %s with 400', async (_what, body) => {
    const answer = await sendSigned({ method: 'POST', url: url(), body, secret, at: now() });

    expect(answer.status).toBe(400);
  });

  it('says that the portal is not connected', async () => {
    const body = executionOf(1).replace(String(portal), '777');
    const answer = await sendSigned({ method: 'POST', url: url(), body, secret, at: now() });

    expect(await answer.json()).toMatchObject({
      outputFields: { status: 'not_connected', hs_execution_state: 'FAIL_CONTINUE' },
    });
  });

  it('knows its executions after a restart', async () => {
    const id = scoredCompany();
    const first = await run('get_recommendation_action', id);
    await app.restart();
    app.user.update(companyType, id, { name: 'Renamed' });

    const again = await app.sandbox.repeatAction(first.callbackId);

    expect(again.outputs).toEqual(first.outputs);
  });
});
