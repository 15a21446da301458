import { expect, it } from 'vitest';
import { sendTasks } from '../../src/execution/send-tasks.ts';
import { isoDate } from '../../src/model/day.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks, taskType } from './with-tasks.ts';

it('gives an account its tasks, with the reasons, the link and the word to find them by', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['core']);
  await app.situation(company, { type: 'core' });

  await app.pass();

  const [task, ...others] = app.tasks();
  expect(others).toEqual([]);
  expect(task).toMatchObject({ companyIds: [company], status: 'NOT_STARTED', priority: 'HIGH' });
  expect(task?.subject).toMatch(
    /^\[Core customers\] Assign a dedicated key-account manager – .+ \(/,
  );
  expect(task?.dueOn).toBe(isoDate(app.today() + 3));
  expect(task?.body).toContain(`/contacts/424242/record/0-2/${company}`);
  expect(task?.body).toMatch(/Why:.*Checklist:.*Mainstay reference ms[0-9a-f]{24}/);
});

it('makes nothing of strategies that are off', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn([]);
  await app.situation(company, { type: 'core' });

  await app.pass();

  expect(app.tasks()).toEqual([]);
});

it('wins back in exactly four steps, once', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['win_back']);
  await app.situation(company, { type: 'maintain', risk: 'high' });
  const start = app.today();

  await app.pass();
  await app.days(40);

  const due = (await app.kept(company)).map(({ step, plannedOn }) => [step, plannedOn - start]);
  expect(due.sort()).toEqual([
    ['wb.call', 3],
    ['wb.follow', 30],
    ['wb.gift', 10],
    ['wb.plan', 7],
  ]);
  expect(app.tasks().filter(({ subject }) => subject.startsWith('[Win-back]'))).toHaveLength(4);
});

it('takes untouched tasks back when the type changes, and leaves started ones', async () => {
  await using app = await portalWithTasks();
  const [one = 0, two = 0] = app.companyIds;
  await app.switchOn(['core', 'maintain']);
  for (const company of [one, two]) await app.situation(company, { type: 'core' });
  await app.pass();
  const started = app.tasks().find(({ companyIds }) => companyIds.includes(two));
  app.user.update(taskType, started?.id ?? 0, { hs_task_status: 'IN_PROGRESS' });
  await app.heard();

  for (const company of [one, two]) await app.situation(company, { type: 'maintain' });
  await app.pass();

  const core = app.tasks().filter(({ subject }) => subject.startsWith('[Core'));
  const [untouched] = core.filter(({ companyIds }) => companyIds.includes(one));
  expect(untouched?.status).toBe('COMPLETED');
  expect(untouched?.body).toContain('superseded');
  expect(core.find(({ id }) => id === started?.id)?.status).toBe('IN_PROGRESS');
  const [kept] = (await app.kept(one)).filter(({ strategy }) => strategy === 'core');
  expect(kept?.status).toBe('withdrawn');
});

it('leaves what somebody has begun although the event got lost, asking once for all', async () => {
  await using app = await portalWithTasks();
  const [one = 0, ...others] = app.companyIds;
  await app.switchOn(['core', 'maintain']);
  for (const company of app.companyIds) await app.situation(company, { type: 'core' });
  await app.pass();
  const started = app.tasks().find(({ companyIds }) => companyIds.includes(one));
  app.sandbox.addFault({ kind: 'miss-webhooks' });
  app.user.update(taskType, started?.id ?? 0, { hs_task_status: 'IN_PROGRESS' });
  const asked: number[] = [];
  const taskApi: typeof app.deps.taskApi = {
    ...app.deps.taskApi,
    async readTasks(portalId, ids, parts) {
      asked.push(ids.length);
      return await app.deps.taskApi.readTasks(portalId, ids, parts);
    },
  };

  for (const company of app.companyIds) await app.situation(company, { type: 'maintain' });
  await app.plan();
  while ((await sendTasks({ ...app.deps, taskApi }, portal)) > 0);

  const core = app.tasks().filter(({ subject }) => subject.startsWith('[Core'));
  expect(core.find(({ id }) => id === started?.id)?.status).toBe('IN_PROGRESS');
  expect(core.filter(({ status }) => status === 'COMPLETED')).toHaveLength(others.length);
  expect(asked).toEqual([app.companyIds.length]);
  const [kept] = (await app.kept(one)).filter(({ strategy }) => strategy === 'core');
  expect(kept).toMatchObject({ status: 'in_progress', whyEnded: null });
});

it('counts as done what somebody did before it was taken back, and not what it completed itself', async () => {
  await using app = await portalWithTasks();
  const [one = 0, two = 0] = app.companyIds;
  await app.switchOn(['core', 'maintain']);
  for (const company of [one, two]) await app.situation(company, { type: 'core' });
  await app.pass();
  const done = app.tasks().find(({ companyIds }) => companyIds.includes(one));
  app.user.update(taskType, done?.id ?? 0, { hs_task_status: 'COMPLETED' });
  for (const company of [one, two]) await app.situation(company, { type: 'maintain' });
  await app.plan();
  const taskApi: typeof app.deps.taskApi = {
    ...app.deps.taskApi,
    async updateTasks(portalId, updates) {
      await app.deps.taskApi.updateTasks(portalId, updates);
      throw new Error('killed');
    },
  };
  await expect(sendTasks({ ...app.deps, taskApi }, portal)).rejects.toThrow('killed');

  await app.send();
  await app.heard();
  app.app.advance(3_700_000);
  await app.pass();

  const statusOf = async (company: number) =>
    (await app.kept(company)).find(({ strategy }) => strategy === 'core')?.status;
  expect(await statusOf(one)).toBe('done');
  expect(await statusOf(two)).toBe('withdrawn');
});

it('opens a task again that was taken back within its period', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['core']);
  await app.situation(company, { type: 'core' });
  await app.pass();
  await app.situation(company, { type: null });
  await app.pass();
  expect(app.tasks()[0]?.status).toBe('COMPLETED');

  await app.situation(company, { type: 'core' });
  await app.pass();

  expect(app.tasks().map(({ status }) => status)).toEqual(['NOT_STARTED']);
});

it('deletes instead of completing where an admin wants it so', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['core'], { withdrawMode: 'delete' });
  await app.situation(company, { type: 'core' });
  await app.pass();

  await app.situation(company, { type: null });
  await app.pass();
  expect(app.tasks()).toEqual([]);

  await app.situation(company, { type: 'core' });
  await app.pass();
  expect(app.tasks()).toHaveLength(1);
});

it('gives nobody more than their day holds, the most important first', async () => {
  await using app = await portalWithTasks({ companies: 8 });
  const limits = { newTasksPerOwnerPerDay: 1, openTasksPerOwner: 2, leadDays: 7, queueDays: 30 };
  await app.switchOn(['core'], { limits });
  const [least = 0, most = 0, ...others] = app.companyIds;
  for (const company of [least, ...others]) await app.situation(company, { type: 'core' });
  await app.situation(most, { type: 'core', revenueAtRisk: 9_000 });

  await app.pass();
  expect(app.tasks().map(({ companyIds }) => companyIds)).toEqual([[most]]);

  await app.days(1);
  expect(app.tasks()).toHaveLength(2);
  await app.days(1);
  expect(app.tasks()).toHaveLength(2);
});

it('opens again what was taken back only where the table has room', async () => {
  await using app = await portalWithTasks();
  const limits = { newTasksPerOwnerPerDay: 10, openTasksPerOwner: 2, leadDays: 7, queueDays: 30 };
  const roles = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
  await app.switchOn(['core'], { limits, roles });
  const [one = 0, two = 0, three = 0, four = 0] = app.companyIds;
  const turn = async (companies: readonly number[], type: 'core' | null) => {
    for (const company of companies) await app.situation(company, { type });
    await app.pass();
  };
  await turn([one, two], 'core');
  await turn([one, two], null);
  await turn([three, four], 'core');

  await turn([one, two], 'core');

  const open = () => app.tasks().filter(({ status }) => status !== 'COMPLETED');
  expect(open().flatMap(({ companyIds }) => companyIds)).toEqual([three, four]);
  await turn([three], null);
  await app.days(1);
  expect(open()).toHaveLength(2);
});

it.each(['complete', 'delete'] as const)(
  'opens no more again in a day than one may bring, where withdrawing means to %s',
  async (withdrawMode) => {
    await using app = await portalWithTasks();
    const limits = { newTasksPerOwnerPerDay: 2, openTasksPerOwner: 9, leadDays: 7, queueDays: 30 };
    const roles = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
    await app.switchOn(['core'], { limits, roles, withdrawMode });
    const turn = async (type: 'core' | null) => {
      for (const company of app.companyIds) await app.situation(company, { type });
      await app.days(1);
    };
    await turn('core');
    await turn('core');
    await turn(null);

    await turn('core');

    expect(app.tasks().filter(({ status }) => status !== 'COMPLETED')).toHaveLength(2);
    // Over the days off.
    await app.days(3);
    expect(app.tasks().filter(({ status }) => status !== 'COMPLETED')).toHaveLength(4);
  },
);

it('counts a task on the day HubSpot gets it', async () => {
  await using app = await portalWithTasks();
  const limits = { newTasksPerOwnerPerDay: 1, openTasksPerOwner: 20, leadDays: 7, queueDays: 30 };
  const roles = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
  await app.switchOn(['core'], { limits, roles });
  for (const company of app.companyIds) await app.situation(company, { type: 'core' });
  app.sandbox.addFault({ kind: 'status', status: 403, path: '/tasks/batch/create$' });
  for (let day = 0; day < 3; day += 1) {
    await app.plan();
    await app.send();
    app.app.advance(86_400_000);
  }
  app.sandbox.clearFaults();
  expect(app.tasks()).toHaveLength(0);

  await app.pass();
  expect(app.tasks()).toHaveLength(1);
  await app.days(1);
  expect(app.tasks()).toHaveLength(2);
});

it('keeps what a full day cannot take until the next one', async () => {
  await using app = await portalWithTasks();
  const limits = { newTasksPerOwnerPerDay: 3, openTasksPerOwner: 20, leadDays: 7, queueDays: 30 };
  const roles = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
  await app.switchOn(['core'], { limits, roles });
  for (const company of app.companyIds) await app.situation(company, { type: 'core' });
  await app.plan();
  await app.switchOn(['core'], { limits: { ...limits, newTasksPerOwnerPerDay: 1 }, roles });

  while ((await app.send()) > 0);

  expect(app.tasks()).toHaveLength(1);
  await app.days(1);
  expect(app.tasks()).toHaveLength(2);
});

it('merges what one person does for many accounts, and lets accounts join', async () => {
  await using app = await portalWithTasks();
  const [one = 0, two = 0] = app.companyIds;
  const owners = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
  await app.switchOn(['data_quality'], { roles: owners });
  await app.situation(one, { type: 'core' });
  while (new Date(app.deps.now()).getUTCMonth() !== 0) await app.days(1);
  await app.days(10);
  const [task] = app.tasks();
  expect(task?.subject).toContain('1 account');

  await app.situation(two, { type: 'core' });
  await app.pass();

  expect(app.tasks()).toHaveLength(1);
  expect(app.tasks()[0]?.subject).toContain('2 accounts');
  expect(app.tasks()[0]?.body).toContain(String(two));
});

it('shows a merged task on the companies that join it, and no more on those that leave', async () => {
  await using app = await portalWithTasks();
  const [one = 0, two = 0] = app.companyIds;
  const roles = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
  await app.switchOn(['data_quality'], { roles });
  await app.situation(one, { type: 'core' });
  while (new Date(app.deps.now()).getUTCMonth() !== 0) await app.days(1);
  await app.days(10);

  await app.situation(two, { type: 'core' });
  await app.pass();
  expect(app.tasks()[0]?.companyIds.toSorted()).toEqual([one, two]);

  await app.situation(one, { type: null });
  await app.pass();
  expect(app.tasks()[0]?.companyIds).toEqual([two]);
});

it('shows a merged task on all of its companies, however many', async () => {
  await using app = await portalWithTasks({ companies: 105 });
  const roles = { chains: {}, fallbackOwnerId: app.owners[0]?.id ?? '' };
  await app.switchOn(['data_quality'], { roles });
  while (new Date(app.deps.now()).getUTCMonth() !== 0) app.app.advance(86_400_000);
  for (const company of app.companyIds) await app.situation(company, { type: 'core' });
  await app.days(14);

  expect(app.tasks()[0]?.companyIds).toHaveLength(105);
});
