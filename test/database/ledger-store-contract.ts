import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createLedgerStore, type LedgerFilter } from '../../src/ledger/ledger-store.ts';
import { type AccountId, accountId } from '../../src/model/ids.ts';
import type { ImportedExecution } from '../../src/model/imported-execution.ts';
import type { NewTask, StepDecision } from '../../src/model/step-task.ts';
import { createStores } from '../../src/stores.ts';
import { aDecision, aStepTask } from '../cards/an-account-strategy.ts';
import { empty } from '../support/database.ts';
import { acme, globex, noon, someSettings } from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const one = accountId('1');
const two = accountId('2');
const today = 20_000;
const page = { offset: 0, limit: 10 };

function imported(difference: Partial<ImportedExecution>): ImportedExecution {
  return {
    accountId: one,
    key: 'a',
    step: 'Visit',
    ownerId: null,
    ownerName: 'Somebody',
    plannedOn: today,
    doneOn: null,
    status: 'not_started',
    feedback: null,
    problem: null,
    nextAction: null,
    ...difference,
  };
}

/** What the ledger of all accounts promises, whatever engine is below it. */
export function describeLedgerStore(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  let stores: ReturnType<typeof createStores>;
  beforeAll(async () => {
    opened = await open();
    stores = createStores(opened.db, someSettings);
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  async function made(difference: Partial<NewTask>, accounts: AccountId[] = []) {
    const task = { ...aStepTask(), accountId: one, createdOn: today, ...difference };
    const { key: taskKey, strategy, step, period } = task;
    const subjects = accounts.map((account) => {
      const stepKey = `${taskKey}/${account}`;
      return { accountId: account, step, period, strategy, taskKey, stepKey };
    });
    const create = [{ task, subjects }];
    const nothing = { extend: [], withdraw: [], reopen: [], startOn: today };
    await stores.taskChanges.carryOut(acme, { ...nothing, create });
    return taskKey;
  }
  const done = (key: string) =>
    stores.taskEdits.log(acme, key, {
      ...{ status: 'done', feedback: null, problem: null, authorId: 7 },
      at: noon.getTime(),
    });
  async function linesOf(filter: LedgerFilter = {}, ownerIds: string[] | null = null) {
    const request = { filter, today, ownerIds };
    const lines = await createLedgerStore(opened.db).listPage(acme, request, page);
    return lines.map(({ key, account }) => `${key} ${account.id}`);
  }

  describe('the ledger', () => {
    it('has a line for each account of a task, the latest date first, and none of what ended', async () => {
      await made({ key: 'own', dueOn: today + 1 });
      await made({ key: 'merged', accountId: null, dueOn: today + 2 }, [one, two]);
      await made({ key: 'gone', dueOn: today + 3 });
      await stores.taskEdits.dismiss(acme, 'gone');
      const ledger = createLedgerStore(opened.db);
      const request = { filter: {}, today, ownerIds: null };

      expect(await linesOf()).toEqual(['merged 1', 'merged 2', 'own 1']);
      expect(await ledger.count(acme, request, 10)).toBe(3);
      expect(await ledger.count(acme, request, 2)).toBe(2);
      expect(await ledger.listPage(globex, request, page)).toEqual([]);
    });

    it('selects by person, strategy and status, and counts what is open after its date as deferred', async () => {
      await made({ key: 'late', dueOn: today - 1 });
      await made({ key: 'open', dueOn: today, ownerId: '12', strategy: 'growth' });
      await done(await made({ key: 'done', dueOn: today - 2 }));

      expect(await linesOf({ status: 'deferred' })).toEqual(['late 1']);
      expect(await linesOf({ status: 'not_started' })).toEqual(['open 1']);
      expect(await linesOf({ status: 'done' })).toEqual(['done 1']);
      expect(await linesOf({ status: 'in_progress' })).toEqual([]);
      expect(await linesOf({ strategy: 'growth' })).toEqual(['open 1']);
      expect(await linesOf({ ownerId: '12' })).toEqual(['open 1']);
      expect(await linesOf({}, ['12'])).toEqual(['open 1']);
      expect(await linesOf({}, [])).toEqual([]);
    });

    it('has the lines of ledgers kept elsewhere among the others, but where a strategy is asked for', async () => {
      await made({ key: 'own', dueOn: today + 1 });
      await stores.imported.save(acme, [
        imported({ key: 'a-done', doneOn: today - 9, status: 'done', plannedOn: today - 9 }),
        imported({ key: 'b-late', accountId: two, ownerId: '12', plannedOn: today - 1 }),
        imported({ key: 'c-open', plannedOn: today + 2 }),
      ]);
      const ledger = createLedgerStore(opened.db);
      const request = { filter: {}, today, ownerIds: null };
      const second = await ledger.listPage(acme, request, { offset: 1, limit: 2 });

      expect(await linesOf()).toEqual(['c-open 1', 'own 1', 'b-late 2', 'a-done 1']);
      expect(second.map(({ source, key }) => `${source} ${key}`)).toEqual([
        'task own',
        'imported b-late',
      ]);
      expect(await ledger.count(acme, request, 10)).toBe(4);
      expect(await ledger.count(acme, request, 3)).toBe(3);
      expect(await linesOf({ status: 'done' })).toEqual(['a-done 1']);
      expect(await linesOf({ status: 'deferred' })).toEqual(['b-late 2']);
      expect(await linesOf({ status: 'not_started' })).toEqual(['c-open 1', 'own 1']);
      expect(await linesOf({ ownerId: '12' })).toEqual(['b-late 2']);
      expect(await linesOf({}, ['12'])).toEqual(['b-late 2']);
      expect(await linesOf({ strategy: 'core' })).toEqual(['own 1']);
      expect(await ledger.count(globex, request, 10)).toBe(0);
    });

    it('finds what was planned and what was done within days', async () => {
      const ledger = createLedgerStore(opened.db);
      await made({ key: 'later', dueOn: today + 40 });
      await done(await made({ key: 'visit', dueOn: today }));
      const span = { step: 'core.visit', from: today, to: today + 9 };
      const at = noon.getTime();

      expect(await ledger.listPlanned(acme, span, null)).toMatchObject([
        { key: 'visit', status: 'done', completedAt: at },
      ]);
      const doneWithin = (fromMs: number, toMs: number) =>
        ledger.listDone(acme, { fromMs, toMs }, null);
      expect(await doneWithin(at, at + 1)).toHaveLength(1);
      expect(await doneWithin(at - 1, at)).toEqual([]);
      expect(await ledger.accountsOf(acme, ['visit', 'unknown'])).toEqual([
        { source: 'task', key: 'visit', account: { id: one, name: null } },
      ]);
    });

    it('groups open tasks that somebody has in place of somebody else', async () => {
      const problem = JSON.stringify([{ code: 'no_source' }]);
      await made({ key: 'first', ownerProblem: problem });
      await made({ key: 'second', ownerProblem: problem });
      await made({ key: 'right' });
      await made({ key: 'moved' });
      const move = { key: 'moved', from: '11', to: '12', problem: null };
      await stores.taskEdits.move(acme, [move]);

      const problems = await createLedgerStore(opened.db).listProblems(acme, null);

      expect(problems.toSorted((a, b) => b.tasks - a.tasks)).toEqual([
        { ownerId: '11', problem, movedFrom: null, tasks: 2 },
        { ownerId: '12', problem: null, movedFrom: '11', tasks: 1 },
      ]);
    });
  });

  describe('decisions', () => {
    const decided = (difference: Partial<StepDecision>) =>
      aDecision({ accountId: one, decidedOn: today, ...difference });

    it('are kept once as they were first, and count no more once they are undone', async () => {
      const { decisions } = stores;
      const before = { dueOn: today, ownerId: '11' };
      const snooze = decided({ id: 'snooze-0001', kind: 'snooze', untilOn: today + 9 });
      await decisions.add(acme, snooze, before);
      await decisions.add(acme, { ...snooze, untilOn: today + 30 }, null);
      await decisions.add(acme, decided({ id: 'accept-0001' }), null);

      expect(await decisions.find(acme, one, snooze.id)).toEqual({ ...snooze, before });
      expect(await decisions.find(globex, one, snooze.id)).toBeUndefined();
      await decisions.undo(acme, snooze, { authorId: 8, at: noon.getTime() });
      await decisions.undo(acme, snooze, { authorId: 9, at: noon.getTime() + 1 });

      expect(await decisions.find(acme, one, snooze.id)).toBeUndefined();
      const left = await decisions.listSince(acme, [one], today);
      expect(left.get(one)?.map(({ id }) => id)).toEqual(['accept-0001']);
      expect(await decisions.countSince(acme, today)).toEqual([
        { step: 'core.visit', kind: 'accept', times: 1 },
      ]);
      expect(await decisions.countSince(acme, today + 1)).toEqual([]);
    });
  });
}
