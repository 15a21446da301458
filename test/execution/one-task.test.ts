import { expect, it } from 'vitest';
import { sendTasks } from '../../src/execution/send-tasks.ts';
import { isoDate } from '../../src/model/day.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks, type TaskPortal } from './with-tasks.ts';

const createPath = '/tasks/batch/create$';
const minuteMs = 60_000;

async function coreAccounts(app: TaskPortal) {
  await app.switchOn(['core']);
  for (const company of app.companyIds) await app.situation(company, { type: 'core' });
  await app.plan();
}

/** Each account's first task, however often it is there. */
const companies = (app: TaskPortal) => app.tasks().flatMap(({ companyIds }) => companyIds);

it('makes a task once although its creation was never answered', async () => {
  await using app = await portalWithTasks();
  await coreAccounts(app);
  app.sandbox.addFault({ kind: 'drop', path: createPath, count: 1 });

  await app.send();
  expect(companies(app).toSorted()).toEqual(app.companyIds);
  await app.pass();
  app.app.advance(10_000);
  await app.pass();
  expect(await app.stores.tasks.countToSend(portal, app.deps.now())).toBe(app.companyIds.length);

  app.app.advance(5 * minuteMs);
  await app.pass();

  expect(companies(app).toSorted()).toEqual(app.companyIds);
  expect(await app.stores.tasks.countToSend(portal, app.deps.now())).toBe(0);
});

it('makes a task after all whose creation never left', async () => {
  await using app = await portalWithTasks();
  await coreAccounts(app);
  const listed = await app.stores.tasks.listToCreate(portal, 9, app.deps.now());
  const keys = listed.map(({ key }) => key);
  await app.stores.taskSync.claim(portal, keys, { now: app.deps.now(), today: app.today() });

  await app.pass();
  expect(app.tasks()).toEqual([]);
  app.app.advance(5 * minuteMs);
  await app.pass();

  expect(companies(app).toSorted()).toEqual(app.companyIds);
});

it.each([500, 502, 429, 423, 403])('makes a task once when HubSpot answers %i', async (status) => {
  await using app = await portalWithTasks();
  await coreAccounts(app);
  app.sandbox.addFault({
    kind: 'status',
    status,
    path: createPath,
    count: 1,
    policyName: 'SECONDLY',
  });

  await app.pass();
  app.app.advance(30 * minuteMs);
  await app.pass();

  expect(companies(app).toSorted()).toEqual(app.companyIds);
});

it('makes each task once in a hundred runs side by side', async () => {
  await using app = await portalWithTasks();
  await app.switchOn(['core']);
  for (const company of app.companyIds) await app.situation(company, { type: 'core' });

  await Promise.all(
    Array.from({ length: 100 }, async () => {
      await app.plan();
      await sendTasks(app.deps, portal);
    }),
  );
  await app.pass();

  expect(companies(app).toSorted()).toEqual(app.companyIds);
});

it('sends the others when HubSpot refuses one', async () => {
  await using app = await portalWithTasks();
  await coreAccounts(app);
  const [gone = 0, ...others] = app.companyIds;
  app.user.remove('0-2', gone);

  await app.send();

  expect(companies(app).toSorted()).toEqual(others);
  const [refused] = await app.kept(gone);
  expect(refused).toMatchObject({ sync: 'to_create', attempts: 1 });
  expect(refused?.lastError).toBeTruthy();
});

it('makes a task as somebody decided while it was about to be made', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['core']);
  const account = await app.situation(company, { type: 'core' });
  await app.plan();
  const [planned] = await app.kept(company);
  const untilOn = (planned?.dueOn ?? 0) + 20;
  const { taskEdits } = app.deps;
  const tasks: typeof app.deps.tasks = {
    ...app.deps.tasks,
    async listToCreate(...asked) {
      const listed = await app.deps.tasks.listToCreate(...asked);
      await taskEdits.postpone(portal, planned?.key ?? '', untilOn);
      return listed;
    },
  };

  await sendTasks({ ...app.deps, tasks }, portal);

  expect(app.tasks().map(({ dueOn }) => dueOn)).toEqual([isoDate(untilOn)]);
  expect((await app.stores.tasks.listOf(portal, account, 9))[0]?.sync).toBe('sent');
});
