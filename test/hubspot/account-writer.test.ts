import nock from 'nock';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HubspotError } from '../../src/errors.ts';
import { createAccountWriter } from '../../src/hubspot/account-writer.ts';
import { accountId } from '../../src/model/ids.ts';
import errors from '../fixtures/hubspot/errors.json' with { type: 'json' };
import { aHubspotClient, hubspotUrl } from '../support/hubspot-client.ts';
import { acme } from '../support/records.ts';

const path = '/crm/objects/2026-09/companies/batch/update';

beforeEach(() => {
  nock.disableNetConnect();
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});

type Input = { id: string; objectWriteTraceId: string; properties: Record<string, string> };
type Answer = [status: number, body: unknown];

/** HubSpot, answering every write the same way; keeps the ids of each call. */
function hubspotAnswers(answer: (inputs: Input[]) => Answer): string[][] {
  const calls: string[][] = [];
  nock(hubspotUrl)
    .persist()
    .post(path)
    .reply(async (request: Request) => {
      const { inputs } = (await request.json()) as { inputs: Input[] };
      calls.push(inputs.map(({ id }) => id));
      const [status, answered] = answer(inputs);
      return [status, answered as nock.Body];
    });
  return calls;
}

const written = (inputs: Input[]): Answer => [
  200,
  { status: 'COMPLETE', results: inputs.map(({ id }) => ({ id, properties: {} })) },
];

/** A rule of the portal that some records break: HubSpot refuses the whole call. */
const refusing =
  (...bad: string[]) =>
  (inputs: Input[]): Answer =>
    inputs.some(({ id }) => bad.includes(id))
      ? [400, errors['400_conditional_required_2026_09'].body]
      : written(inputs);

const updatesOf = (count: number) =>
  Array.from({ length: count }, (_, position) => ({
    accountId: accountId(String(position + 1)),
    properties: { mainstay_nine_box: 'core' },
  }));

const writer = () => createAccountWriter(aHubspotClient());

async function outcomesOf(count: number) {
  const outcomes = await writer().writeAccounts(acme, updatesOf(count));
  return Map.groupBy(outcomes, ({ outcome }) => outcome);
}

describe('account writer', () => {
  it('writes a hundred accounts in one call', async () => {
    const calls = hubspotAnswers(written);

    const outcomes = await outcomesOf(100);

    expect(outcomes.get('written')).toHaveLength(100);
    expect(calls.map((ids) => ids.length)).toEqual([100]);
  });

  it('sends nothing when there is nothing to write', async () => {
    expect(await writer().writeAccounts(acme, [])).toEqual([]);
  });

  it('does not take more than HubSpot does', async () => {
    await expect(writer().writeAccounts(acme, updatesOf(101))).rejects.toThrow(RangeError);
  });

  it('sends each value with a trace by which HubSpot can name the record', async () => {
    nock(hubspotUrl)
      .post(path, {
        inputs: [{ id: '1', objectWriteTraceId: '1', properties: { mainstay_nine_box: 'core' } }],
      })
      .reply(200, { results: [{ id: '1' }] });

    expect(await writer().writeAccounts(acme, updatesOf(1))).toEqual([
      { accountId: '1', outcome: 'written' },
    ]);
  });

  it.each([
    ['trace', 'objectWriteTraceId'],
    ['id', 'ids'],
  ])('tells the refused record of a partial answer by its %s', async (_, key) => {
    hubspotAnswers((inputs) => [
      207,
      {
        results: inputs.filter(({ id }) => id !== '7').map(({ id }) => ({ id })),
        numErrors: 1,
        errors: [
          {
            category: 'VALIDATION_ERROR',
            message: 'INVALID_OPTION: core is not an option',
            context: { [key]: ['7'] },
          },
        ],
      },
    ]);

    const outcomes = await outcomesOf(100);

    expect(outcomes.get('written')).toHaveLength(99);
    expect(outcomes.get('refused')).toEqual([
      { accountId: '7', outcome: 'refused', reason: 'INVALID_OPTION: core is not an option' },
    ]);
  });

  it('knows a record that is not there from one that is refused', async () => {
    hubspotAnswers(() => [
      207,
      {
        results: [{ id: '1' }],
        errors: [
          { category: 'OBJECT_NOT_FOUND', message: 'not found', context: { ids: ['2', '3'] } },
        ],
      },
    ]);

    const outcomes = await outcomesOf(4);

    expect(outcomes.get('gone')?.map((one) => one.accountId)).toEqual(['2', '3']);
    expect(outcomes.get('refused')).toEqual([
      { accountId: '4', outcome: 'refused', reason: 'not confirmed by HubSpot' },
    ]);
  });

  it.each([1, 50, 51, 100])(
    'finds bad record %i among a hundred, and the others land',
    async (n) => {
      const calls = hubspotAnswers(refusing(String(n)));

      const outcomes = await outcomesOf(100);

      expect(outcomes.get('written')).toHaveLength(99);
      expect(outcomes.get('refused')).toEqual([
        {
          accountId: String(n),
          outcome: 'refused',
          reason:
            'my_property is required because of a conditional property rule based on [country]',
        },
      ]);
      expect(calls.length).toBeLessThanOrEqual(15);
    },
  );

  it('finds several bad records', async () => {
    hubspotAnswers(refusing('3', '50', '99'));

    const outcomes = await outcomesOf(100);

    expect(outcomes.get('written')).toHaveLength(97);
    expect(outcomes.get('refused')?.map((one) => one.accountId)).toEqual(['3', '50', '99']);
  });

  it('tries the records alone that HubSpot names', async () => {
    const calls = hubspotAnswers((inputs) =>
      inputs.some(({ id }) => id === '42')
        ? [400, { category: 'VALIDATION_ERROR', message: 'bad', context: { ids: ['42'] } }]
        : written(inputs),
    );

    const outcomes = await outcomesOf(100);

    expect(outcomes.get('written')).toHaveLength(99);
    expect(outcomes.get('refused')).toMatchObject([{ accountId: '42' }]);
    expect(calls.map((ids) => ids.length)).toEqual([100, 1, 99]);
  });

  it('takes a single record that HubSpot does not find for gone', async () => {
    hubspotAnswers(() => [404, { category: 'OBJECT_NOT_FOUND', message: 'not found' }]);

    expect(await writer().writeAccounts(acme, updatesOf(1))).toEqual([
      { accountId: '1', outcome: 'gone' },
    ]);
  });

  it('blames no record for a property that the portal does not have', async () => {
    const calls = hubspotAnswers(() => [400, errors['400_unknown_property'].body]);

    const failing = writer().writeAccounts(acme, updatesOf(100));

    await expect(failing).rejects.toMatchObject({
      reaction: 'refused',
      problems: [{ code: 'PROPERTY_DOESNT_EXIST' }],
    });
    expect(calls).toHaveLength(1);
  });

  it('blames no record for a token that cannot be renewed', async () => {
    const refused = new HubspotError('refused', { endpoint: 'refreshToken', status: 400 });
    let asked = 0;
    const client = aHubspotClient(() => {
      asked += 1;
      return Promise.reject(refused);
    });

    const failing = createAccountWriter(client).writeAccounts(acme, updatesOf(100));

    await expect(failing).rejects.toBe(refused);
    expect(asked).toBe(1);
  });

  it.each([
    ['missing-scope', errors['403_missing_scopes']],
    ['retry-later', errors['429_daily']],
    ['reconnect', errors['400_bad_hub']],
  ])('leaves it to others to react to %s', async (reaction, { status, body }) => {
    const calls = hubspotAnswers(() => [status, body]);

    await expect(writer().writeAccounts(acme, updatesOf(100))).rejects.toMatchObject({ reaction });
    expect(calls).toHaveLength(1);
  });
});
