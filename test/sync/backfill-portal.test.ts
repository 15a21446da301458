import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createAssessmentStore } from '../../src/assessment/assessment-store.ts';
import { createRecordApi, type MappedProperties } from '../../src/hubspot/record-api.ts';
import { createLog } from '../../src/log.ts';
import type { ObjectType } from '../../src/model/record.ts';
import { backfillPortal } from '../../src/sync/backfill-portal.ts';
import { createBackfillStore } from '../../src/sync/backfill-store.ts';
import { createDirtyStore } from '../../src/sync/dirty-store.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { aDatabase, empty } from '../support/database.ts';
import { aHubspotClient } from '../support/hubspot-client.ts';
import { aHubspotWithRecords } from '../support/hubspot-records.ts';
import { aCompany, accountIds, acme, noon } from '../support/records.ts';

let opened: Awaited<ReturnType<typeof aDatabase>>;
beforeAll(async () => {
  opened = await aDatabase();
});
beforeEach(() => empty(opened.db));
afterAll(() => opened[Symbol.asyncDispose]());

type Mapped = Partial<Record<ObjectType, string[]>>;

function aBackfill(mapped: Mapped = {}, isTurnOver = () => false) {
  const records = createRecordStore(opened.db);
  const backfills = createBackfillStore(opened.db);
  const dirty = createDirtyStore(opened.db);
  const mappedOf: MappedProperties = async (_, type) => ({ names: mapped[type] ?? [] });
  const recordApi = createRecordApi(aHubspotClient(), mappedOf);
  const log = createLog('silent');
  const now = () => noon;
  const deps = { recordApi, records, backfills, mappedOf, dirty, isTurnOver, now, log };
  return { records, backfills, run: () => backfillPortal(deps, acme) };
}

/** 3 companies, 1,234 deals of theirs, 150 tickets. */
function aPortalInHubspot() {
  const hubspot = aHubspotWithRecords();
  const company = (n: number) => String((n % 3) + 1);
  for (let n = 1; n <= 3; n += 1) hubspot.has('companies', String(n));
  for (let n = 1; n <= 1_234; n += 1) hubspot.has('deals', String(n), {}, company(n));
  for (let n = 2_001; n <= 2_150; n += 1) hubspot.has('tickets', String(n), {}, company(n));
  return hubspot;
}

describe('the first read of a portal', () => {
  it('reads every record once, with its company', async () => {
    using hubspot = aPortalInHubspot();
    const { run, records, backfills } = aBackfill();

    await run();

    expect(await records.countRecords(acme)).toEqual({ company: 3, deal: 1_234, ticket: 150 });
    const accounts = await records.findAccounts(acme, accountIds(1, 2, 3));
    expect(accounts.map(({ deals }) => deals.length).sort()).toEqual([411, 411, 412]);
    expect(hubspot.callsTo('/deals')).toHaveLength(13);
    expect(hubspot.callsTo('deals/companies/batch/read').map((ids) => ids.length)).toEqual([
      1_000, 234,
    ]);
    expect((await backfills.list(acme)).map(({ done, isFinished }) => [done, isFinished])).toEqual(
      expect.arrayContaining([
        [3, true],
        [1_234, true],
        [150, true],
      ]),
    );
  });

  it('reads companies again, and them alone, once a property is mapped', async () => {
    using hubspot = aPortalInHubspot();
    await aBackfill().run();
    const { run, records, backfills } = aBackfill({ company: ['contract_end'] });
    hubspot.has('companies', '2', { contract_end: '2027-01-01' });
    const before = hubspot.calls.length;

    await run();

    const paths = hubspot.calls.slice(before).map(({ path }) => path);
    expect(paths.filter((path) => !path.includes('/companies'))).toEqual([]);
    const [second] = await records.findAccounts(acme, accountIds(2));
    expect(second?.company.mapped).toEqual({ contract_end: '2027-01-01' });
    expect((await backfills.list(acme)).every(({ isFinished }) => isFinished)).toBe(true);
    const due = await createAssessmentStore(opened.db).listDirty(acme, 10);
    expect(due.map(({ id }) => id).sort()).toEqual(['1', '2', '3']);

    const after = hubspot.calls.length;
    await run();
    expect(hubspot.calls).toHaveLength(after);
    await aBackfill().run();
    expect(hubspot.calls).toHaveLength(after);
  });

  it('reads tickets again as well where one of theirs is mapped, and scores companies all the same', async () => {
    using hubspot = aPortalInHubspot();
    await aBackfill().run();
    const mapped = { company: ['contract_end'], ticket: ['root_cause'] };
    const { run, records } = aBackfill(mapped);
    hubspot.has('tickets', '2001', { root_cause: 'LATE_DELIVERY' }, '1');
    hubspot.has('tickets', '2002', { root_cause: '' }, '1');
    const deals = hubspot.callsTo('/deals').length;

    await run();

    expect(hubspot.callsTo('/deals')).toHaveLength(deals);
    const tickets = await records.findRecords(acme, 'ticket', ['2001', '2002', '2003']);
    expect([...tickets.values()].map(({ hasRootCause }) => hasRootCause)).toEqual([
      true,
      false,
      null,
    ]);
    const due = await createAssessmentStore(opened.db).listDirty(acme, 10);
    expect(due).toHaveLength(3);
  });

  it('asks nothing once it is finished', async () => {
    using hubspot = aPortalInHubspot();
    const { run } = aBackfill();
    await run();
    const before = hubspot.calls.length;

    await run();

    expect(hubspot.calls).toHaveLength(before);
  });

  it('goes on behind the last saved page after a failure, and lets the other kinds finish first', async () => {
    using hubspot = aPortalInHubspot();
    const { run, records, backfills } = aBackfill();
    let pages = 0;
    hubspot.fails((path) => {
      if (!path.endsWith('/deals')) return undefined;
      pages += 1;
      return pages > 11 ? [403, {}] : undefined;
    });

    await expect(run()).rejects.toMatchObject({ reaction: 'missing-scope' });
    const between = await backfills.list(acme);
    hubspot.works();
    const before = hubspot.callsTo('/deals').length;
    await run();

    const done = new Map(between.map((one) => [one.objectType, [one.done, one.isFinished]]));
    expect(done.get('deal')).toEqual([1_000, false]);
    expect(done.get('ticket')).toEqual([150, true]);
    expect(hubspot.callsTo('/deals').length - before).toBe(3);
    expect(await records.countRecords(acme)).toEqual({ company: 3, deal: 1_234, ticket: 150 });
  });

  it('does not overwrite what was read of a record since its page was read', async () => {
    using hubspot = aHubspotWithRecords();
    hubspot.has('companies', '1', { name: 'old' });
    const { run, records } = aBackfill();
    const newer = [aCompany({ name: 'new' })];
    await records.save(acme, { type: 'company', records: newer, readAt: noon.getTime() + 1 });

    await run();

    const [account] = await records.findAccounts(acme, accountIds(1));
    expect(account?.company.name).toBe('new');
  });

  it('takes an empty portal', async () => {
    using _hubspot = aHubspotWithRecords();
    const { run, backfills } = aBackfill();

    await run();

    expect((await backfills.list(acme)).every(({ isFinished }) => isFinished)).toBe(true);
  });
});
