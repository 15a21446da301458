import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { createManualInputStore } from '../../src/assessment/manual-input-store.ts';
import { createSettingStore } from '../../src/install/setting-store.ts';
import { accountId } from '../../src/model/ids.ts';
import type { ManualInput } from '../../src/model/manual-input.ts';
import { createContactStore } from '../../src/sync/contact-store.ts';
import { createDirtyStore } from '../../src/sync/dirty-store.ts';
import { createEngagementStore } from '../../src/sync/engagement-store.ts';
import { createFamilyStore } from '../../src/sync/family-store.ts';
import { createIndustryStore } from '../../src/sync/industry-store.ts';
import { createProductStore } from '../../src/sync/product-store.ts';
import { createRateStore } from '../../src/sync/rate-store.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { createSourceStore, type SourceCheckpoint } from '../../src/sync/source-store.ts';
import { createSurveyStore } from '../../src/sync/survey-store.ts';
import { empty } from '../support/database.ts';
import { anEngagement, aRole, aSurvey } from '../support/evidence-records.ts';
import {
  aChange,
  aCompany,
  accountIds,
  acme,
  aDealRecord,
  globex,
  noon,
  someSettings,
} from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const company = accountId('1');
const other = accountId('2');

/** What the stores of evidence promise, whatever engine is below them. */
export function describeEvidenceStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  describe('industries of portals', () => {
    it('are called as the portal did at the last reading, each by itself', async () => {
      const industries = createIndustryStore(opened.db);
      const read = { property: 'branch', names: new Map([['b1', 'Vineyards']]), readAt: 1 };

      await industries.save(acme, read);
      await industries.save(acme, { ...read, names: new Map([['b1', '葡萄酒庄']]), readAt: 2 });

      expect(await industries.find(acme)).toEqual({
        property: 'branch',
        names: new Map([['b1', '葡萄酒庄']]),
        readAt: 2,
      });
      expect([...(await industries.namesOf(globex))]).toEqual([]);
    });
  });

  describe('settings of portals', () => {
    it('are the defaults until an admin sets something, and keep to their portal', async () => {
      const settings = createSettingStore(opened.db, someSettings);

      await settings.save(acme, { ...someSettings, renewalProperty: 'contract_end' });

      expect(await settings.read(acme)).toMatchObject({ renewalProperty: 'contract_end' });
      expect(await settings.read(globex)).toEqual(someSettings);
    });

    it('follow better defaults where the admin set nothing', async () => {
      const before = createSettingStore(opened.db, someSettings);
      await before.save(acme, { ...someSettings, rollUp: 'both' });

      const after = createSettingStore(opened.db, {
        ...someSettings,
        complaintCategories: ['claim'],
      });

      expect(await after.read(acme)).toMatchObject({
        rollUp: 'both',
        complaintCategories: ['claim'],
      });
    });
  });

  describe('roles of contacts', () => {
    const batch = { contactIds: ['31'], roles: [aRole()], readAt: 100 };

    it('are replaced by what a later read found, and name the accounts that changed', async () => {
      const contacts = createContactStore(opened.db);
      await contacts.replace(acme, batch);

      const moved = [aRole({ accountId: other, roles: ['champion'] })];
      const changed = await contacts.replace(acme, { ...batch, roles: moved, readAt: 200 });

      expect(changed.toSorted()).toEqual([company, other]);
      expect(await contacts.listOf(acme, [company])).toEqual([]);
      expect(await contacts.listOf(acme, [other])).toEqual(moved);
      expect(await contacts.listOf(globex, [other])).toEqual([]);
    });

    it('are not overwritten by an older read', async () => {
      const contacts = createContactStore(opened.db);
      await contacts.replace(acme, { ...batch, readAt: 200 });

      const changed = await contacts.replace(acme, { ...batch, roles: [], readAt: 100 });

      expect(changed).toEqual([]);
      expect(await contacts.listOf(acme, [company])).toHaveLength(1);
    });

    it('are gone with the contact, also from a read that began before', async () => {
      const contacts = createContactStore(opened.db);
      const surveys = createSurveyStore(opened.db);
      await contacts.replace(acme, batch);
      await surveys.save(acme, [aSurvey({ contactId: '31', accountId: other })], 100);

      const accounts = await contacts.erase(acme, ['31', '31'], 300);
      await contacts.replace(acme, { ...batch, readAt: 250 });
      await surveys.save(acme, [aSurvey({ contactId: '31' })], 400);

      expect(accounts.toSorted()).toEqual([company, other]);
      expect(await contacts.hasAny(acme)).toBe(false);
      expect(await surveys.hasAny(acme)).toBe(false);
      expect(await contacts.erase(acme, ['31'], 500)).toEqual([]);
    });

    it('are known again of a contact that came back', async () => {
      const contacts = createContactStore(opened.db);
      await contacts.erase(acme, ['31'], 300);

      await contacts.replace(acme, { ...batch, readAt: 301 });

      expect(await contacts.hasAny(acme)).toBe(true);
    });
  });

  describe('what people told', () => {
    const input: ManualInput = {
      id: 'input-1',
      kind: 'decision_role',
      value: 'kdm',
      subject: '31',
      person: { maskedName: 'E*** F***', jobTitle: null },
      note: null,
      authorId: 7,
      enteredAt: 100,
      enteredOn: 20,
      expiresOn: 385,
    };

    it('is the latest word of each kind and subject, without what was taken back', async () => {
      const inputs = createManualInputStore(opened.db);
      const told = [
        input,
        { ...input, id: 'input-2', subject: '32' },
        { ...input, id: 'input-3', subject: '32', value: null, enteredAt: 200 },
        { ...input, id: 'input-4', kind: 'tier', value: 'high', subject: null, person: null },
      ] satisfies ManualInput[];
      for (const each of told) await inputs.add(acme, company, each);

      const current = await inputs.listCurrent(acme, [company]);

      expect(await inputs.add(acme, company, input)).toBe(false);
      expect(current.get(company)).toEqual([input, told[3]]);
      expect(await inputs.tierDays(acme, company)).toEqual([20]);
      expect(await inputs.tierDays(globex, company)).toEqual([]);
    });

    it('of a contact is gone with the contact', async () => {
      const inputs = createManualInputStore(opened.db);
      await inputs.add(acme, company, input);

      const accounts = await createContactStore(opened.db).erase(acme, ['31'], 300);

      expect(accounts).toEqual([company]);
      expect(await inputs.listCurrent(acme, [company])).toEqual(new Map());
    });
  });

  describe('answers to surveys', () => {
    it('are saved once, and not overwritten by an older read', async () => {
      const surveys = createSurveyStore(opened.db);

      await surveys.save(acme, [aSurvey({ value: 3 })], 200);
      await surveys.save(acme, [aSurvey({ value: 9 })], 100);

      expect(await surveys.listOf(acme, [company])).toEqual([aSurvey({ value: 3 })]);
      expect(await surveys.listOf(globex, [company])).toEqual([]);
    });
  });

  describe('evidence of companies that are gone', () => {
    it('is found to be linked anew', async () => {
      const surveys = createSurveyStore(opened.db);
      const engagements = createEngagementStore(opened.db);
      const there = aCompany({ id: company });
      await createRecordStore(opened.db).save(acme, {
        type: 'company',
        records: [there],
        readAt: 1,
      });
      const [kept, lost] = [aSurvey(), aSurvey({ id: '72', accountId: other })];
      const mail = anEngagement({ accountId: other });
      await surveys.save(acme, [kept, lost], 1);
      await engagements.save(acme, [anEngagement(), mail]);

      expect(await surveys.listLost(acme, 10)).toEqual([lost]);
      expect(await engagements.listLost(acme, 'email', 10)).toEqual([mail]);
      expect(await engagements.listLost(acme, 'call', 10)).toEqual([]);

      await surveys.remove(acme, ['72']);
      await engagements.remove(acme, [mail]);
      expect(await surveys.listLost(acme, 10)).toEqual([]);
      expect(await engagements.listLost(acme, 'email', 10)).toEqual([]);
      expect(await engagements.listOf(acme, [company])).toHaveLength(1);
    });
  });

  describe('calls and e-mails', () => {
    it('are saved once for each company, and forgotten when they are old', async () => {
      const engagements = createEngagementStore(opened.db);
      const old = anEngagement({ happenedAt: 100, channel: 'call', isAnswered: true });
      const recent = anEngagement({ happenedAt: 200, threadId: 't' });
      await engagements.save(acme, [old, recent, { ...recent, accountId: other }]);
      await engagements.save(acme, [old, recent]);
      expect(await engagements.listOf(acme, [company])).toHaveLength(2);

      await engagements.removeBefore(acme, 200);

      expect(await engagements.listOf(acme, [company])).toEqual([recent]);
      expect(await engagements.listOf(acme, [other])).toHaveLength(1);
      expect(await engagements.hasAny(globex)).toBe(false);
    });

    it('are more than one statement can hold', async () => {
      const engagements = createEngagementStore(opened.db);

      await engagements.save(
        acme,
        Array.from({ length: 1_201 }, () => anEngagement()),
      );

      expect(await engagements.listOf(acme, [company])).toHaveLength(1_201);
    });
  });

  describe('exchange rates', () => {
    it('are those of the last read only', async () => {
      const rates = createRateStore(opened.db);
      const dollar = { currency: 'USD', rate: 0.9, effectiveAt: 100 };
      await rates.replace(acme, [dollar, { ...dollar, currency: 'GBP' }]);

      await rates.replace(acme, [{ ...dollar, rate: 0.95 }]);

      expect(await rates.list(acme)).toEqual([{ ...dollar, rate: 0.95 }]);
      expect(await rates.list(globex)).toEqual([]);
    });

    it.each([
      ['a foreign amount that HubSpot did not convert', { currency: 'USD' }, true],
      ['an amount in the portal’s currency', { currency: 'EUR' }, false],
      ['no amount', { currency: 'USD', amount: null }, false],
      ['an amount that HubSpot converted', { currency: 'USD', amountInPortalCurrency: 9 }, false],
    ])('are needed for %s: %#', async (_what, difference, isNeeded) => {
      const deal = aDealRecord({ amountInPortalCurrency: null, ...difference });
      await createRecordStore(opened.db).save(acme, { type: 'deal', records: [deal], readAt: 1 });

      expect(await createRateStore(opened.db).isNeeded(acme, 'EUR')).toBe(isNeeded);
      expect(await createRateStore(opened.db).isNeeded(globex, 'EUR')).toBe(false);
    });
  });

  describe('products of deals', () => {
    async function dealsOf(...deals: Parameters<typeof aDealRecord>[0][]) {
      const records = deals.map((deal) => aDealRecord({ accountId: company, ...deal }));
      await createRecordStore(opened.db).save(acme, { type: 'deal', records, readAt: 1 });
      return createProductStore(opened.db);
    }

    it('are those of the latest read, and none where it found none', async () => {
      const products = await dealsOf({ id: '1' }, { id: '2' });
      expect(await products.hasAny(acme)).toBe(false);
      const sold = (dealId: string, ...families: string[]) => ({ dealId, families });

      await products.save(acme, [sold('1', 'Pumps'), sold('2', 'Filters')], 20);
      await products.save(acme, [sold('1', 'Older'), sold('2')], 10);
      expect(await products.listOf(acme, [company])).toEqual([
        sold('1', 'Pumps'),
        sold('2', 'Filters'),
      ]);

      await products.save(acme, [sold('1', 'Newer'), sold('2')], 30);
      expect(await products.listOf(acme, [company])).toEqual([sold('1', 'Newer')]);
      expect(await products.listOf(globex, [company])).toEqual([]);
      expect(await products.hasAny(acme)).toBe(true);
      expect(await products.accountsOf(acme, ['1', '2', '9'])).toEqual([company]);
    });

    it('are held beside what is kept, to find the deals that sold something else', async () => {
      const products = await dealsOf({ id: '1' }, { id: '2' }, { id: '3' }, { id: '4' });
      const sold = (dealId: string, ...families: string[]) => ({ dealId, families });
      await products.save(acme, [sold('1', 'Pumps'), sold('2', 'Pumps'), sold('3', 'Pumps')], 1);

      const read = [sold('1', 'Pumps'), sold('2', 'Filters', 'Pumps'), sold('3'), sold('4')];

      expect(await products.differing(acme, read)).toEqual(['2', '3']);
      expect(await products.differing(globex, [sold('1', 'Pumps')])).toEqual(['1']);
    });

    it('are asked of won deals in the order of their numbers', async () => {
      const products = await dealsOf(
        { id: '10', status: 'won' },
        { id: '9', status: 'won' },
        { id: '11', status: 'lost' },
        { id: '12', status: 'open', stage: 'signed' },
        { id: '13', status: 'won', stage: 'other' },
      );

      const page = { after: null, limit: 2 };
      expect(await products.listWonDeals(acme, null, page)).toEqual(['9', '10']);
      expect(await products.listWonDeals(acme, null, { ...page, after: '10' })).toEqual(['13']);
      expect(await products.listWonDeals(acme, ['signed'], { ...page, after: '10' })).toEqual([
        '12',
      ]);
      expect(await products.wonAmong(acme, null, ['10', '11', '12'])).toEqual(['10']);
    });
  });

  describe('sources of evidence', () => {
    const checkpoint: SourceCheckpoint = {
      source: 'survey',
      state: 'read',
      cursor: '200',
      since: 5,
      startedAt: 6,
      done: 200,
      readAt: null,
      dueAt: 7,
      attempts: 1,
      problem: 'why',
      mapped: null,
    };

    it('are found where they stopped', async () => {
      const sources = createSourceStore(opened.db);

      await sources.save(acme, { ...checkpoint, cursor: '100' });
      await sources.save(acme, checkpoint);

      expect(await sources.list(acme)).toEqual([checkpoint]);
      expect(await sources.list(globex)).toEqual([]);
    });

    it('are read whole again after a restart', async () => {
      const sources = createSourceStore(opened.db);
      await sources.save(acme, checkpoint);

      await sources.restart(acme);

      expect(await sources.list(acme)).toMatchObject([{ cursor: null, since: null, dueAt: 0 }]);
    });
  });

  describe('families of companies', () => {
    async function familyOf(...pairs: [child: string, parent: string | null][]) {
      const records = pairs.map(([id, parent]) =>
        aCompany({ id: accountId(id), parentId: parent === null ? null : accountId(parent) }),
      );
      await createRecordStore(opened.db).save(acme, { type: 'company', records, readAt: 1 });
      return createFamilyStore(opened.db);
    }

    it('are followed down and up, within the portal', async () => {
      const families = await familyOf(['1', null], ['2', '1'], ['3', '2'], ['4', '1']);

      const down = await families.childrenBelow(acme, accountIds('1'));
      expect(down.get(company)?.toSorted()).toEqual(accountIds('2', '4'));
      expect(down.get(other)).toEqual(accountIds('3'));
      expect([...(await families.parentsAbove(acme, accountIds('3', '4')))].toSorted()).toEqual([
        accountIds('2', '1'),
        accountIds('3', '2'),
        accountIds('4', '1'),
      ]);
      expect(await families.childrenBelow(globex, accountIds('1'))).toEqual(new Map());
    });

    it('end where companies are above themselves or the parent is not there', async () => {
      const families = await familyOf(['1', '2'], ['2', '3'], ['3', '1'], ['4', '99']);

      expect((await families.childrenBelow(acme, accountIds('1', '2'))).size).toBe(3);
      expect((await families.parentsAbove(acme, accountIds('1'))).size).toBe(3);
      expect(await families.parentsAbove(acme, accountIds('4'))).toEqual(new Map());
    });
  });

  describe('accounts whose evidence changed', () => {
    it('are marked once, however often they are named, what just happened first, and none that is gone', async () => {
      const dirty = createDirtyStore(opened.db);
      const records = [company, other].map((id) => aCompany({ id }));
      await createRecordStore(opened.db).save(acme, { type: 'company', records, readAt: 1 });

      await dirty.markAccounts(acme, accountIds('1', '1', '2', 'gone'), 'nightly', noon);
      await dirty.markAccounts(acme, accountIds('2'), 'webhook', noon);

      const marked = await createAssessmentStore(opened.db).listDirty(acme, 10);
      expect(marked.map(({ id, seq }) => [id, seq])).toEqual([
        [other, 2],
        [company, 1],
      ]);
    });

    it('stay marked as contacts when they change again during the read', async () => {
      const dirty = createDirtyStore(opened.db);
      const changes = ['31', '32'].map((objectId) => aChange({ objectType: 'contact', objectId }));
      await dirty.mark(acme, changes, noon);
      const asked = await dirty.listDue(acme, 'contact', 10, noon);
      await dirty.mark(acme, changes.slice(0, 1), noon);

      await dirty.forget(acme, 'contact', asked);

      const left = await dirty.listDue(acme, 'contact', 10, noon);
      expect(left.map(({ id }) => id)).toEqual(['31']);
    });
  });
}
