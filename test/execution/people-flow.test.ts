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

it('gives the tasks of a fallback who left to whom delays are told to, and says so', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  const [fallback, director] = app.owners;
  const roles = { chains: {}, fallbackOwnerId: fallback?.id ?? '' };
  await app.switchOn(['core'], { roles, escalationOwnerId: director?.id ?? '' });
  await app.situation(company, { type: 'core' });
  await app.pass();
  expect(app.tasks()[0]?.ownerId).toBe(fallback?.id);

  const owners = await app.stores.portals.listOwners(portal);
  const left = owners.map((owner) => ({ ...owner, isActive: owner.id !== fallback?.id }));
  await app.stores.portals.saveMetadata(portal, left, app.deps.now());
  await app.move();
  await app.pass();

  expect(app.tasks()[0]?.ownerId).toBe(director?.id);
  const [kept] = await app.kept(company);
  expect(kept?.ownerProblem).toContain('deactivated_owner');
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
  const outlooks = await app.stores.situations.outlooks(portal, [kept.accountId ?? accountId('')]);
  expect([...outlooks.values()].map(({ nextActionOn }) => nextActionOn)).toEqual([dueOn]);
});

it('makes each next action of a task a task of its own, once', async () => {
  await using app = await portalWithTasks();
  const { kept } = await oneTask(app);
  const say = (title: string, id?: string) =>
    logExecution(app.deps, portal, {
      ...(id !== undefined && { id }),
      taskKey: kept.key,
      status: 'in_progress',
      feedback: null,
      problem: null,
      nextAction: { title, ownerId: app.owners[0]?.id ?? '', dueOn: app.today() + 5 },
      authorId: 7,
    });

  await say('Send the offer');
  await say('Send the offer');
  await say('Book the workshop');
  await say('Call again', 'ap-1');
  await say('Call again', 'ap-1');
  await say('Call again', 'ap-2');
  await app.pass();

  const titles = app.tasks().map(({ subject }) => subject.split(' – ')[0]);
  expect(titles.filter((title) => !title?.startsWith('['))).toHaveLength(4);
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

it('tells the manager of an overdue next action of a core step', async () => {
  await using app = await portalWithTasks();
  const [manager, owner] = app.owners;
  const [company = 0] = app.companyIds;
  const roles = { chains: {}, fallbackOwnerId: owner?.id ?? '' };
  await app.switchOn(['core'], { escalationOwnerId: manager?.id ?? '', roles });
  await app.situation(company, { type: 'core' });
  await app.pass();
  const [kept] = await app.kept(company);
  await logExecution(app.deps, portal, {
    taskKey: kept?.key ?? '',
    status: 'done',
    feedback: null,
    problem: null,
    nextAction: { title: 'Send the offer', ownerId: owner?.id ?? '', dueOn: app.today() + 1 },
    authorId: 7,
  });

  await app.days(12);

  const told = app.tasks().filter(({ subject }) => subject.startsWith('Overdue: Send the offer'));
  expect(told).toMatchObject([{ ownerId: manager?.id, companyIds: [company] }]);
});

it('tells the manager of overdue win-back steps of core accounts, and of no others', async () => {
  await using app = await portalWithTasks();
  const [manager, owner] = app.owners;
  const [core = 0, other = 0] = app.companyIds;
  const roles = { chains: {}, fallbackOwnerId: owner?.id ?? '' };
  await app.switchOn(['win_back'], { escalationOwnerId: manager?.id ?? '', roles });
  await app.situation(core, { type: 'core', risk: 'high' });
  await app.situation(other, { type: 'maintain', risk: 'high' });
  await app.pass();

  await app.days(14);

  const told = app.tasks().filter(({ subject }) => subject.startsWith('Overdue'));
  expect(new Set(told.flatMap(({ companyIds }) => companyIds))).toEqual(new Set([core]));
});

it('tells the manager of an overdue core step once', async () => {
  await using app = await portalWithTasks();
  const [manager] = app.owners;
  const [company = 0] = app.companyIds;
  const roles = { chains: {}, fallbackOwnerId: app.owners[1]?.id ?? '' };
  await app.switchOn(['core'], { escalationOwnerId: manager?.id ?? '', roles });
  await app.situation(company, { type: 'core' });
  await app.pass();
  await app.days(16);

  const told = app.tasks().filter(({ subject }) => subject.startsWith('Overdue: Assign'));
  expect(told).toMatchObject([{ ownerId: manager?.id, companyIds: [company] }]);
});
