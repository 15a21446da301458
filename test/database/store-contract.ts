import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { createFrameStore } from '../../src/assessment/frame-store.ts';
import { markAccounts } from '../../src/database/mark-accounts.ts';
import type { Database } from '../../src/database/schema.ts';
import { createCallBudgetStore } from '../../src/install/call-budget-store.ts';
import { createPortalStore } from '../../src/install/portal-store.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { createJournalStore } from '../../src/intake/journal-store.ts';
import type { Assessment } from '../../src/model/assessment.ts';
import { type AccountId, accountId, type PortalId } from '../../src/model/ids.ts';
import type { DealRecord, ObjectType } from '../../src/model/record.ts';
import type { DirtyRecord } from '../../src/model/record-change.ts';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { createQualityStore } from '../../src/settings/quality-store.ts';
import { type Checkpoint, createBackfillStore } from '../../src/sync/backfill-store.ts';
import { createDirtyStore } from '../../src/sync/dirty-store.ts';
import { createListStore } from '../../src/sync/list-store.ts';
import { createRecordStore, type FinishedReading } from '../../src/sync/record-store.ts';
import { createOutboxStore } from '../../src/writeback/outbox-store.ts';
import { empty } from '../support/database.ts';
import { aFrameOf, anAccount, on } from '../support/evidence.ts';
import {
  aChange,
  aCompany,
  accountIds,
  acme,
  aDealRecord,
  aPortal,
  aTicketRecord,
  globex,
  later,
  noon,
  sealedTokens,
} from '../support/records.ts';

export type OpenDatabase = () => Promise<{ db: Database } & AsyncDisposable>;

/** What every store promises, whatever engine is below it. Every test begins with empty tables. */
export function describeStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  function openStores() {
    const { db } = opened;
    return {
      db,
      portals: createPortalStore(db),
      budgets: createCallBudgetStore(db),
      inbox: createInboxStore(db),
      dirty: createDirtyStore(db),
      records: createRecordStore(db),
      backfills: createBackfillStore(db),
      frames: createFrameStore(db, defaultPolicy),
      assessments: createAssessmentStore(db),
      outbox: createOutboxStore(db),
    };
  }
  type Stores = ReturnType<typeof openStores>;

  /** Marks records, says they were read as of now, and hands back what was asked. */
  async function markedRecords(
    { dirty }: Stores,
    portalId: PortalId,
    type: 'company' | 'deal' | 'ticket',
    ...ids: string[]
  ): Promise<DirtyRecord[]> {
    const changes = ids.map((objectId) => aChange({ portalId, objectType: type, objectId }));
    await dirty.mark(portalId, changes, noon);
    return dirty.listDue(portalId, type, 1_000, noon);
  }

  async function saveCheckpoint(
    { backfills }: Stores,
    portalId: PortalId,
    type: ObjectType,
    progress: Partial<Checkpoint>,
  ): Promise<void> {
    const checkpoints = await backfills.list(portalId);
    const known = checkpoints.find(({ objectType }) => objectType === type);
    if (!known) throw new Error('the first read was begun');
    await backfills.save(portalId, { ...known, ...progress });
  }

  async function scored({ assessments }: Stores, portalId: PortalId, ...ids: AccountId[]) {
    const due = await assessments.listDirty(portalId, 1_000);
    const done = due
      .filter(({ id }) => ids.includes(id))
      .map((dirty) => ({
        dirty,
        assessment: anAssessment(dirty.id),
        standing: null,
        differs: true,
      }));
    await assessments.finishScoring(portalId, done, [], noon);
  }

  describe('inbox', () => {
    it('lists posts in the order they came, however they were stored', async () => {
      const stores = openStores();
      const { inbox } = stores;

      await Promise.all(
        ['c', 'a', 'd', 'b'].map((id, position) =>
          inbox.add(acme, { id, receivedAt: position, body: `["${id}"]` }),
        ),
      );

      expect(await inbox.list(acme, 3)).toEqual([
        { id: 'a', receivedAt: 1, body: '["a"]' },
        { id: 'b', receivedAt: 3, body: '["b"]' },
        { id: 'c', receivedAt: 0, body: '["c"]' },
      ]);
      expect(await inbox.count(acme)).toBe(4);
    });

    it('keeps any text that JSON can carry', async () => {
      const stores = openStores();
      const body = JSON.stringify([{ name: "名称 'quoted' \u0001 \\u0000 €🙂" }]);

      await stores.inbox.add(acme, { id: 'a', receivedAt: 1, body });

      expect((await stores.inbox.list(acme, 1))[0]?.body).toBe(body);
    });
  });

  describe('the journal', () => {
    it('is read once, whichever of several processes is first', async () => {
      const { db, inbox } = openStores();
      const journal = createJournalStore(db, '1');
      const file = (offset: string, id: string) => ({
        before: null,
        offset,
        posts: [{ portalId: acme, id, body: '[]' }],
        events: 1,
      });
      await Promise.all([journal.begin(), journal.begin()]);

      const kept = await Promise.all([
        journal.keep(file('a', 'p1'), noon),
        journal.keep(file('a', 'p2'), noon),
        journal.keep(file('a', 'p3'), noon),
      ]);

      expect(kept.filter(Boolean)).toHaveLength(1);
      expect(await inbox.count(acme)).toBe(1);
      expect(await journal.findOffset()).toBe('a');
    });

    it('goes no further than what is in the inbox', async () => {
      const { db, inbox } = openStores();
      const journal = createJournalStore(db, '1');
      const post = { portalId: acme, id: 'p1', body: '[]' };
      await journal.begin();

      const failing = journal.keep(
        { before: null, offset: 'a', posts: [post, post], events: 2 },
        noon,
      );

      await expect(failing).rejects.toThrow();
      expect([await inbox.count(acme), await journal.findOffset()]).toEqual([0, null]);
    });

    it('is read from its beginning where what was read last is gone', async () => {
      const { db } = openStores();
      const journal = createJournalStore(db, '1');
      await journal.begin();
      await journal.keep({ before: null, offset: 'a', posts: [], events: 0 }, noon);

      await journal.startAgain();

      expect(await journal.findOffset()).toBeNull();
    });
  });

  describe('dirty records', () => {
    it('keeps one row a record, with the earliest change and the newest due time', async () => {
      const stores = openStores();
      const { dirty } = stores;
      const change = aChange({ occurredAt: 1_000 });

      await dirty.mark(acme, [change], noon);
      await dirty.mark(acme, [{ ...change, occurredAt: 2_000 }], later(5));

      expect(await dirty.listDue(acme, 'company', 9, noon)).toEqual([]);
      expect(await dirty.listDue(acme, 'company', 9, later(5))).toEqual([
        { id: '1', seq: 2, linksChanged: false, changedAt: 1_000, attempts: 0, posts: [] },
      ]);
    });

    it('remembers which posts told of a record, as many as help to follow one', async () => {
      const { dirty } = openStores();
      const told = (...posts: string[]) => dirty.mark(acme, [aChange({ posts })], noon);
      const kept = async () => (await dirty.listDue(acme, 'company', 9, noon))[0]?.posts ?? [];
      const idOf = (number: number) => `0mwra5e2l${String(number).padStart(12, '0')}`;

      await dirty.mark(acme, [aChange()], noon);
      await told(idOf(1));
      await dirty.mark(acme, [aChange()], noon);
      await told(idOf(2), idOf(3));
      const few = await kept();
      for (let number = 4; number < 100; number += 1) await told(idOf(number));
      const many = await kept();

      expect(few).toEqual([idOf(1), idOf(2), idOf(3)]);
      expect(many.slice(0, 3)).toEqual(few);
      expect(many.length).toBeLessThan(17);
    });

    it('hands the posts on to the account, and from the account to what is to be written', async () => {
      const stores = openStores();
      const { dirty, assessments, outbox } = stores;
      await stores.portals.install(aPortal(), sealedTokens, noon);
      const account = accountId('1');
      await stores.records.save(acme, {
        type: 'company',
        records: [aCompany({ id: account })],
        readAt: 1,
      });

      await dirty.markTold(acme, [account], noon, new Map([[account, ['a']]]));
      await dirty.markTold(acme, [account], noon, new Map([[account, ['b']]]));
      const [due] = await assessments.listDirty(acme, 9);
      await scored(stores, acme, account);
      await dirty.markTold(acme, [account], noon, new Map([[account, ['c']]]));
      await scored(stores, acme, account);

      expect(due?.posts).toEqual(['a', 'b']);
      expect((await outbox.listDue(acme, 9, noon)).map(({ posts }) => posts)).toEqual([
        ['a', 'b', 'c'],
      ]);
    });

    it('remembers that links changed until the record was read', async () => {
      const stores = openStores();
      const { dirty } = stores;

      await dirty.mark(acme, [aChange({ links: 'changed' })], noon);
      await dirty.mark(acme, [aChange({ links: 'unchanged' })], noon);

      expect(await dirty.listDue(acme, 'company', 9, noon)).toMatchObject([{ linksChanged: true }]);
    });

    it('turns posts into marks and forgets the posts, both or neither', async () => {
      const stores = openStores();
      const { inbox, dirty } = stores;
      for (const id of ['a', 'b', 'c']) await inbox.add(acme, { id, receivedAt: 1, body: '[]' });

      await dirty.markFromInbox(acme, [aChange(), aChange({ objectId: '2' })], ['a', 'b'], noon);
      const broken = aChange({ objectId: null as unknown as string });
      const failing = dirty.markFromInbox(acme, [aChange({ objectId: '3' }), broken], ['c'], noon);

      await expect(failing).rejects.toThrow();
      expect((await inbox.list(acme, 9)).map(({ id }) => id)).toEqual(['c']);
      expect(await dirty.count(acme)).toBe(2);
    });

    it('forgets posts that mark nothing', async () => {
      const stores = openStores();
      await stores.inbox.add(acme, { id: 'a', receivedAt: 1, body: '[]' });

      await stores.dirty.markFromInbox(acme, [], ['a'], noon);

      expect(await stores.inbox.count(acme)).toBe(0);
    });

    it('marks more records in one go than a statement has room for', async () => {
      const stores = openStores();
      const changes = Array.from({ length: 5_000 }, (_, n) => aChange({ objectId: String(n) }));

      await stores.dirty.mark(acme, changes, noon);
      await stores.dirty.mark(acme, changes, noon);

      expect(await stores.dirty.count(acme)).toBe(5_000);
    });

    it('hands out the records that wait longest first', async () => {
      const stores = openStores();
      const { dirty } = stores;
      await dirty.mark(acme, [aChange({ objectId: '3' })], later(1));
      await dirty.mark(acme, [aChange({ objectId: '9' })], noon);
      await dirty.mark(acme, [aChange({ objectId: '1' })], later(2));

      const due = await dirty.listDue(acme, 'company', 2, later(9));

      expect(due.map(({ id }) => id)).toEqual(['9', '3']);
    });

    it('lets a record that cannot be read wait, and asks at once when it changes again', async () => {
      const stores = openStores();
      const { dirty } = stores;
      await dirty.mark(acme, [aChange(), aChange({ objectId: '2' })], noon);

      const until = later(60_000).getTime();
      await dirty.postpone(acme, 'company', ['1'], { until, reason: 'HubSpot is away' });
      const waiting = await dirty.listDue(acme, 'company', 9, later(59_999));
      const tried = await dirty.listDue(acme, 'company', 9, later(60_000));
      await dirty.mark(acme, [aChange()], later(5));
      const changed = await dirty.listDue(acme, 'company', 9, later(5));

      expect(waiting.map(({ id }) => id)).toEqual(['2']);
      expect(tried).toMatchObject([{ id: '2' }, { id: '1', attempts: 1 }]);
      expect(changed.find(({ id }) => id === '1')).toMatchObject({ attempts: 0, seq: 2 });
    });
  });

  describe('records', () => {
    it('gives back companies, deals and tickets as they were saved', async () => {
      const stores = openStores();
      const { records } = stores;
      const company = aCompany({
        domain: 'acme.test',
        industry: 'RETAIL',
        ownerId: '7',
        lifecycleStage: 'customer',
        country: 'DE',
        annualRevenue: 1_234_567.89,
        employees: 12,
        parentId: accountId('2'),
        lastContactAt: noon.getTime(),
      });
      const deal = aDealRecord({ amount: 0.1, isNewBusiness: false, stageProbability: 0.25 });
      const ticket = aTicketRecord({
        categories: ['complaint', 'other'],
        closedAt: 5,
        firstReplyMs: 6,
        resolutionMs: 7,
        hasRootCause: false,
      });

      await records.save(acme, { type: 'company', records: [company], readAt: 1 });
      await records.save(acme, { type: 'deal', records: [deal], readAt: 1 });
      await records.save(acme, { type: 'ticket', records: [ticket], readAt: 1 });

      expect(await records.findAccounts(acme, accountIds(1, 2))).toMatchObject([
        { company, deals: [deal], tickets: [ticket] },
      ]);
      expect(await records.countRecords(acme)).toEqual({ company: 1, deal: 1, ticket: 1 });
    });

    it('never lets an older read overwrite a newer one', async () => {
      const stores = openStores();
      const { records } = stores;
      const named = (name: string) => [aCompany({ name })];

      await records.save(acme, { type: 'company', records: named('new'), readAt: 20 });
      await records.save(acme, { type: 'company', records: named('old'), readAt: 10 });
      const kept = await records.findAccounts(acme, accountIds(1));
      await records.save(acme, { type: 'company', records: named('newest'), readAt: 20 });
      const replaced = await records.findAccounts(acme, accountIds(1));

      expect(kept[0]?.company.name).toBe('new');
      expect(replaced[0]?.company.name).toBe('newest');
    });

    it('takes what HubSpot changed later, though a clock that was set back says it was read before', async () => {
      const { records } = openStores();
      const named = (name: string, updatedAt: number) => [aCompany({ name, updatedAt })];

      await records.save(acme, { type: 'company', records: named('old', 1), readAt: 300_000 });
      await records.save(acme, { type: 'company', records: named('new', 2), readAt: 60_000 });

      const [kept] = await records.findAccounts(acme, accountIds(1));
      expect(kept?.company.name).toBe('new');
    });

    it('takes a record that HubSpot answers twice in a batch', async () => {
      const stores = openStores();
      const { records } = stores;

      const twice = [aCompany({ name: 'one' }), aCompany({ name: 'two' })];
      await records.save(acme, { type: 'company', records: twice, readAt: 1 });

      expect(await records.findAccounts(acme, accountIds(1))).toHaveLength(1);
    });

    it('moves a deal from one company to another', async () => {
      const stores = openStores();
      const { records } = stores;
      const companies = [aCompany(), aCompany({ id: accountId('2') })];
      await records.save(acme, { type: 'company', records: companies, readAt: 1 });
      await records.save(acme, { type: 'deal', records: [aDealRecord()], readAt: 1 });

      const moved = [aDealRecord({ accountId: accountId('2') })];
      await records.save(acme, { type: 'deal', records: moved, readAt: 2 });

      const accounts = await records.findAccounts(acme, accountIds(1, 2));
      expect(accounts.map(({ company, deals }) => [company.id, deals.length]).sort()).toEqual([
        ['1', 0],
        ['2', 1],
      ]);
      expect(await records.findAccountsOf(acme, 'deal', ['11', '12'])).toEqual(
        new Map([['11', '2']]),
      );
    });

    it('names the deals and tickets that hang on companies', async () => {
      const stores = openStores();
      const { records } = stores;
      await records.save(acme, { type: 'deal', records: [aDealRecord()], readAt: 1 });
      await records.save(acme, { type: 'ticket', records: [aTicketRecord()], readAt: 1 });

      expect(await records.listLinkedTo(acme, accountIds(1, 2))).toEqual([
        { type: 'deal', id: '11' },
        { type: 'ticket', id: '21' },
      ]);
      expect(await records.listLinkedTo(acme, accountIds(2))).toEqual([]);
    });

    it('lists all accounts page by page', async () => {
      const stores = openStores();
      const { records } = stores;
      const companies = Array.from({ length: 1_203 }, (_, n) =>
        aCompany({ id: accountId(String(n)) }),
      );
      await records.save(acme, { type: 'company', records: companies, readAt: 1 });

      const seen = new Set<string>();
      let last: AccountId | null = null;
      for (;;) {
        const page: AccountId[] = await records.listAccountIds(acme, last, 500);
        if (page.length === 0) break;
        for (const id of page) seen.add(id);
        last = page.at(-1) ?? null;
      }

      expect(seen.size).toBe(1_203);
    });

    it('looks up a thousand records at once', async () => {
      const stores = openStores();
      const ids = Array.from({ length: 1_000 }, (_, n) => String(n));
      const deals = ids.map((id) => aDealRecord({ id, accountId: accountId(id) }));
      await stores.records.save(acme, { type: 'deal', records: deals, readAt: 1 });

      const accounts = await stores.records.findAccountsOf(acme, 'deal', ids);
      const linked = await stores.records.listLinkedTo(acme, accountIds(...ids));

      expect([accounts.size, linked.length]).toEqual([1_000, 1_000]);
    });
  });

  describe('the end of a reading', () => {
    const reading = (difference: Partial<FinishedReading>): FinishedReading => ({
      batch: { type: 'company', records: [], readAt: noon.getTime() },
      asked: [],
      goneIds: [],
      accountIds: [],
      reason: 'webhook',
      changedAt: 1_000,
      ...difference,
    });

    it('saves what was read, marks its accounts and forgets the records', async () => {
      const stores = openStores();
      const asked = await markedRecords(stores, acme, 'company', '1', '2');

      await stores.records.finishReading(
        acme,
        reading({
          batch: { type: 'company', records: [aCompany()], readAt: 1 },
          asked,
          goneIds: ['2'],
          accountIds: accountIds(1),
        }),
      );

      expect(await stores.dirty.count(acme)).toBe(0);
      expect(await stores.records.findAccounts(acme, accountIds(1))).toHaveLength(1);
      expect(await stores.assessments.listDirty(acme, 9)).toEqual([
        { id: '1', seq: 1, reason: 'webhook', changedAt: 1_000, posts: [] },
      ]);
    });

    it('keeps a record marked that changed while it was read', async () => {
      const stores = openStores();
      const asked = await markedRecords(stores, acme, 'company', '1', '2');
      await stores.dirty.mark(acme, [aChange({ objectId: '2' })], noon);

      await stores.records.finishReading(acme, reading({ asked }));

      const left = await stores.dirty.listDue(acme, 'company', 9, noon);
      expect(left).toMatchObject([{ id: '2', seq: 2 }]);
    });

    it('forgets records of its own kind only', async () => {
      const stores = openStores();
      await markedRecords(stores, acme, 'deal', '1');
      const asked = await markedRecords(stores, acme, 'company', '1');

      await stores.records.finishReading(acme, reading({ asked }));

      expect(await stores.dirty.listDue(acme, 'deal', 9, noon)).toHaveLength(1);
    });

    it('marks an account once that a reading names twice', async () => {
      const stores = openStores();

      await stores.records.finishReading(acme, reading({ accountIds: accountIds(1, 1) }));

      expect(await stores.assessments.countDirty(acme)).toBe(1);
    });

    it('counts a second change of an account, and keeps when the first was', async () => {
      const stores = openStores();

      await stores.records.finishReading(acme, reading({ accountIds: accountIds(1) }));
      await stores.records.finishReading(
        acme,
        reading({ accountIds: accountIds(1, 2), changedAt: 2_000 }),
      );

      expect(await stores.assessments.listDirty(acme, 9)).toMatchObject([
        { id: '1', seq: 2, changedAt: 1_000 },
        { id: '2', seq: 1, changedAt: 2_000 },
      ]);
    });

    it('does all or nothing', async () => {
      const stores = openStores();
      const asked = await markedRecords(stores, acme, 'company', '1', '2');
      const broken = null as unknown as AccountId;

      const failing = stores.records.finishReading(
        acme,
        reading({
          batch: { type: 'company', records: [aCompany()], readAt: 1 },
          asked,
          accountIds: [...accountIds(1), broken],
        }),
      );

      await expect(failing).rejects.toThrow();
      expect(await stores.dirty.count(acme)).toBe(2);
      expect(await stores.assessments.countDirty(acme)).toBe(0);
      expect(await stores.records.findAccounts(acme, accountIds(1))).toEqual([]);
    });

    it('removes all that was known of a company that is gone, and of no other', async () => {
      const stores = openStores();
      const { records, assessments, outbox } = stores;
      const companies = [aCompany(), aCompany({ id: accountId('2') })];
      await records.save(acme, { type: 'company', records: companies, readAt: 1 });
      await records.finishReading(acme, reading({ accountIds: accountIds(1, 2) }));
      await scored(stores, acme, ...accountIds(1, 2));
      const written = accountIds(1, 2).map((id) => ({ accountId: id, properties: { a: '1' } }));
      await outbox.finish(acme, [], written, noon);
      await records.finishReading(acme, reading({ accountIds: accountIds(1, 2) }));

      await records.finishReading(acme, reading({ goneIds: ['1'] }));

      const ids = accountIds(1, 2);
      expect(await records.findAccounts(acme, ids)).toMatchObject([{ company: { id: '2' } }]);
      expect([...(await assessments.findMany(acme, ids)).keys()]).toEqual(['2']);
      expect([...(await outbox.findWritten(acme, ids)).keys()]).toEqual(['2']);
      expect(await outbox.listDue(acme, 9, noon)).toMatchObject([{ accountId: '2' }]);
      expect(await assessments.listDirty(acme, 9)).toMatchObject([{ id: '2' }]);
    });

    it('removes a deal that is gone and leaves its company', async () => {
      const stores = openStores();
      const { records } = stores;
      await records.save(acme, { type: 'company', records: [aCompany()], readAt: 1 });
      await records.save(acme, { type: 'deal', records: [aDealRecord()], readAt: 1 });

      const batch = { type: 'deal', records: [], readAt: 2 } as const;
      await records.finishReading(acme, reading({ batch, goneIds: ['11'] }));

      expect(await records.countRecords(acme)).toEqual({ company: 1, deal: 0, ticket: 0 });
    });
  });

  describe('frames', () => {
    const frame = (id: string) => ({ ...aFrameOf([], on('2026-11-20')), id });

    it('puts a frame in force and marks every company of the portal', async () => {
      const stores = openStores();
      const { frames, records, assessments } = stores;
      await stores.portals.install(aPortal(), sealedTokens, noon);
      const companies = Array.from({ length: 700 }, (_, n) =>
        aCompany({ id: accountId(String(n)) }),
      );
      await records.save(acme, { type: 'company', records: companies, readAt: 1 });
      await records.finishReading(acme, {
        batch: { type: 'company', records: [], readAt: 1 },
        asked: [],
        goneIds: [],
        accountIds: accountIds(5),
        reason: 'webhook',
        changedAt: 1,
      });

      const before = await frames.findCurrent(acme);
      await frames.putInForce(acme, frame('one'), 'nightly', noon);

      expect(before).toBeUndefined();
      expect(await frames.findCurrent(acme)).toEqual(frame('one'));
      expect(await assessments.countDirty(acme)).toBe(700);
      const dirty = await assessments.listDirty(acme, 1_000);
      expect(dirty.find(({ id }) => id === '5')).toMatchObject({ seq: 2, changedAt: 1 });
      expect(dirty.find(({ id }) => id === '6')).toEqual({
        id: '6',
        seq: 1,
        reason: 'nightly',
        changedAt: noon.getTime(),
        posts: [],
      });
    });

    it('replaces the frame of the day by another, and by one of the same name', async () => {
      const stores = openStores();
      const { frames } = stores;
      await stores.portals.install(aPortal(), sealedTokens, noon);

      await frames.putInForce(acme, frame('one'), 'nightly', noon);
      await frames.putInForce(acme, frame('two'), 'nightly', noon);
      await frames.putInForce(acme, { ...frame('two'), currentCustomers: 42 }, 'config', noon);

      expect(await frames.findCurrent(acme)).toMatchObject({ id: 'two', currentCustomers: 42 });
      expect(await frames.policyOf(acme)).toEqual(defaultPolicy);
    });

    it('counts what sales lack, whichever stages are sales', async () => {
      const { db, records } = openStores();
      const deal = (id: string, difference: Partial<DealRecord>) =>
        aDealRecord({ id, ...difference });
      const foreign = { currency: 'USD', amount: 5, amountInPortalCurrency: null };
      await records.save(acme, {
        type: 'deal',
        records: [
          deal('11', { amount: null, amountInPortalCurrency: null, accountId: null }),
          deal('12', { closedAt: null, stage: 'signed', status: 'open' }),
          deal('13', foreign),
        ],
        readAt: noon.getTime(),
      });
      const quality = createQualityStore(db);

      expect(await quality.count(acme, { currency: 'EUR', wonStages: null })).toEqual({
        sales: 2,
        withoutCompany: 1,
        withoutAmount: 1,
        withoutCloseDate: 0,
        withoutRate: 1,
        accounts: 0,
        withoutOwner: 0,
        withoutIndustry: 0,
      });
      expect(await quality.count(acme, { currency: 'EUR', wonStages: ['signed'] })).toMatchObject({
        sales: 3,
        withoutCloseDate: 1,
      });
      expect(await quality.count(globex, { currency: 'EUR', wonStages: null })).toMatchObject({
        sales: 0,
        withoutCompany: 0,
      });
    });

    it('keeps a month of frames, and of a policy no longer in force its last one', async () => {
      const stores = openStores();
      const { frames } = stores;
      await stores.portals.install(aPortal(), sealedTokens, noon);
      const frameOn = (day: string, policyVersion: number) => ({
        ...aFrameOf([], on(day)),
        id: day,
        policyVersion,
      });

      await frames.putInForce(acme, frameOn('2026-08-01', 1), 'nightly', noon);
      await frames.putInForce(acme, frameOn('2026-08-02', 1), 'nightly', noon);
      await frames.putInForce(acme, frameOn('2026-10-20', 2), 'nightly', noon);
      await frames.putInForce(acme, frameOn('2026-10-22', 2), 'nightly', noon);
      await frames.putInForce(acme, frameOn('2026-11-20', 2), 'nightly', noon);

      const kept = await stores.db.selectFrom('frame').select('frame_id').orderBy('day').execute();
      expect(kept.map(({ frame_id }) => frame_id)).toEqual([
        '2026-08-02',
        '2026-10-22',
        '2026-11-20',
      ]);
      expect(await frames.findLatestUnder(acme, [1])).toMatchObject({ id: '2026-08-02' });
    });
  });

  describe('assessments and outbox', () => {
    async function withDirty(stores: Stores, ...ids: (string | number)[]) {
      await stores.records.finishReading(acme, {
        batch: { type: 'company', records: [], readAt: 1 },
        asked: [],
        goneIds: [],
        accountIds: accountIds(...ids),
        reason: 'webhook',
        changedAt: 1_000,
      });
      return stores.assessments.listDirty(acme, 1_000);
    }

    const scoredAs = (dirty: Awaited<ReturnType<typeof withDirty>>, differs = true) =>
      dirty.map((one) => ({
        dirty: one,
        assessment: anAssessment(one.id),
        standing: null,
        differs,
      }));

    it('keeps scores and tells the outbox of those that differ', async () => {
      const stores = openStores();
      const [one, two] = await withDirty(stores, 1, 2);
      if (!one || !two) throw new Error('two accounts were marked');

      await stores.assessments.finishScoring(
        acme,
        [...scoredAs([one]), ...scoredAs([two], false)],
        [],
        noon,
      );

      expect(await stores.assessments.countDirty(acme)).toBe(0);
      const stored = await stores.assessments.findMany(acme, accountIds(1, 2, 3));
      expect(stored.get(accountId('1'))).toEqual({
        assessment: anAssessment(accountId('1')),
        standing: null,
      });
      expect(stored.size).toBe(2);
      expect(await stores.outbox.listDue(acme, 9, noon)).toEqual([
        { accountId: '1', seq: 1, reason: 'webhook', changedAt: 1_000, attempts: 0, posts: [] },
      ]);
    });

    it('keeps an account marked that changed while it was scored', async () => {
      const stores = openStores();
      const dirty = await withDirty(stores, 1, 2);
      await withDirty(stores, 2);

      await stores.assessments.finishScoring(acme, scoredAs(dirty), [], noon);

      expect(await stores.assessments.listDirty(acme, 9)).toMatchObject([{ id: '2', seq: 2 }]);
    });

    it.each(['override', 'manual'])(
      'scores and writes what a person waits for (%s) before changes, and those before the night’s work',
      async (reason) => {
        const { outbox, ...stores } = openStores();
        const night = accountIds(...Array.from({ length: 2_000 }, (_, number) => 10_000 + number));
        const mark = (ids: readonly AccountId[], why: string) =>
          markAccounts(opened.db, acme, ids, { reason: why, changedAt: 1_000 });
        await mark(night, 'nightly');
        await mark(night.slice(-800), 'webhook');
        await mark(accountIds(11_990), reason);

        const first = await stores.assessments.listDirty(acme, 801);
        await stores.assessments.finishScoring(acme, scoredAs(first.toReversed()), [], noon);
        const written = await outbox.listDue(acme, 2, noon);

        expect(first[0]).toMatchObject({ id: '11990', reason });
        expect(first.filter((each) => each.reason === 'webhook')).toHaveLength(799);
        expect(written).toMatchObject([{ accountId: '11990' }, { reason: 'webhook' }]);
      },
    );

    it('lets a person go first whose account a change or the night meets meanwhile', async () => {
      const { outbox, assessments } = openStores();
      const mark = (ids: readonly AccountId[], reason: string, changedAt: number) =>
        markAccounts(opened.db, acme, ids, { reason, changedAt });
      await mark(accountIds(1, 2), 'nightly', 1_000);
      await mark(accountIds(2), 'override', 2_000);
      for (const reason of ['webhook', 'nightly']) await mark(accountIds(2), reason, 3_000);

      const [first] = await assessments.listDirty(acme, 1);
      await assessments.finishScoring(acme, first ? scoredAs([first]) : [], [], noon);
      await outbox.ask(acme, accountIds(1, 2), 'nightly', noon);

      expect(first).toMatchObject({ id: '2', seq: 4, reason: 'override', changedAt: 2_000 });
      expect(await outbox.listDue(acme, 9, noon)).toMatchObject([
        { accountId: '2', reason: 'override', seq: 2 },
        { accountId: '1', reason: 'nightly' },
      ]);
    });

    it('writes what happens after it before everything that is written anew', async () => {
      const { outbox, assessments } = openStores();
      const all = await withDirty(openStores(), 1, 2);
      await assessments.finishScoring(acme, scoredAs(all), [], noon);

      await outbox.refill(acme, noon);
      const again = await withDirty(openStores(), 2);
      await assessments.finishScoring(acme, scoredAs(again), [], later(1));

      expect(await outbox.listDue(acme, 9, later(1))).toMatchObject([
        { accountId: '2', reason: 'webhook' },
        { accountId: '1', reason: 'manual' },
      ]);
    });

    it('forgets accounts that are no companies any more', async () => {
      const stores = openStores();
      const dirty = await withDirty(stores, 1);

      await stores.assessments.finishScoring(acme, [], dirty, noon);

      expect(await stores.assessments.countDirty(acme)).toBe(0);
      expect((await stores.assessments.findMany(acme, accountIds(1))).size).toBe(0);
    });

    it('scores five hundred accounts in one go', async () => {
      const stores = openStores();
      const dirty = await withDirty(stores, ...Array.from({ length: 500 }, (_, n) => n));

      await stores.assessments.finishScoring(acme, scoredAs(dirty), [], noon);

      expect(await stores.outbox.count(acme)).toBe(500);
    });

    it('keeps an entry whose scores changed while they were written', async () => {
      const stores = openStores();
      const { outbox } = stores;
      await stores.assessments.finishScoring(acme, scoredAs(await withDirty(stores, 1)), [], noon);
      const writing = await outbox.listDue(acme, 9, noon);
      await stores.assessments.finishScoring(acme, scoredAs(await withDirty(stores, 1)), [], noon);

      const first = [{ accountId: accountId('1'), properties: { mainstay_nine_box: 'core' } }];
      await outbox.finish(acme, writing, first, noon);
      const left = await outbox.listDue(acme, 9, noon);
      const second = [{ accountId: accountId('1'), properties: { mainstay_nine_box: 'observe' } }];
      await outbox.finish(acme, left, second, later(1));

      expect(left).toMatchObject([{ accountId: '1', seq: 2 }]);
      expect(await outbox.count(acme)).toBe(0);
      expect(await outbox.findWritten(acme, accountIds(1))).toEqual(
        new Map([['1', { mainstay_nine_box: 'observe' }]]),
      );
    });

    it('shows what HubSpot refuses, and writes at once when the scores change', async () => {
      const stores = openStores();
      const { outbox, assessments } = stores;
      await assessments.finishScoring(acme, scoredAs(await withDirty(stores, 1, 2)), [], noon);

      const until = later(900_000).getTime();
      await outbox.postpone(acme, accountIds(1), { until, reason: 'a rule of the portal' });
      const due = await outbox.listDue(acme, 9, later(899_999));
      const refused = await outbox.listRefused(acme, 9);
      await assessments.finishScoring(acme, scoredAs(await withDirty(stores, 1)), [], later(5));
      const again = await outbox.listDue(acme, 9, later(5));

      expect(due.map((entry) => entry.accountId)).toEqual(['2']);
      expect(refused).toEqual([{ accountId: '1', reason: 'a rule of the portal', attempts: 1 }]);
      expect(again.find((entry) => entry.accountId === '1')).toMatchObject({ attempts: 0, seq: 2 });
    });
  });

  describe('portals', () => {
    it('knows a portal as it was installed', async () => {
      const stores = openStores();

      await stores.portals.install(aPortal(), sealedTokens, noon);

      expect(await stores.portals.find(acme)).toEqual({ ...aPortal(), status: 'installed' });
      expect(await stores.portals.findTokens(acme)).toEqual(sealedTokens);
      expect(await stores.portals.find(globex)).toBeUndefined();
    });

    it('keeps what is known of a portal that is installed again', async () => {
      const stores = openStores();
      const { portals, frames } = stores;
      await portals.install(aPortal(), sealedTokens, noon);
      await portals.saveProperties(acme, ['mainstay_nine_box']);
      await frames.putInForce(acme, aFrameOf([], on('2026-11-20')), 'backfill', noon);
      await stores.records.save(acme, { type: 'company', records: [aCompany()], readAt: 1 });
      await portals.markGone(acme, 'uninstalled');

      const renewed = { ...sealedTokens, accessToken: 'renewed' };
      await portals.install({ ...aPortal(), currency: 'USD' }, renewed, later(1));

      expect(await portals.find(acme)).toMatchObject({ status: 'installed', currency: 'USD' });
      expect(await portals.findTokens(acme)).toEqual(renewed);
      expect(await frames.findCurrent(acme)).toBeDefined();
      expect(await stores.records.countRecords(acme)).toMatchObject({ company: 1 });
    });

    it('gives no tokens of a portal that is gone', async () => {
      const stores = openStores();
      const { portals } = stores;
      await portals.install(aPortal(), sealedTokens, noon);

      await portals.markGone(acme, 'revoked');

      expect(await portals.findTokens(acme)).toBeUndefined();
      expect(await portals.find(acme)).toMatchObject({ status: 'revoked' });
      expect(await portals.listConnected()).toEqual([]);
    });

    it('says of a portal that waits for a limit to end that it is connected and not ready', async () => {
      const stores = openStores();
      const { portals } = stores;
      await portals.install(aPortal(), sealedTokens, noon);
      await portals.install(aPortal(globex), sealedTokens, noon);

      await portals.block(acme, { until: later(1_000).getTime(), reason: 'daily limit' });

      expect(new Set(await portals.listConnected())).toEqual(new Set([acme, globex]));
      expect(await portals.isReady(acme, later(999))).toBe(false);
      expect(await portals.isReady(acme, later(1_000))).toBe(true);
    });

    it('works a portal again that was told to wait no longer', async () => {
      const { portals } = openStores();
      await portals.install(aPortal(), sealedTokens, noon);
      await portals.block(acme, { until: later(1_000).getTime(), reason: 'daily limit' });

      await portals.unblock(acme);

      expect(await portals.isReady(acme, noon)).toBe(true);
    });

    it('keeps how many calls an admin allows, of each portal for itself and over an installation', async () => {
      const { portals, budgets } = openStores();
      await portals.install(aPortal(), sealedTokens, noon);
      await portals.install(aPortal(globex), sealedTokens, noon);
      const set = { callsPerTenSeconds: 60, callsPerDay: 250_000 };

      await budgets.save(acme, set);
      await portals.install(aPortal(), sealedTokens, later(1));

      expect(await budgets.find(acme)).toEqual(set);
      expect(await budgets.find(globex)).toEqual({ callsPerTenSeconds: null, callsPerDay: null });
      await budgets.save(acme, { ...set, callsPerDay: null });
      expect(await budgets.find(acme)).toEqual({ ...set, callsPerDay: null });
    });

    it('keeps what a portal says of itself', async () => {
      const { portals } = openStores();
      await portals.install(aPortal(), sealedTokens, noon);
      await portals.install(aPortal(globex), sealedTokens, noon);
      const facts = { name: 'New', timeZone: 'Asia/Taipei', currency: 'TWD', uiDomain: 'ui.test' };

      await portals.saveFacts(acme, facts);

      expect(await portals.find(acme)).toEqual({ ...aPortal(), ...facts, status: 'installed' });
      expect(await portals.find(globex)).toMatchObject({ currency: 'EUR' });
    });

    it('renews tokens, properties and owners', async () => {
      const stores = openStores();
      const { portals } = stores;
      await portals.install(aPortal(), sealedTokens, noon);
      const owner = { id: '7', userId: 70, name: 'Ada', isActive: true, teams: [] };
      const teams = [{ id: '3', name: 'Key accounts' }];

      await portals.saveTokens(acme, { ...sealedTokens, expiresAt: 5 });
      await portals.saveProperties(acme, ['a', 'b']);
      await portals.saveMetadata(acme, [owner], noon);
      const left = { ...owner, userId: null, isActive: false, teams };
      await portals.saveMetadata(acme, [left], later(1));

      expect(await portals.findTokens(acme)).toEqual({ ...sealedTokens, expiresAt: 5 });
      expect(await portals.findProperties(acme)).toEqual(['a', 'b']);
      expect(await portals.metadataReadAt(acme)).toBe(later(1).getTime());
      expect(await portals.listOwners(acme)).toEqual([left]);
      expect(await portals.listOwners(globex)).toEqual([]);
    });
  });

  describe('first read of a portal', () => {
    it('goes on where it stopped', async () => {
      const stores = openStores();
      const { backfills } = stores;
      await backfills.begin(acme);

      const reached = { cursor: '500', done: 400, total: 900, isFinished: false };
      await saveCheckpoint(stores, acme, 'deal', reached);
      await backfills.begin(acme);

      const list = await backfills.list(acme);
      expect(list).toHaveLength(3);
      expect(list.find(({ objectType }) => objectType === 'deal')).toMatchObject({
        objectType: 'deal',
        cursor: '500',
        done: 400,
        total: 900,
        isFinished: false,
      });
    });

    it('begins again from the start when asked to', async () => {
      const stores = openStores();
      const { backfills } = stores;
      await backfills.begin(acme);
      const finished = { cursor: null, done: 3, total: 3, isFinished: true };
      await saveCheckpoint(stores, acme, 'company', finished);

      await backfills.restart(acme);

      expect(await backfills.list(acme)).toContainEqual(
        expect.objectContaining({ objectType: 'company', done: 0, isFinished: false }),
      );
    });
  });

  describe('lists of companies', () => {
    it('lose nobody whom a reading named that began later', async () => {
      const lists = createListStore(opened.db);
      const early = { cursor: null, beganAt: 1 };
      const late = { cursor: null, beganAt: 2 };
      await lists.keepMembers(acme, '7', accountIds(1, 2), early);
      await lists.keepMembers(acme, '7', accountIds(2, 3), late);
      await lists.keepMembers(acme, '7', accountIds(3, 4), early);

      expect(await lists.findNew(acme, '7', accountIds(4, 5))).toEqual(['5']);
      expect((await lists.findUnseen(acme, '7', late)).toSorted()).toEqual(['1', '4']);
      expect(await lists.dropUnseen(acme, '7', early)).toBe(4);
      expect(await lists.dropUnseen(acme, '7', late)).toBe(2);
      expect(await lists.findNew(acme, '7', accountIds(1, 2, 3))).toEqual(['1']);
    });
  });

  describe('two portals with the same ids', () => {
    it('never mix', async () => {
      const stores = openStores();
      const { portals, records, dirty, inbox, assessments, outbox, backfills, frames } = stores;
      for (const portalId of [acme, globex]) {
        await portals.install(aPortal(portalId), sealedTokens, noon);
        const name = String(portalId);
        await records.save(portalId, { type: 'company', records: [aCompany({ name })], readAt: 1 });
        await records.save(portalId, { type: 'deal', records: [aDealRecord()], readAt: 1 });
        await records.save(portalId, { type: 'ticket', records: [aTicketRecord()], readAt: 1 });
        await inbox.add(portalId, { id: 'a', receivedAt: 1, body: name });
        await backfills.begin(portalId);
        const asked = await markedRecords(stores, portalId, 'company', '1');
        await records.finishReading(portalId, {
          batch: { type: 'company', records: [], readAt: 1 },
          asked,
          goneIds: [],
          accountIds: accountIds(1),
          reason: 'webhook',
          changedAt: 1,
        });
        await markedRecords(stores, portalId, 'company', '1');
        await scored(stores, portalId, accountId('1'));
        const written = [{ accountId: accountId('1'), properties: { name } }];
        await outbox.finish(portalId, [], written, noon);
        await portals.saveProperties(portalId, [name]);
        await records.finishReading(portalId, {
          batch: { type: 'company', records: [], readAt: 1 },
          asked: [],
          goneIds: [],
          accountIds: accountIds(1),
          reason: 'webhook',
          changedAt: 1,
        });
      }

      // Everything a portal can do is done to one of them.
      await dirty.markFromInbox(acme, [aChange({ objectId: '2' })], ['a'], noon);
      await dirty.postpone(acme, 'company', ['1'], { until: 9e15, reason: 'x' });
      await outbox.postpone(acme, accountIds(1), { until: 9e15, reason: 'x' });
      await portals.markGone(acme, 'revoked');
      await portals.block(acme, { until: 9e15, reason: 'x' });
      await portals.saveProperties(acme, ['x']);
      await portals.forgetProperties(acme);
      await outbox.forgetConfirmed(acme);
      await portals.saveMetadata(acme, [], later(9));
      await portals.saveTokens(acme, { accessToken: 'x', refreshToken: 'x', expiresAt: 1 });
      const finished = { cursor: 'x', done: 9, total: 9, isFinished: true };
      await saveCheckpoint(stores, acme, 'company', finished);
      await frames.putInForce(acme, aFrameOf([], on('2026-11-20')), 'nightly', noon);
      await records.finishReading(acme, {
        batch: { type: 'company', records: [], readAt: 9 },
        asked: [],
        goneIds: ['1'],
        accountIds: [],
        reason: 'webhook',
        changedAt: 1,
      });
      await backfills.restart(acme);

      const [account] = await records.findAccounts(globex, accountIds(1));
      expect(account).toMatchObject({ company: { name: '202' }, deals: [{ id: '11' }] });
      expect(await inbox.list(globex, 9)).toMatchObject([{ body: '202' }]);
      expect(await dirty.listDue(globex, 'company', 9, noon)).toMatchObject([{ id: '1' }]);
      expect(await dirty.count(globex)).toBe(1);
      expect(await assessments.listDirty(globex, 9)).toMatchObject([{ id: '1', seq: 1 }]);
      expect((await assessments.findMany(globex, accountIds(1))).size).toBe(1);
      expect(await outbox.listDue(globex, 9, noon)).toMatchObject([{ accountId: '1' }]);
      expect(await outbox.listRefused(globex, 9)).toEqual([]);
      expect(await outbox.findWritten(globex, accountIds(1))).toEqual(
        new Map([['1', { name: '202' }]]),
      );
      expect(await portals.find(globex)).toMatchObject({ status: 'installed' });
      expect(await portals.isReady(globex, noon)).toBe(true);
      expect(await portals.findTokens(globex)).toEqual(sealedTokens);
      expect(await portals.findProperties(globex)).toEqual(['202']);
      expect(await portals.metadataReadAt(globex)).toBe(0);
      expect(await frames.findCurrent(globex)).toBeUndefined();
      const untouched = { cursor: null, done: 0, total: null, isFinished: false };
      expect(await backfills.list(globex)).toContainEqual(
        expect.objectContaining({ objectType: 'company', ...untouched }),
      );
      expect(await records.countRecords(globex)).toEqual({ company: 1, deal: 1, ticket: 1 });
    });
  });
}

function anAssessment(id: AccountId): Assessment {
  const account = anAccount(id);
  const frame = aFrameOf([account], on('2026-11-20'));
  return assess(account, { frame, policy: defaultPolicy, standing: null });
}
