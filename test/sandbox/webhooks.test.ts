import { describe, expect, it } from 'vitest';
import type { AppManifest } from '../../sandbox/app-registration.ts';
import { signV1, signV3 } from '../../sandbox/signatures.ts';
import { PORTAL, runningSandbox, until, webhookTarget } from './running-sandbox.ts';

const stage = { dealstage: 'closedwon', pipeline: 'default' };

function manifest(...subscriptions: [string, (string | undefined)?, string?][]): AppManifest {
  return {
    requiredScopes: [],
    optionalScopes: [],
    maxConcurrentRequests: 10,
    subscriptions: subscriptions.map(([subscriptionType, objectType, propertyName], index) => ({
      subscriptionId: index + 1,
      subscriptionType,
      objectType: objectType ?? null,
      propertyName: propertyName ?? null,
    })),
  };
}

const EVERYTHING = manifest(
  ['object.creation', 'deal'],
  ['object.deletion', 'deal'],
  ['object.restore', 'deal'],
  ['object.merge', 'company'],
  ['object.propertyChange', 'deal', 'dealstage'],
  ['object.propertyChange', 'deal', 'amount'],
  ['object.propertyChange', 'deal', 'closedate'],
  ['object.propertyChange', 'deal', 'hs_is_closed_won'],
  ['object.associationChange', 'deal'],
  ['object.associationChange', 'company'],
  ['object.deletion', 'contact'],
  ['contact.privacyDeletion'],
);

async function listening(
  options: Parameters<typeof runningSandbox>[0] = {},
  answers?: () => number | 'hang' | undefined,
) {
  const target = await webhookTarget(answers);
  const running = await runningSandbox({
    app: { webhookUrl: target.url },
    webhooks: { coalesceMs: 20 },
    ...options,
  });
  running.sandbox.registeredApp.setManifest(EVERYTHING);
  return {
    ...running,
    target,
    idle: () => until(() => running.sandbox.webhooksIdle(PORTAL)),
    async [Symbol.asyncDispose]() {
      await running.sandbox.close();
      await target[Symbol.asyncDispose]();
    },
  };
}

describe('what is sent', () => {
  it('is one creation and one change for each subscribed property, the creation not always first', async () => {
    await using running = await listening();

    for (let index = 0; index < 12; index++) {
      running.user.create('0-3', { dealname: 'x', amount: 5, ...stage });
    }
    await running.idle();

    const byDeal = Map.groupBy(running.target.events(), ({ objectId }) => objectId);
    expect(byDeal.size).toBe(12);
    for (const events of byDeal.values()) {
      const kinds = events.map(({ subscriptionType, propertyName }) =>
        propertyName ? `${subscriptionType}:${propertyName}` : subscriptionType,
      );
      expect(kinds.sort()).toEqual([
        'object.creation',
        'object.propertyChange:amount',
        'object.propertyChange:closedate',
        'object.propertyChange:dealstage',
      ]);
    }
    const firsts = [...byDeal.values()].map(([first]) => first.subscriptionType);
    expect(firsts).toContain('object.propertyChange');
  });

  it('has the fields of real events', async () => {
    await using running = await listening();
    const id = running.user.create('0-3', { dealname: 'x', ...stage, closedate: '2026-01-02' });
    await running.idle();

    const events = running.target.events();
    const creation = events.find(({ subscriptionType }) => subscriptionType === 'object.creation');
    const closing = events.find(({ propertyName }) => propertyName === 'closedate');

    expect(creation).toEqual({
      eventId: expect.any(Number),
      subscriptionId: 1,
      portalId: PORTAL,
      appId: running.sandbox.app().appId,
      occurredAt: expect.any(Number),
      subscriptionType: 'object.creation',
      attemptNumber: 0,
      objectId: id,
      objectTypeId: '0-3',
      changeFlag: 'CREATED',
      changeSource: 'CRM_UI',
      sourceId: `userId:${running.portal.user.userId}`,
    });
    expect(closing).toMatchObject({
      propertyValue: String(Date.parse('2026-01-02')),
      isSensitive: false,
    });
  });

  it('are both sides of an association, the primary as an event of its own', async () => {
    await using running = await listening();
    const [{ id: company }] = (await running.call('GET', '/crm/objects/2026-09/companies')).body
      .results;
    const deal = running.user.create('0-3', { dealname: 'x', ...stage }, Number(company));
    await running.idle();

    const changes = running.target
      .events()
      .filter(({ subscriptionType }) => subscriptionType === 'object.associationChange');

    expect(
      changes.map(({ associationType, associationTypeId }) => [associationType, associationTypeId]),
    ).toEqual(
      expect.arrayContaining([
        ['DEAL_TO_COMPANY', 5],
        ['DEAL_TO_COMPANY', 341],
        ['COMPANY_TO_DEAL', 6],
        ['COMPANY_TO_DEAL', 342],
      ]),
    );
    expect(changes).toHaveLength(4);
    for (const change of changes) expect(change).not.toHaveProperty('objectId');
    expect(changes.find(({ associationTypeId }) => associationTypeId === 5)).toMatchObject({
      fromObjectId: deal,
      toObjectId: Number(company),
      fromObjectTypeId: '0-3',
      toObjectTypeId: '0-2',
      isPrimaryAssociation: true,
      associationRemoved: false,
      associationCategory: 'HUBSPOT_DEFINED',
    });
  });

  it('tells of deletion, restoring, merging and privacy deletion', async () => {
    await using running = await listening();
    const { user, target } = running;
    const deal = user.create('0-3', { dealname: 'x', ...stage });
    const [a, b] = [user.create('0-2', { name: 'A' }), user.create('0-2', { name: 'B' })];
    const contact = user.create('0-1', { firstname: 'Vera' });

    user.remove('0-3', deal);
    user.restore('0-3', deal);
    const merged = user.merge('0-2', a, b);
    user.privacyDelete(contact);
    await running.idle();

    const of = (type: string) =>
      target.events().filter(({ subscriptionType }) => subscriptionType === type);
    expect(of('object.deletion')).toMatchObject([
      { objectId: deal, changeFlag: 'DELETED' },
      { objectId: contact, objectTypeId: '0-1' },
    ]);
    expect(of('object.restore')).toMatchObject([{ objectId: deal }]);
    expect(of('object.merge')).toMatchObject([
      { primaryObjectId: a, mergedObjectIds: [b], newObjectId: merged },
    ]);
    expect(of('contact.privacyDeletion')).toMatchObject([{ objectId: contact }]);
  });

  it("marks the app's own writes as its own", async () => {
    await using running = await listening();
    const id = running.user.create('0-3', { dealname: 'x', ...stage });
    await running.idle();

    await running.call('PATCH', `/crm/objects/2026-09/deals/${id}`, {
      properties: { amount: '7' },
    });
    await running.idle();

    expect(running.target.events().at(-1)).toMatchObject({
      propertyName: 'amount',
      propertyValue: '7',
      changeSource: 'INTEGRATION',
      sourceId: String(running.sandbox.app().appId),
    });
  });

  it('is nothing for values that stay as they are, and nothing for calculated ones', async () => {
    await using running = await listening();
    const id = running.user.create('0-3', { dealname: 'x', amount: 5, ...stage });
    await running.idle();
    const before = running.target.events().length;

    running.user.update('0-3', id, { amount: 5, dealname: 'unsubscribed' });
    await running.idle();

    expect(running.target.events()).toHaveLength(before);
    const names = running.target.events().map(({ propertyName }) => propertyName);
    expect(names).not.toContain('hs_is_closed_won');
  });

  it('uses the classic names where the manifest does', async () => {
    await using running = await listening();
    running.sandbox.registeredApp.setManifest(
      manifest(['deal.creation'], ['deal.propertyChange', undefined, 'amount']),
    );

    running.user.create('0-3', { dealname: 'x', amount: 5, ...stage });
    await running.idle();

    const events = running.target.events();
    expect(events.map(({ subscriptionType }) => subscriptionType).sort()).toEqual([
      'deal.creation',
      'deal.propertyChange',
    ]);
    for (const event of events) expect(event).not.toHaveProperty('objectTypeId');
  });

  it('stays away without the scope, before the install and after the uninstall', async () => {
    await using running = await listening();
    const { sandbox, user, target } = running;

    sandbox.install(PORTAL, ['oauth', 'crm.objects.companies.read']);
    user.create('0-3', { dealname: 'x', ...stage });
    await running.idle();
    sandbox.uninstall(PORTAL);
    user.merge('0-2', user.create('0-2', { name: 'A' }), user.create('0-2', { name: 'B' }));
    await running.idle();

    expect(target.deliveries).toEqual([]);
  });
});

describe('how it is sent', () => {
  it('is signed v3 and v1 with the secret and the time of the clock', async () => {
    await using running = await listening();
    running.sandbox.clock.advanceDays(3);
    running.user.create('0-3', { dealname: 'ü', ...stage });
    await running.idle();

    const [delivery] = running.target.deliveries;
    const { headers = {}, body = '' } = delivery ?? {};
    const timestamp = Number(headers['x-hubspot-request-timestamp']);
    const { clientSecret } = running.sandbox.app();
    const signable = { method: 'POST', uri: running.target.url, body };
    expect(headers['x-hubspot-signature-v3']).toBe(signV3(clientSecret, signable, timestamp));
    expect(headers['x-hubspot-signature']).toBe(signV1(clientSecret, body));
    expect(headers['x-hubspot-signature-version']).toBe('v1');
    expect(Math.abs(timestamp - running.sandbox.clock.now().getTime())).toBeLessThan(5_000);
  });

  it('comes in posts of at most 100 events, none lost', async () => {
    await using running = await listening();
    for (let index = 0; index < 90; index++) {
      running.user.create('0-3', { dealname: 'x', amount: index, ...stage });
    }
    await running.idle();

    const sizes = running.target.deliveries.map(({ events }) => events.length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(100);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(90 * 4);
    expect(running.sandbox.state().webhooks).toMatchObject({ acknowledged: 360, pending: 0 });
  });

  it('keeps ten requests under way at most', async () => {
    await using running = await listening({}, () => 'hang');
    for (let index = 0; index < 500; index++) {
      running.user.create('0-3', { dealname: 'x', amount: index, ...stage });
    }

    await until(() => running.target.deliveries.length >= 10);
    await new Promise((resolve) => setTimeout(resolve, 100));

    expect(running.target.deliveries).toHaveLength(10);
    expect(running.sandbox.webhooksIdle(PORTAL)).toBe(false);
    expect(running.sandbox.state().webhooks.pending).toBe(2_000);
  });

  it('is repeated after an error, with a higher attempt number and a fresh signature', async () => {
    const answers = [500, 404, 200];
    const webhooks = { coalesceMs: 5, timeoutMs: 5_000, retryScale: 0.000_2 };
    await using running = await listening({ webhooks }, () => answers.shift());
    running.user.create('0-3', { dealname: 'x', ...stage });

    await running.idle();

    const { deliveries } = running.target;
    expect(deliveries.map(({ events }) => events[0].attemptNumber)).toEqual([0, 1, 2]);
    const signatures = deliveries.map(({ headers }) => headers['x-hubspot-signature-v3']);
    expect(new Set(signatures).size).toBe(3);
    expect(running.sandbox.state().webhooks).toMatchObject({ failedPosts: 2, pending: 0 });
  });

  it('counts as failed after the timeout', async () => {
    let calls = 0;
    const webhooks = { coalesceMs: 5, timeoutMs: 50, retryScale: 0.000_2 };
    await using running = await listening({ webhooks }, () => (calls++ === 0 ? 'hang' : 200));
    running.user.create('0-3', { dealname: 'x', ...stage });

    await running.idle();

    expect(running.target.deliveries).toHaveLength(2);
  });

  it('is given up after ten repetitions', async () => {
    const webhooks = { coalesceMs: 5, timeoutMs: 1_000, retryScale: 0.000_001 };
    await using running = await listening({ webhooks }, () => 500);
    running.user.create('0-3', { dealname: 'x', amount: 1, ...stage });

    await running.idle();

    expect(running.target.deliveries).toHaveLength(11);
    expect(running.sandbox.state().webhooks).toMatchObject({ givenUp: 4, acknowledged: 0 });
  });

  it('waits with the repetition for its time, which a passing day brings', async () => {
    const answers = [503];
    await using running = await listening({}, () => answers.shift());
    running.user.create('0-3', { dealname: 'x', ...stage });
    await until(() => running.sandbox.state().webhooks.failedPosts === 1);
    expect(running.sandbox.webhooksIdle(PORTAL)).toBe(false);

    running.sandbox.clock.advanceDays(1);
    await running.idle();

    expect(running.target.deliveries).toHaveLength(2);
  });
});

describe('trouble on request', () => {
  it('loses, doubles and shuffles events', async () => {
    await using running = await listening();
    const { sandbox, user, target } = running;
    const create = () => user.create('0-3', { dealname: 'x', amount: 1, ...stage });

    sandbox.addFault({ kind: 'miss-webhooks', count: 4 });
    create();
    await running.idle();
    const missed = target.events().length;
    sandbox.clearFaults();
    sandbox.addFault({ kind: 'duplicate-webhooks' });
    create();
    await running.idle();
    const doubled = target.events().length;
    sandbox.clearFaults();
    sandbox.addFault({ kind: 'shuffle-webhooks' });
    const order = [create(), create(), create(), create(), create(), create()];
    await running.idle();

    expect([missed, doubled]).toEqual([0, 8]);
    const seen = target
      .events()
      .slice(8)
      .map(({ objectId }) => objectId);
    expect(new Set(seen)).toEqual(new Set(order));
    expect(seen).not.toEqual([...seen].sort((a, b) => a - b));
  });
});
