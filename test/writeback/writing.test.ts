import nock from 'nock';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { createFrameStore } from '../../src/assessment/frame-store.ts';
import { createSituationStore } from '../../src/assessment/situation-store.ts';
import { createAccountWriter } from '../../src/hubspot/account-writer.ts';
import { createPropertyApi } from '../../src/hubspot/property-api.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { createLog } from '../../src/log.ts';
import { readManifest } from '../../src/manifest.ts';
import { accountId } from '../../src/model/ids.ts';
import type { PropertyDefinition } from '../../src/model/property.ts';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { createLagStore } from '../../src/writeback/lag-store.ts';
import { createOutboxStore } from '../../src/writeback/outbox-store.ts';
import { provisionProperties } from '../../src/writeback/provision-properties.ts';
import { createPublishingStore } from '../../src/writeback/publishing-store.ts';
import { writeOutbox } from '../../src/writeback/write-outbox.ts';
import errors from '../fixtures/hubspot/errors.json' with { type: 'json' };
import { aDatabase, empty } from '../support/database.ts';
import { aFrameOf, anAccount, on } from '../support/evidence.ts';
import { aHubspotClient, hubspotUrl } from '../support/hubspot-client.ts';
import { accountIds, acme, aPortal, later, noon, sealedTokens } from '../support/records.ts';

let opened: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  opened = await aDatabase();
});
beforeEach(async () => {
  nock.disableNetConnect();
  await empty(opened.db);
});
afterEach(() => {
  nock.cleanAll();
  nock.enableNetConnect();
});
afterAll(() => opened[Symbol.asyncDispose]());

const propertyPath = '/crm/properties/2026-09/companies';
const updatePath = '/crm/objects/2026-09/companies/batch/update';
const { properties: manifest } = readManifest();

type Update = { id: string; properties: Record<string, string> };
type Answer = [status: number, body: unknown];

/** A HubSpot with properties of its own, which refuses values of those it does not have. */
function aHubspotWithProperties(freeSlots: number | null = null) {
  const properties = new Map<string, { name: string; type: string }>();
  const groups: { name: string; label: string }[] = [];
  const updates: Update[][] = [];
  let refuse: (inputs: Update[]) => Answer | undefined = () => undefined;
  let refuseCreation: (name: string) => boolean = () => false;

  const reply = (method: 'get' | 'post', path: string, answer: (body: never) => Answer) => {
    nock(hubspotUrl)
      .persist()
      [method](path)
      .reply(async (request: Request) => {
        const body = method === 'post' ? await request.json() : undefined;
        return answer(body as never) as never;
      });
  };
  reply('get', propertyPath, () => [200, { results: [...properties.values()] }]);
  reply('get', `${propertyPath}/groups`, () => [200, { results: groups }]);
  reply('post', `${propertyPath}/groups`, (group: { name: string; label: string }) => {
    groups.push(group);
    return [201, group];
  });
  reply('get', '/crm/limits/2026-09/custom-properties', () =>
    freeSlots === null
      ? [404, {}]
      : [200, { overallLimit: 10, overallUsage: 10 - freeSlots, byObjectType: [] }],
  );
  reply('post', `${propertyPath}/batch/create`, ({ inputs }: { inputs: PropertyDefinition[] }) => {
    const made = inputs.filter(({ name }) => !refuseCreation(name));
    for (const { name, type } of made) properties.set(name, { name, type });
    return [made.length === inputs.length ? 201 : 207, { results: made, errors: [] }];
  });
  reply('post', updatePath, ({ inputs }: { inputs: Update[] }) => {
    updates.push(inputs);
    const names = inputs.flatMap((input) => Object.keys(input.properties));
    if (names.some((name) => !properties.has(name))) {
      const { status, body } = errors['400_unknown_property'];
      return [status, body];
    }
    return refuse(inputs) ?? [200, { results: inputs.map(({ id }) => ({ id })) }];
  });

  return {
    properties,
    groups,
    updates,
    refuses: (answer: typeof refuse) => {
      refuse = answer;
    },
    refusesToCreate: (one: typeof refuseCreation) => {
      refuseCreation = one;
    },
  };
}

async function aService() {
  const { db } = opened;
  const portals = createPortalStore(db);
  const assessments = createAssessmentStore(db);
  const outbox = createOutboxStore(db);
  const frames = createFrameStore(db, defaultPolicy);
  const client = aHubspotClient();
  let clock = noon;
  const log = createLog('silent');
  const lags = createLagStore(db);
  const situations = createSituationStore(db);
  const deps = { portals, assessments, situations, outbox, frames, lags, now: () => clock, log };
  const publishing = createPublishingStore(db);
  const live = { mode: 'live', isPaused: false, pilotOwners: [] } as const;
  await publishing.save(acme, live, { author: '1', at: noon });
  await portals.install({ ...aPortal(), locale: 'zh-TW' }, sealedTokens, noon);

  const frame = aFrameOf([], on('2026-11-20'));
  await frames.putInForce(acme, frame, 'backfill', noon);
  return {
    portals,
    outbox,
    provision: () =>
      provisionProperties(
        { ...deps, propertyApi: createPropertyApi(client), properties: manifest },
        acme,
      ),
    write: () =>
      writeOutbox(
        { ...deps, publishing, accountWriter: createAccountWriter(client) },
        acme,
        'calm',
      ),
    wait(ms: number) {
      clock = later(ms);
    },
    async scored(...ids: string[]) {
      await createRecordStore(db).finishReading(acme, {
        batch: { type: 'company', records: [], readAt: 1 },
        asked: [],
        goneIds: [],
        accountIds: accountIds(...ids),
        reason: 'webhook',
        changedAt: noon.getTime(),
      });
      const due = await assessments.listDirty(acme, 1_000);
      const done = due.map((dirty) => ({
        dirty,
        assessment: assess(anAccount(dirty.id), { frame, policy: defaultPolicy, standing: null }),
        standing: null,
        differs: true,
      }));
      await assessments.finishScoring(acme, done, [], clock);
    },
  };
}

const manyIds = (count: number) => Array.from({ length: count }, (_, n) => String(n + 1));

describe('provisioning', () => {
  it('creates group and properties once, in the language of the portal', async () => {
    const hubspot = aHubspotWithProperties();
    const service = await aService();

    await service.provision();
    await service.provision();

    expect(hubspot.groups).toMatchObject([{ name: 'mainstay' }]);
    const names = await service.portals.findProperties(acme);
    expect(names?.sort()).toEqual([...hubspot.properties.keys()].sort());
    expect(names?.length).toBeGreaterThan(20);
  });

  it('takes over what an earlier installation left', async () => {
    const hubspot = aHubspotWithProperties();
    for (const { name, type } of manifest) hubspot.properties.set(name, { name, type });
    hubspot.groups.push({ name: 'mainstay', label: 'Mainstay' });
    hubspot.refusesToCreate(() => true);
    const service = await aService();

    await service.provision();

    expect(await service.portals.findProperties(acme)).toHaveLength(manifest.length);
    expect(hubspot.groups).toHaveLength(1);
  });

  it('fills the slots of a free portal with the minimum first', async () => {
    const hubspot = aHubspotWithProperties(10);
    const service = await aService();

    await service.provision();

    expect(hubspot.properties.size).toBe(10);
    for (const { name, minimum } of manifest) {
      if (minimum) expect(hubspot.properties.has(name), name).toBe(true);
    }
  });

  it('counts on no property that HubSpot did not create', async () => {
    const hubspot = aHubspotWithProperties();
    hubspot.refusesToCreate((name) => name === 'mainstay_nine_box');
    const service = await aService();

    await service.provision();

    const names = await service.portals.findProperties(acme);
    expect(names).not.toContain('mainstay_nine_box');
    expect(names?.length).toBe(hubspot.properties.size);
  });
});

describe('writing', () => {
  it('tells HubSpot a hundred accounts a call, and each only once', async () => {
    const hubspot = aHubspotWithProperties();
    const service = await aService();
    await service.provision();
    await service.scored(...manyIds(250));

    const first = await service.write();
    await service.scored(...manyIds(250));
    const second = await service.write();

    expect([first, second]).toEqual([250, 250]);
    expect(hubspot.updates.map((inputs) => inputs.length).sort()).toEqual([100, 100, 50]);
    expect(hubspot.updates[0]?.[0]?.properties).toMatchObject({
      mainstay_nine_box: 'unscored',
      mainstay_change_reason: 'first_score',
      mainstay_trigger: 'webhook',
    });
    expect(await service.outbox.count(acme)).toBe(0);
  });

  it('writes the 99 and shows why the one was refused', async () => {
    const hubspot = aHubspotWithProperties();
    const { status, body } = errors['400_conditional_required_2026_09'];
    hubspot.refuses((inputs) =>
      inputs.some(({ id }) => id === '42') ? [status, body] : undefined,
    );
    const service = await aService();
    await service.provision();
    await service.scored(...manyIds(100));

    await service.write();

    expect((await service.outbox.findWritten(acme, accountIds(...manyIds(100)))).size).toBe(99);
    expect(await service.outbox.listRefused(acme, 9)).toMatchObject([
      { accountId: '42', reason: expect.stringContaining('my_property is required'), attempts: 1 },
    ]);
    expect(await service.outbox.listDue(acme, 9, later(899_999))).toEqual([]);
    expect(await service.outbox.listDue(acme, 9, later(900_000))).toHaveLength(1);
  });

  it('forgets an account that is gone', async () => {
    const hubspot = aHubspotWithProperties();
    hubspot.refuses(() => [404, { category: 'OBJECT_NOT_FOUND' }]);
    const service = await aService();
    await service.provision();
    await service.scored('1');

    await service.write();

    expect(await service.outbox.count(acme)).toBe(0);
    expect((await service.outbox.findWritten(acme, accountIds(1))).size).toBe(0);
  });

  it('tries again later when HubSpot cannot take it', async () => {
    const hubspot = aHubspotWithProperties();
    hubspot.refuses(() => [403, errors['403_missing_scopes'].body]);
    const service = await aService();
    await service.provision();
    await service.scored('1');

    await service.write();
    service.wait(1_999);
    const early = await service.write();
    hubspot.refuses(() => undefined);
    service.wait(2_000);
    const late = await service.write();

    expect([early, late]).toEqual([0, 1]);
    expect(await service.outbox.count(acme)).toBe(0);
  });

  it.each([
    ['has to be connected again', [401, {}]],
    ['has no calls left today', [429, errors['429_daily'].body]],
  ] as const)('leaves everything as it is when the portal %s', async (_, answer) => {
    const hubspot = aHubspotWithProperties();
    const service = await aService();
    await service.provision();
    await service.scored(...manyIds(150));
    hubspot.refuses(() => [...answer]);

    await expect(service.write()).rejects.toThrow();

    const due = await service.outbox.listDue(acme, 200, noon);
    expect(due).toHaveLength(150);
    expect(due.every(({ attempts }) => attempts === 0)).toBe(true);
  });

  it('waits until there are properties to write to', async () => {
    const hubspot = aHubspotWithProperties();
    const service = await aService();
    await service.scored('1');

    expect(await service.write()).toBe(0);
    expect(hubspot.updates).toEqual([]);
    expect(await service.outbox.count(acme)).toBe(1);
  });

  it('makes a property again that an admin deleted, and fills it', async () => {
    const hubspot = aHubspotWithProperties();
    const service = await aService();
    await service.provision();
    await service.scored('1');
    await service.write();

    hubspot.properties.delete('mainstay_nine_box');
    hubspot.properties.delete('mainstay_last_scored_at');
    service.wait(86_400_000);
    await service.outbox.finish(acme, [], [{ accountId: accountId('1'), properties: {} }], noon);
    await service.scored('1');
    await service.write();
    await service.provision();
    service.wait(86_400_000 + 2_000);
    await service.write();

    expect(hubspot.properties.has('mainstay_nine_box')).toBe(true);
    expect(hubspot.updates.at(-1)?.[0]?.properties).toMatchObject({
      mainstay_nine_box: 'unscored',
    });
    expect(await service.outbox.count(acme)).toBe(0);
  });
});
