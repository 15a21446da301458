import { expect, it } from 'vitest';
import { decideStep } from '../../src/execution/decide-step.ts';
import { logExecution } from '../../src/execution/log-execution.ts';
import { isoDate } from '../../src/model/day.ts';
import { accountId } from '../../src/model/ids.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks, type TaskPortal, taskType } from './with-tasks.ts';

/** A core account with the task of its first days. */
async function oneTask(app: TaskPortal) {
  const [company = 0] = app.companyIds;
  await app.switchOn(['core']);
  await app.situation(company, { type: 'core' });
  await app.pass();
  const [task] = app.tasks();
  const [kept] = await app.kept(company);
  if (!task || !kept) throw new Error('there is a task');
  return { company, task, kept };
}

it('sees what people do with a task: done, postponed, given away', async () => {
  await using app = await portalWithTasks();
  const { company, task } = await oneTask(app);
  const [owner] = app.owners;

  app.user.update(taskType, task.id, {
    hs_timestamp: `${isoDate(app.today() + 5)}T09:00:00Z`,
    hubspot_owner_id: owner?.id ?? '',
  });
  await app.heard();
  const [moved] = await app.kept(company);
  expect(moved).toMatchObject({
    dueOn: app.today() + 5,
    ownerId: owner?.id,
    plannedOn: app.today() + 3,
  });

  app.user.update(taskType, task.id, { hs_task_status: 'COMPLETED' });
  await app.heard();
  const [done] = await app.kept(company);
  expect(done).toMatchObject({ status: 'done', completedAt: expect.any(Number) });
});

it('looks at open tasks within the hour even where no event came', async () => {
  await using app = await portalWithTasks();
  const { company, task } = await oneTask(app);
  app.sandbox.addFault({ kind: 'miss-webhooks' });

  app.user.update(taskType, task.id, { hs_task_status: 'IN_PROGRESS' });
  await app.heard();
  expect((await app.kept(company))[0]?.status).toBe('not_started');

  app.app.advance(3_600_000);
  await app.read();
  expect((await app.kept(company))[0]?.status).toBe('in_progress');
});

it('does not make a task again that somebody deleted', async () => {
  await using app = await portalWithTasks();
  const { company, task } = await oneTask(app);

  app.user.remove(taskType, task.id);
  await app.heard();
  await app.pass();
  await app.days(3);

  const own = (await app.kept(company)).filter(({ step }) => step === 'core.kam');
  expect(own.map(({ status, sync }) => [status, sync])).toEqual([['dismissed', 'gone']]);
  expect(app.tasks().filter(({ subject }) => subject.includes('Assign'))).toEqual([]);
});

it('passes the tasks of somebody who left on, and says so', async () => {
  await using app = await portalWithTasks();
  const { company, task } = await oneTask(app);
  const fallback = app.owners.at(-1)?.id ?? '';
  const [other] = app.owners;
  app.user.update(taskType, task.id, { hubspot_owner_id: other?.id ?? '' });
  await app.heard();
  const owners = await app.stores.portals.listOwners(portal);
  const left = owners.map((owner) => ({ ...owner, isActive: owner.id !== other?.id }));
  await app.stores.portals.saveMetadata(portal, left, app.deps.now());

  await app.move();
  await app.send();

  expect(app.tasks()[0]?.ownerId).toBe(fallback);
  expect((await app.kept(company))[0]).toMatchObject({ ownerId: fallback, movedFrom: other?.id });
});

it('keeps what came of a task and makes the next action a task of its own, once', async () => {
  await using app = await portalWithTasks();
  const { company, kept } = await oneTask(app);
  const [owner] = app.owners;
  const dueOn = app.today() + 6;
  const execution = {
    taskKey: kept.key,
    status: 'done',
    feedback: '满意',
    problem: 'Delivery times',
    nextAction: { title: 'Send the delivery plan', ownerId: owner?.id ?? '', dueOn },
    authorId: 7,
  } as const;

  const first = await logExecution(app.deps, portal, execution);
  await logExecution(app.deps, portal, execution);
  await app.pass();

  expect(first).toMatchObject({ outcome: 'logged', isVague: true });
  const tasks = app.tasks();
  expect(tasks[0]?.status).toBe('COMPLETED');
  expect(tasks.slice(1)).toMatchObject([
    { ownerId: owner?.id, companyIds: [company], dueOn: isoDate(dueOn) },
  ]);
  expect(tasks[1]?.subject).toMatch(/^Send the delivery plan – /);
  const nextActions = await app.stores.situations.nextActions(portal, [
    kept.accountId ?? accountId(''),
  ]);
  expect([...nextActions.values()]).toEqual([dueOn]);
});

it('follows decisions: a dismissed step stays away, a snoozed one comes later', async () => {
  await using app = await portalWithTasks();
  const { company, kept } = await oneTask(app);
  const decision = {
    accountId: accountId(String(company)),
    strategy: 'core',
    step: 'core.kam',
    ownerId: null,
    stepKey: kept.key,
    note: 'The owner looks after them',
    authorId: 7,
    decidedAt: app.deps.now().getTime(),
    decidedOn: app.today(),
  } as const;

  const untilOn = app.today() + 90;
  await decideStep(app.deps, portal, { ...decision, id: 'a', kind: 'snooze', untilOn });
  await app.pass();
  expect(app.tasks()[0]?.dueOn).toBe(isoDate(app.today() + 33));

  await decideStep(app.deps, portal, { ...decision, id: 'b', kind: 'dismiss', untilOn: null });
  await app.pass();
  await app.days(3);
  const own = app.tasks().filter(({ subject }) => subject.includes('Assign'));
  expect(own.map(({ status }) => status)).toEqual(['COMPLETED']);
});

it('tells the manager of an overdue core step once', async () => {
  await using app = await portalWithTasks();
  const [manager] = app.owners;
  const [company = 0] = app.companyIds;
  await app.switchOn(['core'], { escalationOwnerId: manager?.id ?? '' });
  await app.situation(company, { type: 'core' });
  await app.pass();
  await app.days(16);

  const told = app.tasks().filter(({ subject }) => subject.startsWith('Overdue: Assign'));
  expect(told).toMatchObject([{ ownerId: manager?.id, companyIds: [company] }]);
});
