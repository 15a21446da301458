import { expect, it } from 'vitest';
import type { AssessedAccount, StrategyView } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../../src/model/day.ts';
import { portalWithTasks, type TaskPortal } from '../execution/with-tasks.ts';

/** A core account with the task of its first days. */
async function coreAccount(app: TaskPortal) {
  const company = app.companyIds.find((id) => app.app.property(id, 'mainstay_nine_box')) ?? 0;
  await app.switchOn(['core']);
  await app.situation(company, { type: 'core' });
  await app.pass();
  return company;
}

async function strategyOf(app: TaskPortal, company: number): Promise<StrategyView> {
  const { body } = await app.app.signed('GET', `/cards/companies/${company}`);
  const { strategy } = body as AssessedAccount;
  if (!strategy) throw new Error('the card shows a strategy');
  return strategy;
}

const nameOf = ({ firstName, lastName }: { firstName: string; lastName: string }) =>
  `${firstName} ${lastName}`;

/** What somebody does with the steps of a company's card. */
const sayingOf =
  ({ app }: TaskPortal, company: number) =>
  (path: string, body: object, userId?: number) =>
    app.signed('POST', `/cards/companies/${company}/${path}`, body, userId);

it('shows the tasks there are with their people, takes decisions once, and undoes them', async () => {
  await using app = await portalWithTasks();
  const company = await coreAccount(app);
  const say = sayingOf(app, company);
  const before = await strategyOf(app, company);
  const [task] = before.steps;
  if (!task) throw new Error('there is a task');
  const { strategy, step, stepKey } = task;
  const about = { strategy, step, stepKey };
  const dismissal = { ...about, id: 'dismissal-1', kind: 'dismiss', note: 'Has a manager' };

  expect(before.notice).toBeNull();
  expect(task).toMatchObject({ status: { text: 'Not started' }, late: null });
  expect(app.owners.map(nameOf)).toContain(task.owner);
  const refused = [
    { ...dismissal, note: ' ' },
    { ...about, id: 'snooze-0001', kind: 'snooze', untilOn: isoDate(app.today() + 31) },
    { ...about, id: 'adjust-0001', kind: 'adjust' },
    { ...about, id: 'adjust-0002', kind: 'adjust', ownerId: '1' },
  ];
  for (const body of refused) {
    expect((await say('decisions', body)).status).toBe(400);
  }
  expect((await say('decisions', { ...dismissal, step: 'x', stepKey: null })).status).toBe(404);
  expect((await say('decisions', dismissal, 999)).status).toBe(403);
  expect((await say('decisions', dismissal)).status).toBe(200);
  expect((await say('decisions', dismissal)).status).toBe(200);
  await app.pass();

  expect(app.tasks()[0]?.status).toBe('COMPLETED');
  const dismissed = (await strategyOf(app, company)).steps.find(({ decided }) => decided);
  expect(dismissed).toMatchObject({
    step,
    decided: { id: 'dismissal-1', text: expect.stringContaining('Has a manager') },
  });

  expect((await say('decisions/undo', { id: 'dismissal-1' })).status).toBe(200);
  expect((await say('decisions/undo', { id: 'dismissal-1' })).status).toBe(200);
  expect((await say('decisions', dismissal)).status).toBe(200);
  await app.pass();
  expect(app.tasks()[0]?.status).toBe('NOT_STARTED');
  expect((await strategyOf(app, company)).steps.every(({ decided }) => decided === null)).toBe(
    true,
  );
});

it('gives a task another day and owner, puts it off no further than 30 days, and goes back', async () => {
  await using app = await portalWithTasks();
  const company = await coreAccount(app);
  const say = sayingOf(app, company);
  const [task] = (await strategyOf(app, company)).steps;
  const [made] = app.tasks();
  const other = app.owners.find(({ id }) => id !== made?.ownerId)?.id ?? '';
  const about = { strategy: task?.strategy, step: task?.step, stepKey: task?.stepKey };
  const day = (days: number) => isoDate(app.today() + days);

  const adjust = { ...about, id: 'adjust-0001', kind: 'adjust', ownerId: other, untilOn: day(9) };
  await say('decisions', { ...adjust, note: 'By phone' });
  await app.pass();
  expect(app.tasks()[0]).toMatchObject({ ownerId: other, dueOn: day(9) });
  expect(app.tasks()[0]?.body).toContain('By phone');

  await say('decisions/undo', { id: 'adjust-0001' });
  await app.pass();
  expect(app.tasks()[0]).toMatchObject({ ownerId: made?.ownerId, dueOn: made?.dueOn });
  expect(app.tasks()[0]?.body).not.toContain('By phone');

  await say('decisions', {
    ...about,
    id: 'snooze-0001',
    kind: 'snooze',
    untilOn: day(30),
  });
  app.app.advance(20 * 86_400_000);
  await say('decisions', {
    ...about,
    id: 'snooze-0002',
    kind: 'snooze',
    untilOn: day(30),
  });
  await app.pass();
  expect(app.tasks().find(({ id }) => id === made?.id)?.dueOn).toBe(
    isoDate(Date.parse(made?.dueOn ?? '') / 86_400_000 + 30),
  );
});

it('keeps feedback with a hint where it says little, and makes the next action a task', async () => {
  await using app = await portalWithTasks();
  const company = await coreAccount(app);
  const say = sayingOf(app, company);
  const [task] = (await strategyOf(app, company)).steps;
  const [owner] = app.owners;
  const dueOn = isoDate(app.today() + 10);
  const nextAction = { title: 'Plan the training', ownerId: owner?.id, dueOn };
  const log = { taskKey: task?.stepKey, status: 'done', feedback: '满意', nextAction };

  expect((await say('executions', { ...log, taskKey: 'x' })).status).toBe(404);
  const first = await say('executions', log);
  const again = await say('executions', log);
  await app.pass();

  expect(first.body).toEqual({ state: 'saved', hint: expect.stringContaining('says little') });
  expect(again.status).toBe(200);
  const followUps = app.tasks().filter(({ subject }) => subject.includes('Plan the training'));
  expect(followUps).toMatchObject([{ ownerId: owner?.id, dueOn, companyIds: [company] }]);
  const { ledger, steps } = await strategyOf(app, company);
  expect(steps[0]?.content).toBe('Plan the training');
  const done = ledger.rows.find(({ status }) => status.text === 'Done');
  expect(done?.notes.map(({ text }) => text)).toEqual([
    '满意',
    expect.stringContaining(`Plan the training – ${owner && nameOf(owner)}`),
  ]);
});

it('says that no tasks are written and who can change it, and keeps decisions until then', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  const say = sayingOf(app, company);
  await app.situation(company, { type: 'core' });
  const before = await strategyOf(app, company);
  const [step] = before.steps;

  expect(before.notice?.text).toContain('Settings → Strategies');
  const about = { strategy: step?.strategy, step: step?.step, stepKey: step?.stepKey };
  const accepted = { ...about, id: 'accept-0001', kind: 'accept' };
  expect((await say('decisions', accepted)).status).toBe(200);

  const [after] = (await strategyOf(app, company)).steps;
  expect(after?.decided?.text).toContain('Accepted by');
  expect(app.tasks()).toEqual([]);
});
