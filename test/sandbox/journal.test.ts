import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { journalScopes } from '../support/journal-scopes.ts';

const portalId = 424_242;
const wanted = {
  subscriptionType: 'OBJECT',
  portalId,
  objectTypeId: '0-2',
  actions: ['CREATE', 'UPDATE'],
  properties: ['name'],
  objectIds: [],
};
const subscriptions = '/webhooks-journal/subscriptions/2026-09';
const journal = '/webhooks-journal/journal/2026-09';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    latencyMs: 0,
    portals: [{ portalId, companies: 1 }],
    app: { appScopes: journalScopes },
  });
});
afterAll(() => sandbox.close());

async function askedToken(form: Record<string, string>) {
  const { clientId, clientSecret } = sandbox.app();
  const answer = await fetch(`${sandbox.url}/oauth/2026-09/token`, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: clientId,
      client_secret: clientSecret,
      ...form,
    }),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, string> };
}

async function call(
  path: string,
  { token = '', method = 'GET', body = undefined as unknown } = {},
) {
  const answer = await fetch(sandbox.url + path, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

async function aToken(scope = journalScopes.join(' ')): Promise<string> {
  return (await askedToken({ scope })).body['access_token'] ?? '';
}

describe('the journal of webhooks', () => {
  it('is asked with a token of the app, for scopes that HubSpot granted it', async () => {
    const granted = await askedToken({ scope: journalScopes.join(' ') });
    const refused = await askedToken({ scope: 'developer.webhooks_journal.snapshots.write' });
    const none = await askedToken({ scope: '' });

    expect(granted.body).toMatchObject({ token_use: 'client_credentials', expires_in: 1_800 });
    expect(granted.body).not.toHaveProperty('refresh_token');
    expect([refused.status, refused.body['status']]).toEqual([400, 'BAD_SCOPES']);
    expect(none.status).toBe(400);
  });

  it('opens to no token of a portal, and no portal to a token of the app', async () => {
    const { accessToken } = sandbox.install(portalId, ['crm.objects.companies.read']);

    const withPortals = await call(`${journal}/earliest`, { token: accessToken });
    const withNone = await call(`${journal}/earliest`);
    const withApps = await call('/crm/objects/2026-09/companies', { token: await aToken() });

    expect([withPortals.status, withNone.status, withApps.status]).toEqual([403, 401, 401]);
  });

  it('wants the scope of each call', async () => {
    const token = await aToken('developer.webhooks_journal.read');

    const answers = [
      await call(`${journal}/earliest`, { token }),
      await call(subscriptions, { token }),
      await call(subscriptions, { token, method: 'POST', body: wanted }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([204, 403, 403]);
    expect(answers[2]?.body.category).toBe('MISSING_SCOPES');
  });

  it.each([
    ['no properties', { properties: undefined }],
    ['no record numbers', { objectIds: undefined }],
    ['no actions', { actions: [] }],
    ['an action of links', { actions: ['ASSOCIATION_ADDED'] }],
    ['a type by its name', { objectTypeId: 'companies' }],
    ['a portal without the app', { portalId: 7 }],
    ['a kind that is none', { subscriptionType: 'OBJECTS' }],
  ])('refuses a subscription with %s', async (_, difference) => {
    sandbox.install(portalId, ['crm.objects.companies.read']);
    const body = { ...wanted, ...difference };

    const answer = await call(subscriptions, { token: await aToken(), method: 'POST', body });

    expect([answer.status, answer.body.category]).toEqual([400, 'VALIDATION_ERROR']);
  });

  it('tells of what was subscribed to before, in files whose address expires, for three days', async () => {
    sandbox.install(portalId, ['crm.objects.companies.read']);
    const token = await aToken();
    const { user } = sandbox.portal(portalId);
    user.create('0-2', { name: 'Before' });
    const made = await call(subscriptions, { token, method: 'POST', body: wanted });
    const again = await call(subscriptions, { token, method: 'POST', body: wanted });
    const id = user.create('0-2', { name: 'Known', domain: 'known.example' });
    await new Promise((resolve) => setTimeout(resolve, 60));

    const entry = await call(`${journal}/earliest`, { token });
    const file = await fetch(entry.body.url);
    const withToken = await call(new URL(entry.body.url).pathname, { token });
    const after = await call(`${journal}/offset/${entry.body.currentOffset}/next`, { token });
    sandbox.clock.advanceDays(3);
    const expired = await fetch(entry.body.url);
    const old = await call(`${journal}/offset/${entry.body.currentOffset}/next`, {
      token: await aToken(),
    });
    const none = await call(`${journal}/offset/last/next`, { token: await aToken() });

    expect(again.body.id).toBe(made.body.id);
    const { journalEvents, offset } = (await file.json()) as {
      journalEvents: Record<string, unknown>[];
      offset: string;
    };
    expect(offset).toBe(entry.body.currentOffset);
    const told = { type: 'crmObject', portalId, objectTypeId: '0-2', objectId: id };
    expect(journalEvents).toHaveLength(2);
    expect(journalEvents).toContainEqual(expect.objectContaining({ ...told, action: 'CREATE' }));
    expect(journalEvents).toContainEqual(
      expect.objectContaining({ ...told, action: 'UPDATE', propertyChanges: { name: 'Known' } }),
    );
    expect([withToken.status, after.status, expired.status]).toEqual([400, 204, 403]);
    expect([old.status, none.status]).toEqual([404, 400]);
  });
});
