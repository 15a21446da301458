import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPurgeStore } from '../../src/install/purge-store.ts';
import { accountId } from '../../src/model/ids.ts';
import { createDirtyStore } from '../../src/sync/dirty-store.ts';
import { createRecordStore } from '../../src/sync/record-store.ts';
import { createExecutionStore } from '../../src/workflow/execution-store.ts';
import { createOutboxStore } from '../../src/writeback/outbox-store.ts';
import { empty } from '../support/database.ts';
import { aChange, aCompany, acme, aDealRecord, globex, later, noon } from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const company = accountId('1');
const soon = later(60_000);
const execution = {
  id: 'ap-1',
  action: 'recalculate_account',
  accountId: company,
  receivedAt: noon.getTime(),
};
const waits = { ...execution, outputs: { hs_execution_state: 'BLOCK' } };
const done = { status: 'done', hs_execution_state: 'SUCCESS' };

/** What the store of workflow executions promises, whatever engine is below it. */
export function describeWorkflowStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  beforeAll(async () => {
    opened = await open();
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  const executions = () => createExecutionStore(opened.db);
  const settled = (writes: 'awaited' | 'not_awaited' = 'awaited', portal = acme) =>
    executions().listSettled(portal, { since: noon, now: soon, limit: 10, writes });

  describe('an execution', () => {
    it('keeps its first answer, in its own portal', async () => {
      await executions().keep(acme, { ...execution, outputs: done }, null);
      await executions().keep(acme, { ...execution, outputs: { status: 'queued' } }, null);

      expect(await executions().findOutputs(acme, 'ap-1')).toEqual(done);
      expect(await executions().findOutputs(globex, 'ap-1')).toBeUndefined();
      expect(await executions().findOutputs(acme, 'ap-2')).toBeUndefined();
    });

    it('that was begun and not answered goes on with what it settled on', async () => {
      const first = await executions().keepSubject(acme, execution, 'task-1');
      const again = await executions().keepSubject(acme, execution, 'task-2');
      const before = await executions().findOutputs(acme, 'ap-1');
      await executions().keep(acme, { ...execution, outputs: done }, null);

      expect([first, again, before]).toEqual(['task-1', 'task-1', undefined]);
      expect(await executions().findOutputs(acme, 'ap-1')).toEqual(done);
    });

    it('is forgotten after its time, in all portals', async () => {
      await executions().keep(acme, { ...execution, outputs: done }, null);
      await executions().keep(globex, { ...execution, outputs: done, receivedAt: 9e12 }, null);

      await createPurgeStore(opened.db).forgetExecutionsBefore(soon);

      expect(await executions().findOutputs(acme, 'ap-1')).toBeUndefined();
      expect(await executions().findOutputs(globex, 'ap-1')).toEqual(done);
    });
  });

  describe('a workflow that waits', () => {
    beforeEach(async () => {
      const records = createRecordStore(opened.db);
      await records.save(acme, {
        type: 'company',
        records: [aCompany({ id: company })],
        readAt: 1,
      });
      const deal = aDealRecord({ id: '7', accountId: company });
      await records.save(acme, { type: 'deal', records: [deal], readAt: 1 });
      await executions().keep(acme, waits, noon.getTime());
    });

    it('is told when nothing is left to read, to score or to write', async () => {
      expect(await settled()).toMatchObject([{ id: 'ap-1', accountId: company, attempts: 0 }]);
      expect(await settled('awaited', globex)).toEqual([]);
    });

    it.each<[string, () => Promise<void>]>([
      ['its company', () => mark(aChange({ objectType: 'company', objectId: '1' }))],
      ['a deal of it', () => mark(aChange({ objectType: 'deal', objectId: '7' }))],
      [
        'its score',
        () => createDirtyStore(opened.db).markAccounts(acme, [company], 'manual', noon),
      ],
    ])('is not told before %s is done', async (_what, begin) => {
      await begin();

      expect(await settled('not_awaited')).toEqual([]);
    });

    it('is told whatever other companies wait for', async () => {
      await mark(aChange({ objectType: 'company', objectId: '2' }));
      await mark(aChange({ objectType: 'deal', objectId: '8' }));

      expect(await settled()).toHaveLength(1);
    });

    it('waits for the properties only where they are written', async () => {
      await createOutboxStore(opened.db).ask(acme, [company], 'manual', noon);

      expect([(await settled()).length, (await settled('not_awaited')).length]).toEqual([0, 1]);
    });

    it('is told later when HubSpot does not listen, and once', async () => {
      const until = soon.getTime() + 1;
      await executions().postpone(acme, 'ap-1', { until, reason: '503' });
      const early = await settled();
      await executions().postpone(acme, 'ap-1', { until: soon.getTime(), reason: '503' });
      const [due] = await settled();
      await executions().close(acme, 'ap-1', done);

      expect([early.length, due?.attempts, (await settled()).length]).toEqual([0, 2, 0]);
      expect(await executions().findOutputs(acme, 'ap-1')).toEqual(done);
    });
  });

  async function mark(change: ReturnType<typeof aChange>): Promise<void> {
    await createDirtyStore(opened.db).mark(acme, [change], noon);
  }
}
