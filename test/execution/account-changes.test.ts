import { expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import { aCompany } from '../support/records.ts';
import { companyType, portal } from '../support/running-portal.ts';
import { portalWithTasks, type TaskPortal, taskType } from './with-tasks.ts';

async function lostAccount(app: TaskPortal, ownerId: string) {
  const [company = 0] = app.companyIds;
  await app.switchOn(['win_back']);
  await app.situation(company, { type: 'core', risk: 'high' });
  const account = accountId(String(company));
  let readAt = app.deps.now().getTime();
  const isOwnedBy = async (id: string) => {
    readAt += 1;
    const records = [aCompany({ id: account, ownerId: id })];
    await app.stores.records.save(portal, { type: 'company', readAt, records });
  };
  await isOwnedBy(ownerId);
  await app.pass();
  const call = () => app.tasks().filter(({ subject }) => subject.includes('Call back'));
  return { company, account, isOwnedBy, call };
}

it('hands what nobody has begun on when an account gets another owner', async () => {
  await using app = await portalWithTasks();
  const [first, second] = app.owners.map(({ id }) => id);
  const { isOwnedBy, call } = await lostAccount(app, first ?? '');
  expect(call()).toMatchObject([{ ownerId: first }]);

  await isOwnedBy(second ?? '');
  await app.move();
  await app.pass();

  expect(call()).toMatchObject([{ ownerId: second }]);
  expect(await app.stores.taskProblems.list(portal, 9)).toEqual([]);
});

it('leaves a task with whom a person gave it to, and with who has begun it', async () => {
  await using app = await portalWithTasks();
  const [first, second, third] = app.owners.map(({ id }) => id);
  const { isOwnedBy, call } = await lostAccount(app, first ?? '');
  const [task] = call();
  app.user.update(taskType, task?.id ?? 0, { hubspot_owner_id: third ?? '' });
  await app.heard();

  await isOwnedBy(second ?? '');
  await app.move();
  await app.pass();
  expect(call()).toMatchObject([{ ownerId: third }]);

  app.user.update(taskType, task?.id ?? 0, {
    hubspot_owner_id: first ?? '',
    hs_task_status: 'IN_PROGRESS',
  });
  await app.heard();
  await app.move();
  await app.pass();
  expect(call()).toMatchObject([{ ownerId: first }]);
});

it('withdraws and forgets what strategies left of a company that was deleted', async () => {
  await using app = await portalWithTasks();
  const { company, account } = await lostAccount(app, app.owners[0]?.id ?? '');
  app.user.remove(companyType, company);
  await app.stores.records.finishReading(portal, {
    batch: { type: 'company', records: [], readAt: app.deps.now().getTime() + 9 },
    asked: [],
    goneIds: [account],
    accountIds: [],
    reason: 'webhook',
    changedAt: app.deps.now().getTime(),
  });
  await app.situation(company, { type: null, risk: null });

  await app.days(3);

  expect(app.tasks().filter(({ status }) => status !== 'COMPLETED')).toEqual([]);
  expect(await app.stores.trails.withAny(portal, [account])).toEqual([]);
});
