import { expect, it } from 'vitest';
import { isoDate } from '../../src/model/day.ts';
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
