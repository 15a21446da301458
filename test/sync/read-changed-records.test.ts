import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { createManualInputStore } from '../../src/assessment/manual-input-store.ts';
import { createSituationStore } from '../../src/assessment/situation-store.ts';
import { createAccountTrailStore } from '../../src/execution/account-trail-store.ts';
import { createPlanStore } from '../../src/execution/plan-store.ts';
import { createRunStore } from '../../src/execution/run-store.ts';
import { createEvidenceApi } from '../../src/hubspot/evidence-api.ts';
import { createRecordApi } from '../../src/hubspot/record-api.ts';
import { createSettingStore } from '../../src/install/setting-store.ts';
import { createLog } from '../../src/log.ts';
import { accountId } from '../../src/model/ids.ts';
import type { Pressure } from '../../src/model/pressure.ts';
import { createDirtyStore } from '../../src/sync/dirty-store.ts';
import { createEngagementStore } from '../../src/sync/engagement-store.ts';
import { createFamilyStore } from '../../src/sync/family-store.ts';
import { readChangedRecords } from '../../src/sync/read-changed-records.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { createSurveyStore } from '../../src/sync/survey-store.ts';
import { aDatabase, empty } from '../support/database.ts';
import { aHubspotClient } from '../support/hubspot-client.ts';
import { aHubspotWithRecords } from '../support/hubspot-records.ts';
import { aChange, accountIds, acme, later, noon, someSettings } from '../support/records.ts';

let opened: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  opened = await aDatabase();
});
beforeEach(() => empty(opened.db));
afterAll(() => opened[Symbol.asyncDispose]());

function aSync() {
  const dirty = createDirtyStore(opened.db);
  const records = createRecordStore(opened.db);
  const assessments = createAssessmentStore(opened.db);
  let clock = noon;
  const deps = {
    recordApi: createRecordApi(aHubspotClient()),
    records,
    dirty,
    families: createFamilyStore(opened.db),
    surveys: createSurveyStore(opened.db),
    manualInputs: createManualInputStore(opened.db),
    trails: createAccountTrailStore(opened.db),
    situations: createSituationStore(opened.db),
    engagements: createEngagementStore(opened.db),
    evidenceApi: createEvidenceApi(aHubspotClient(), async () => ({ names: [] })),
    settings: createSettingStore(opened.db, someSettings),
    now: () => clock,
    log: createLog('silent'),
  };
  return {
    dirty,
    records,
    mark: (...changes: Parameters<typeof aChange>[0][]) =>
      dirty.mark(acme, changes.map(aChange), clock),
    read: (pressure: Pressure = 'calm') => readChangedRecords(deps, acme, pressure),
    wait(ms: number) {
      clock = later(ms);
    },
    /** The accounts to score, which are then scored. */
    async toScore() {
      const due = await assessments.listDirty(acme, 1_000);
      await assessments.finishScoring(acme, [], due, clock);
      return due.map(({ id }) => id);
    },
    accountOf: async (id: string) => (await records.findAccountsOf(acme, 'deal', [id])).get(id),
  };
}

const dealChange = (objectId: string) => ({ objectType: 'deal' as const, objectId });

describe('reading changed records', () => {
  it('reads each kind in batches of a hundred, and the links of what is new', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    for (let n = 1; n <= 250; n += 1) hubspot.has('deals', String(n), { amount: '1' }, '7');
    hubspot.has('companies', '7', { name: 'Acme' });
    const deals = Array.from({ length: 250 }, (_, n) => ({
      objectType: 'deal' as const,
      objectId: String(n + 1),
    }));
    await sync.mark(...deals, { objectId: '7' });

    const handled = await sync.read();

    expect(handled).toBe(251);
    expect(hubspot.callsTo('deals/batch/read').map((ids) => ids.length)).toEqual([100, 100, 50]);
    expect(hubspot.callsTo('deals/companies/batch/read').map((ids) => ids.length)).toEqual([250]);
    expect(await sync.toScore()).toEqual(['7']);
    expect(await sync.dirty.count(acme)).toBe(0);
    const [account] = await sync.records.findAccounts(acme, accountIds(7));
    expect([account?.company.name, account?.deals.length]).toEqual(['Acme', 250]);
  });

  it('lets a call fill up while changes come thick, but not for long', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    const deals = Array.from({ length: 130 }, (_, n) => dealChange(String(n + 1)));
    for (const { objectId } of deals) hubspot.has('deals', objectId, { amount: '1' });
    await sync.mark(...deals);

    expect(await sync.read('busy')).toBe(100);
    expect(await sync.read('busy')).toBe(0);
    sync.wait(1_500);
    expect(await sync.read('busy')).toBe(30);
  });

  it.each([
    ['of a company', '7'],
    ['without one', undefined],
  ])('asks for the links of a known deal %s only when they changed', async (_, company) => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    const deal = { objectType: 'deal', objectId: '1' } as const;
    hubspot.has('deals', '1', { amount: '1' }, company);
    await sync.mark(deal);
    await sync.read();

    await sync.mark(deal);
    await sync.read();
    const afterChange = hubspot.callsTo('deals/companies/batch/read').length;
    hubspot.has('deals', '1', { amount: '1' }, '7');
    await sync.mark({ ...deal, links: 'changed' });
    await sync.read();

    expect(afterChange).toBe(1);
    expect(hubspot.callsTo('deals/companies/batch/read')).toHaveLength(2);
    expect(await sync.accountOf('1')).toBe('7');
  });

  it('scores both accounts when a deal moves from one to the other', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('deals', '1', {}, '7');
    await sync.mark({ objectType: 'deal', objectId: '1' });
    await sync.read();
    await sync.toScore();

    hubspot.has('deals', '1', {}, '8');
    await sync.mark({ objectType: 'deal', objectId: '1', links: 'changed' });
    await sync.read();

    expect(await sync.toScore()).toEqual(['7', '8']);
    expect(await sync.accountOf('1')).toBe('8');
  });

  it('has accounts planned again at once that ask for something', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    const has = (id: string, hs_ticket_category: string, opened = noon) => {
      const createdate = opened.toISOString();
      hubspot.has('tickets', id, { hs_ticket_category, createdate }, id);
      hubspot.has('companies', id, { name: 'Acme' });
    };
    has('1', 'GENERAL_INQUIRY');
    has('2', 'BILLING_ISSUE');
    has('3', 'GENERAL_INQUIRY', later(-30 * 86_400_000));
    const objectType = 'ticket' as const;
    await sync.mark(...['1', '2', '3'].map((objectId) => ({ objectType, objectId })));

    await sync.read();

    const due = await createPlanStore(opened.db).listDue(acme, 10);
    expect(due.map(({ accountId }) => accountId)).toEqual(['1']);
  });

  it('scores the account that a deleted deal belonged to', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('deals', '1', {}, '7');
    await sync.mark({ objectType: 'deal', objectId: '1' });
    await sync.read();
    await sync.toScore();

    hubspot.lost('deals', '1');
    await sync.mark({ objectType: 'deal', objectId: '1' });
    await sync.read();

    expect(await sync.toScore()).toEqual(['7']);
    expect(await sync.accountOf('1')).toBeUndefined();
  });

  it('follows the deals of a company that was merged into another', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('companies', '7');
    hubspot.has('companies', '8');
    hubspot.has('deals', '1', {}, '7');
    await sync.mark({ objectId: '7' }, { objectId: '8' }, { objectType: 'deal', objectId: '1' });
    await sync.read();
    await sync.toScore();

    hubspot.lost('companies', '7');
    hubspot.lost('companies', '8');
    hubspot.has('companies', '9');
    hubspot.has('deals', '1', {}, '9');
    await sync.mark({ objectId: '7' }, { objectId: '8' }, { objectId: '9' });
    await sync.read();
    await sync.read();

    expect(await sync.accountOf('1')).toBe('9');
    expect(await sync.records.countRecords(acme)).toMatchObject({ company: 1, deal: 1 });
    expect(await sync.toScore()).toContain('9');
    expect(await sync.dirty.count(acme)).toBe(0);
  });

  describe('of companies that were merged', () => {
    const run = { strategy: 'core', startedOn: 20_000, endedOn: null, outcome: null } as const;
    const [seven = accountId('7'), nine = accountId('9')] = accountIds(7, 9);

    async function merged(hubspot: ReturnType<typeof aHubspotWithRecords>) {
      const sync = aSync();
      hubspot.has('companies', '7');
      hubspot.has('companies', '8');
      await sync.mark({ objectId: '7' }, { objectId: '8' });
      await sync.read();
      const runs = createRunStore(opened.db);
      await runs.save(acme, [{ ...run, accountId: seven }]);
      hubspot.lost('companies', '7');
      hubspot.lost('companies', '8');
      hubspot.has('companies', '9', { hs_merged_object_ids: '7;8' });
      return { ...sync, runs };
    }

    it.each([
      ['in one event', [['7', '8', '9']]],
      ['by a search that finds only the new one', [['9']]],
      ['by a comparison that misses the former ones before', [['7', '8'], ['9']]],
      ['by a comparison that misses the former ones after', [['9'], ['7', '8']]],
    ])('gives what strategies left to the one they became, told %s', async (_, told) => {
      using hubspot = aHubspotWithRecords();
      const sync = await merged(hubspot);

      for (const ids of told) {
        await sync.mark(...ids.map((objectId) => ({ objectId })));
        await sync.read();
      }

      expect(await sync.runs.listOf(acme, [seven, nine])).toEqual(new Map([[nine, [run]]]));
      expect(await sync.records.countRecords(acme)).toMatchObject({ company: 1 });
      const due = await createPlanStore(opened.db).listDue(acme, 9);
      expect(due.map(({ accountId: id }) => id)).toEqual([seven, nine]);
    });

    it('leaves a company alone that HubSpot still has', async () => {
      using hubspot = aHubspotWithRecords();
      const sync = await merged(hubspot);
      hubspot.has('companies', '7');

      await sync.mark({ objectId: '9' });
      await sync.read();

      expect(await sync.runs.listOf(acme, [seven, nine])).toEqual(new Map([[seven, [run]]]));
      expect(await sync.records.countRecords(acme)).toMatchObject({ company: 2 });
    });
  });

  it('finds the deals of a company again that was deleted and comes back', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('companies', '7');
    hubspot.has('deals', '1', {}, '7');
    hubspot.has('deals', '2', {}, '7');
    await sync.mark({ objectId: '7' }, ...['1', '2'].map((id) => dealChange(id)));
    await sync.read();

    hubspot.lost('companies', '7');
    for (const id of ['1', '2']) hubspot.has('deals', id, {});
    await sync.mark({ objectId: '7' });
    await sync.read();
    await sync.read();
    const between = await sync.records.findAccounts(acme, accountIds(7));
    hubspot.has('companies', '7');
    for (const id of ['1', '2']) hubspot.has('deals', id, {}, '7');
    await sync.toScore();
    await sync.mark({ objectId: '7', links: 'changed' });
    await sync.read();
    await sync.read();

    expect(between).toEqual([]);
    const [account] = await sync.records.findAccounts(acme, accountIds(7));
    expect(account?.deals.map(({ id }) => id).sort()).toEqual(['1', '2']);
    expect(await sync.toScore()).toContain('7');
  });

  it('forgets the company of a deal that was taken from it', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('companies', '7');
    hubspot.has('deals', '1', {}, '7');
    await sync.mark({ objectId: '7' }, dealChange('1'));
    await sync.read();

    hubspot.has('deals', '1', {});
    await sync.mark({ ...dealChange('1'), links: 'changed' });
    await sync.read();

    expect(await sync.accountOf('1')).toBeNull();
    expect(await sync.toScore()).toEqual(['7']);
  });

  it('keeps a record marked that changes while it is read', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('companies', '7', { name: 'old' });
    await sync.mark({ objectId: '7' });
    hubspot.duringRead(async () => {
      await sync.mark({ objectId: '7' });
    });

    await sync.read();
    const left = await sync.dirty.count(acme);
    hubspot.has('companies', '7', { name: 'new' });
    await sync.read();

    expect(left).toBe(1);
    expect(await sync.dirty.count(acme)).toBe(0);
    const [account] = await sync.records.findAccounts(acme, accountIds(7));
    expect(account?.company.name).toBe('new');
  });

  it('asks again later for what could not be read, longer with every try', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('companies', '7');
    hubspot.fails((path) => (path.includes('companies') ? [403, {}] : undefined));
    await sync.mark({ objectId: '7' });

    await sync.read();
    sync.wait(1_999);
    const early = await sync.read();
    sync.wait(2_000);
    await sync.read();
    sync.wait(5_999);
    const stillEarly = await sync.read();
    hubspot.works();
    sync.wait(6_000);
    const last = await sync.read();

    expect([early, stillEarly, last]).toEqual([0, 0, 1]);
    expect(hubspot.calls).toHaveLength(3);
    expect(await sync.dirty.count(acme)).toBe(0);
  });

  it('reads the other kinds when one cannot be read', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('companies', '7');
    hubspot.has('tickets', '21', {}, '7');
    hubspot.fails((path) => (path.includes('tickets') ? [403, {}] : undefined));
    await sync.mark({ objectId: '7' }, { objectType: 'ticket', objectId: '21' });

    await sync.read();

    expect(await sync.records.countRecords(acme)).toMatchObject({ company: 1, ticket: 0 });
    expect(await sync.dirty.count(acme)).toBe(1);
  });

  it('reads all other records of a batch that HubSpot refuses for one of them', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    for (let n = 1; n <= 100; n += 1) hubspot.has('companies', String(n));
    hubspot.fails((_, ids) => (ids.includes('42') ? [400, { message: 'odd id' }] : undefined));
    await sync.mark(...Array.from({ length: 100 }, (_, n) => ({ objectId: String(n + 1) })));

    await sync.read();

    expect(await sync.records.countRecords(acme)).toMatchObject({ company: 99 });
    expect(await sync.dirty.listDue(acme, 'company', 9, later(2_000))).toMatchObject([
      { id: '42', attempts: 1 },
    ]);
    expect(hubspot.calls.length).toBeLessThanOrEqual(15);
  });

  it('leaves everything marked when the portal has to be connected again', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.fails(() => [401, {}]);
    await sync.mark({ objectId: '7' });

    await expect(sync.read()).rejects.toMatchObject({ reaction: 'reconnect' });

    expect(await sync.dirty.listDue(acme, 'company', 9, noon)).toMatchObject([{ attempts: 0 }]);
  });

  it('leaves everything marked when the day has no calls left', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('deals', '1', {}, '7');
    const daily = { policyName: 'DAILY' };
    hubspot.fails((path) => (path.includes('companies/batch') ? [429, daily] : undefined));
    await sync.mark({ objectId: '7' }, { objectType: 'deal', objectId: '1' });

    await expect(sync.read()).rejects.toMatchObject({ reaction: 'retry-later' });

    expect(await sync.dirty.listDue(acme, 'company', 9, noon)).toMatchObject([{ attempts: 0 }]);
  });

  it('gives deals without a company none', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('deals', '1', {});
    await sync.mark({ objectType: 'deal', objectId: '1' });

    await sync.read();

    expect(await sync.accountOf('1')).toBeNull();
    expect(await sync.toScore()).toEqual([]);
  });

  it('takes the primary company before any other', async () => {
    using hubspot = aHubspotWithRecords();
    const sync = aSync();
    hubspot.has('deals', '1', {});
    const link = (toObjectId: number, ...typeIds: number[]) => ({
      toObjectId,
      associationTypes: typeIds.map((typeId) => ({ category: 'HUBSPOT_DEFINED', typeId })),
    });
    hubspot.fails((path) =>
      path.includes('associations')
        ? [200, { results: [{ from: { id: '1' }, to: [link(7, 341), link(8, 341, 5)] }] }]
        : undefined,
    );
    await sync.mark({ objectType: 'deal', objectId: '1' });

    await sync.read();

    expect(await sync.accountOf('1')).toBe(accountId('8'));
  });
});
