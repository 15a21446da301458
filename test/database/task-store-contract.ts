import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { taskMarker } from '../../src/execution/task-marker.ts';
import { type AccountId, accountId } from '../../src/model/ids.ts';
import type { ImportedExecution } from '../../src/model/imported-execution.ts';
import type { NewTask, TaskSubject } from '../../src/model/step-task.ts';
import type { Situation } from '../../src/model/strategy.ts';
import { createStores } from '../../src/stores.ts';
import { empty } from '../support/database.ts';
import { acme, globex, later, noon, someSettings } from '../support/records.ts';
import type { OpenDatabase } from './store-contract.ts';

const one = accountId('1');
const two = accountId('2');
const today = 20_000;
const nothing = { create: [], extend: [], withdraw: [], reopen: [], startOn: today };

function aTask(difference: Partial<NewTask> = {}): NewTask {
  const key = difference.key ?? '1:1:core:1:core.visit:2026-11';
  return {
    key,
    marker: taskMarker(key),
    kind: 'step',
    parentKey: null,
    accountId: one,
    ownerId: '7',
    role: 'kam',
    ownerProblem: null,
    strategy: 'core',
    version: 1,
    step: 'core.visit',
    period: '2026-11',
    mode: 'task',
    title: null,
    dueOn: today + 5,
    createdOn: today,
    weight: 10,
    urgency: 'high',
    ...difference,
  };
}

function aSubject(task: NewTask, account: AccountId = one): TaskSubject {
  const { step, period, strategy, key } = task;
  return { accountId: account, step, period, strategy, taskKey: key, stepKey: `${key}/${account}` };
}

const aSituation = (difference: Partial<Situation> = {}): Situation => ({
  accountId: one,
  type: 'core',
  risk: 'low',
  value: 'high',
  isLost: false,
  lastOrderOn: null,
  nextExpectedOn: null,
  priority: 6,
  revenueAtRisk: 12.5,
  ...difference,
});

/** What the stores of tasks promise, whatever engine is below them. */
export function describeTaskStores(open: OpenDatabase): void {
  let opened: Awaited<ReturnType<OpenDatabase>>;
  let stores: ReturnType<typeof createStores>;
  beforeAll(async () => {
    opened = await open();
    stores = createStores(opened.db, someSettings);
  });
  beforeEach(() => empty(opened.db));
  afterAll(() => opened[Symbol.asyncDispose]());

  async function made(task = aTask(), accounts = [one]) {
    const subjects = accounts.map((account) => aSubject(task, account));
    await stores.taskChanges.carryOut(acme, { ...nothing, create: [{ task, subjects }] });
    return task;
  }
  const statusOf = async (key: string) => (await stores.tasks.find(acme, key))?.status;

  describe('tasks', () => {
    it('are made once an occasion, whatever key they are asked for by, and in their portal', async () => {
      const task = await made();
      await made();
      await made(aTask({ key: '1:1:core:2:core.visit:2026-11', version: 2 }));

      const kept = await stores.tasks.listOf(acme, one, 9);
      expect(kept.map(({ key }) => key)).toEqual([task.key]);
      expect(kept[0]).toMatchObject({ ...task, plannedOn: task.dueOn, sync: 'to_create' });
      expect(await stores.tasks.listOf(globex, one, 9)).toEqual([]);
      expect(await stores.tasks.nextDates(acme, [one])).toEqual(new Map([[one, task.dueOn]]));
    });

    it('are claimed by one of those who ask', async () => {
      const { key } = await made();

      const claims = await Promise.all(
        Array.from({ length: 5 }, () => stores.taskSync.claim(acme, [key], { now: noon, today })),
      );

      expect(claims.flat()).toMatchObject([{ key, sync: 'sending' }]);
      expect(await stores.tasks.listToCreate(acme, 9, later(1))).toEqual([]);
      const lost = await stores.tasks.listLost(acme, noon.getTime() + 1, 9);
      expect(lost.map((task) => task.key)).toEqual([key]);
    });

    it('are told again when they changed while HubSpot was told', async () => {
      const { key } = await made();
      await stores.taskSync.claim(acme, [key], { now: noon, today });
      await stores.taskEdits.postpone(acme, key, today + 9);
      await stores.taskSync.created(acme, [{ key, hubspotId: '99' }], 0);

      const [asked] = await stores.tasks.listToUpdate(acme, 9, noon);
      expect(asked).toMatchObject({ changes: ['due'], dueOn: today + 9, hubspotId: '99' });
      await stores.taskEdits.retell(acme, key);
      await stores.taskSync.told(acme, asked ? [asked] : []);
      expect(await stores.tasks.listToUpdate(acme, 9, noon)).toHaveLength(1);

      await stores.taskSync.told(acme, await stores.tasks.listToUpdate(acme, 9, noon));
      expect(await stores.tasks.countToSend(acme, noon)).toBe(0);
    });

    it('that are merged go on until the last account has left, and are opened again', async () => {
      const task = await made(aTask({ accountId: null, mode: 'bundled_task' }), [one, two]);
      const leaves = (account: AccountId) => ({
        stepKey: `${task.key}/${account}`,
        why: 'superseded' as const,
      });

      await stores.taskChanges.carryOut(acme, { ...nothing, withdraw: [leaves(one)] });
      expect(await statusOf(task.key)).toBe('not_started');
      await stores.taskChanges.carryOut(acme, { ...nothing, withdraw: [leaves(two)] });
      expect(await statusOf(task.key)).toBe('withdrawn');

      const reopen = [`${task.key}/${two}`];
      await stores.taskChanges.carryOut(acme, { ...nothing, reopen, startOn: today + 20 });
      expect(await stores.tasks.find(acme, task.key)).toMatchObject({
        status: 'not_started',
        dueOn: today + 20,
      });
      const subjects = await stores.taskAccounts.subjectsOf(acme, [task.key]);
      expect(subjects.get(task.key)?.map((subject) => subject.accountId)).toEqual([two]);
    });

    it('are reported while the fallback has them, or HubSpot refuses them', async () => {
      const { key } = await made();
      expect(await stores.taskProblems.list(acme, 9)).toEqual([]);

      await stores.taskEdits.move(acme, [{ key, from: '7', to: '8', problem: '[]' }]);
      await stores.taskSync.postpone(acme, [key], { until: 5, reason: 'no such owner' });

      const problem = { taskKey: key, ownerId: '8', movedFrom: '7', refusal: 'no such owner' };
      expect(await stores.taskProblems.list(acme, 9)).toMatchObject([problem]);
      expect(await stores.taskProblems.list(globex, 9)).toEqual([]);
    });

    it('for birthdays of erased contacts are closed in HubSpot before they are purged', async () => {
      const birthday = (word: string, key: string) =>
        aTask({ key: `${key}:birthday-${word}-2026`, step: key, period: `birthday-${word}-2026` });
      const unsent = await made(birthday('aa', 'kd.unsent'));
      const sent = await made(birthday('aa', 'kd.sent'));
      const done = await made(birthday('aa', 'kd.done'));
      const others = await made(birthday('bb', 'kd.others'));
      for (const { key } of [sent, done]) {
        await stores.taskSync.claim(acme, [key], { now: noon, today });
        await stores.taskSync.created(acme, [{ key, hubspotId: key }], 0);
      }
      const report = { status: 'done', feedback: null, problem: null, authorId: 1, at: 5 } as const;
      await stores.taskEdits.log(acme, done.key, report);
      await stores.taskSync.told(acme, await stores.tasks.listToUpdate(acme, 9, noon));
      const keys = async () =>
        (await stores.tasks.listOf(acme, one, 9)).map(({ key }) => key).sort();

      expect(await stores.birthdayTasks.erase(globex, ['aa'])).toEqual([]);
      expect(await stores.birthdayTasks.erase(acme, ['aa'])).toEqual([one, one, one]);
      await stores.birthdayTasks.purge(acme);

      expect(await keys()).toEqual([others.key, sent.key].sort());
      const [told] = await stores.tasks.listToUpdate(acme, 9, noon);
      expect(told).toMatchObject({ key: sent.key, status: 'withdrawn' });
      expect(await statusOf(unsent.key)).toBeUndefined();
      await stores.taskSync.told(acme, told ? [told] : []);
      await stores.birthdayTasks.purge(acme);
      expect(await keys()).toEqual([others.key]);
    });

    it('count for their owners while they are open, and on the day they were made', async () => {
      const { key } = await made();
      const report = { status: 'done', feedback: 'ok', problem: null, authorId: 1, at: 5 } as const;
      await stores.taskEdits.log(acme, key, report);

      const known = { key, ownerId: '7', createdOn: today, isOpen: false, isWithdrawn: false };
      expect(await stores.tasks.listKnown(acme, today, today)).toEqual([known]);
      expect(await stores.tasks.listKnown(acme, today + 1, today)).toEqual([]);
    });
  });

  describe('situations', () => {
    it('ask for a new plan when the type, the value or the risk is another', async () => {
      await stores.situations.save(acme, [aSituation()]);
      const [due] = await stores.plans.listDue(acme, 9);
      await stores.plans.forgetDue(acme, due ? [due] : []);

      await stores.situations.save(acme, [aSituation({ revenueAtRisk: 99, lastOrderOn: 5 })]);
      expect(await stores.plans.listDue(acme, 9)).toEqual([]);
      await stores.situations.save(acme, [aSituation({ risk: 'high' })]);
      expect(await stores.plans.listDue(acme, 9)).toEqual([{ accountId: one, seq: 1 }]);
      expect(await stores.plans.countDue(globex)).toBe(0);
    });

    it('of accounts that are not scored any more have no type', async () => {
      await stores.situations.save(acme, [aSituation()]);

      const [account] = await stores.plans.listAccounts(acme, { kind: 'all' }, null, 9);

      expect(account?.situation).toMatchObject({ accountId: one, type: null, risk: null });
    });
  });

  it('keep runs as they stand, one for each start', async () => {
    const run = { accountId: one, strategy: 'core', startedOn: today } as const;
    await stores.runs.save(acme, [{ ...run, endedOn: null, outcome: null }]);
    expect(await stores.runs.isAnyOpen(acme)).toBe(true);

    await stores.runs.save(acme, [{ ...run, endedOn: today + 1, outcome: 'superseded' }]);
    await stores.runs.save(acme, [{ ...run, startedOn: today + 2, endedOn: null, outcome: null }]);

    const runs = (await stores.runs.listOf(acme, [one])).get(one);
    expect(runs?.map(({ endedOn }) => endedOn)).toEqual([today + 1, null]);
    expect(await stores.runs.isAnyOpen(globex)).toBe(false);
  });

  describe('what strategies left of an account', () => {
    const run = { strategy: 'core', startedOn: today, endedOn: null, outcome: null } as const;

    it('goes to the account that it was merged into, but for what that account has itself', async () => {
      const own = await made();
      const other = await made(aTask({ key: 'other', period: '2026-12' }));
      const heirs = await made(aTask({ key: 'heirs', accountId: two }), [two]);
      await stores.runs.save(acme, [{ ...run, accountId: one }]);

      await stores.trails.move(acme, one, two);
      await stores.trails.move(acme, one, two);

      const keysOf = async (account: AccountId) =>
        (await stores.tasks.listOf(acme, account, 9)).map(({ key }) => key).sort();
      expect(await keysOf(two)).toEqual([heirs.key, other.key].sort());
      expect(await keysOf(one)).toEqual([own.key]);
      expect(await stores.runs.listOf(acme, [one, two])).toEqual(new Map([[two, [run]]]));
      expect((await stores.trails.withAny(acme, [one, two])).sort()).toEqual([one, two]);
    });

    it('goes on with ledgers that were kept elsewhere, a step of a day once', async () => {
      const line: Omit<ImportedExecution, 'accountId'> = {
        ...{ key: 'a', step: 'Visit', ownerId: null, ownerName: null, plannedOn: today },
        ...{ doneOn: today, feedback: 'of one', problem: null, nextAction: null },
        status: 'done',
      };
      await stores.imported.save(acme, [
        { ...line, accountId: one },
        { ...line, accountId: one, key: 'b' },
        { ...line, accountId: two, feedback: 'of two' },
      ]);

      await stores.trails.move(acme, one, two);
      await stores.trails.move(acme, one, two);

      const saidOf = async (account: AccountId) =>
        (await stores.imported.listOf(acme, account, 9)).map(({ feedback }) => feedback);
      expect(await saidOf(two)).toEqual(['of two', 'of one']);
      expect(await stores.trails.listGone(acme, 9)).toEqual([one, two]);
      await stores.trails.forget(acme, [one, two]);
      expect(await saidOf(one)).toEqual([]);
      expect(await saidOf(two)).toEqual([]);
    });

    it('is forgotten when the company is gone and nobody is at it any more', async () => {
      const { key } = await made();
      await stores.situations.save(acme, [aSituation()]);
      await stores.runs.save(acme, [{ ...run, accountId: one }]);
      await stores.taskSync.claim(acme, [key], { now: noon, today });
      await stores.taskSync.created(acme, [{ key, hubspotId: '99' }], 0);
      expect(await stores.trails.listGone(acme, 9)).toEqual([one]);
      expect(await stores.trails.listGone(globex, 9)).toEqual([]);

      await stores.trails.forget(acme, [one]);
      expect(await stores.trails.withAny(acme, [one])).toEqual([one]);
      await stores.taskSync.gone(acme, [key]);
      await stores.trails.forget(acme, [one]);

      expect(await stores.trails.withAny(acme, [one])).toEqual([]);
      expect(await stores.trails.listGone(acme, 9)).toEqual([]);
    });
  });
}
