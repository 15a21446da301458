import { expect, it } from 'vitest';
import type { AssessedAccount } from '../../extensions/app/cards/contract.ts';
import type { ReadyExecution } from '../../extensions/app/pages/contract.ts';
import { logExecution } from '../../src/execution/log-execution.ts';
import { isoDate } from '../../src/model/day.ts';
import { accountId } from '../../src/model/ids.ts';
import { portal } from '../support/running-portal.ts';
import { dayMs, portalWithTasks, type TaskPortal, taskType } from './with-tasks.ts';

/** Two core accounts, five weeks on: one reports its work, the other does nothing. */
async function twoAccounts(app: TaskPortal) {
  const [busy = 0, idle = 0] = app.companyIds;
  await app.switchOn(['core']);
  await app.situation(busy, { type: 'core' });
  await app.situation(idle, { type: 'core' });
  await app.pass();
  const [owner] = app.owners;
  for (const task of await app.kept(busy)) {
    await logExecution(app.deps, portal, {
      taskKey: task.key,
      status: 'done',
      feedback: '=SUM(A1) likes the plan, asks for training',
      problem: 'The room was too small',
      nextAction: {
        title: 'Plan the training',
        ownerId: owner?.id ?? '',
        dueOn: app.today() + 10,
      },
      authorId: 7,
    });
  }
  await app.pass();
  app.app.advance(7 * dayMs);
  await app.pass();
  return { busy, idle };
}

async function ledgerOf(app: TaskPortal, query = '', userId?: number): Promise<ReadyExecution> {
  const { status, body } = await app.app.signed('GET', `/ledger?${query}`, undefined, userId);
  if (status !== 200) throw new Error(`the ledger got ${status}`);
  return body as ReadyExecution;
}

it('lists what was planned, done and said of all accounts, by person, strategy and status', async () => {
  await using app = await portalWithTasks();
  const { busy, idle } = await twoAccounts(app);

  const all = await ledgerOf(app);
  const done = await ledgerOf(app, 'status=done');
  const late = await ledgerOf(app, 'status=deferred');

  expect(all.ledger.columns).toHaveLength(10);
  expect(done.ledger.rows).toMatchObject([
    {
      number: String(busy),
      status: { text: 'Done' },
      problem: 'The room was too small',
      next: expect.stringContaining('Plan the training'),
    },
  ]);
  expect(late.ledger.rows.map(({ number }) => number)).toContain(String(idle));
  expect(late.ledger.rows.every(({ late: days }) => days !== null)).toBe(true);
  const open = await ledgerOf(app, 'status=not_started');
  const sum = [done, late, open].reduce((rows, { ledger }) => rows + ledger.rows.length, 0);
  expect(sum).toBe(all.ledger.rows.length);
  expect((await ledgerOf(app, 'strategy=growth')).ledger.rows).toEqual([]);
  const [owner] = app.owners;
  const own = await ledgerOf(app, `owner=${owner?.id}`);
  expect(own.ledger.rows.every((row) => row.owner.includes(owner?.firstName ?? '?'))).toBe(true);
  expect((await app.app.signed('GET', '/ledger', undefined, 999)).status).toBe(403);
});

it('shows lines of a ledger that was kept elsewhere, on the page, the card and in the file, names masked', async () => {
  await using app = await portalWithTasks();
  const company = app.companyIds.find((id) => app.app.property(id, 'mainstay_nine_box')) ?? 0;
  await app.situation(company, { type: 'core' });
  const line = {
    ...{ accountId: accountId(String(company)), key: 'a', step: '专属拜访', ownerId: null },
    ...{ plannedOn: app.today() - 9, doneOn: app.today() - 8, problem: '优惠券门槛过高' },
    ...{ ownerName: '客服小张', feedback: '希望降低门槛', nextAction: '与财务沟通，调整门槛' },
  };
  await app.stores.imported.save(portal, [{ ...line, status: 'done' }]);

  const { ledger } = await ledgerOf(app);
  const { body } = await app.app.signed('GET', `/cards/companies/${company}`);
  const file = await (await fetch(ledger.csv?.url ?? '')).text();
  const ownerId = app.app.property(company, 'hubspot_owner_id');
  const theirs = await ledgerOf(app, '', app.owners.find(({ id }) => id === ownerId)?.userId);
  const masked = await (await fetch(theirs.ledger.csv?.url ?? '')).text();

  expect(ledger.counted).toBe('1–1 of 1 lines');
  expect(ledger.rows).toMatchObject([
    {
      ...{ number: String(company), step: '专属拜访', owner: '客服小张', late: '1 day late' },
      ...{ status: { text: 'Done' }, problem: '优惠券门槛过高', next: '与财务沟通，调整门槛' },
    },
  ]);
  expect((body as AssessedAccount).strategy?.ledger.rows).toMatchObject([
    { step: '专属拜访', notes: [{ text: '希望降低门槛' }, {}, { text: '与财务沟通，调整门槛' }] },
  ]);
  expect(file).toContain('专属拜访,客服小张,');
  expect(masked).toContain('专属拜访,');
  expect(masked).not.toContain('客服小张');
  expect(app.tasks()).toEqual([]);
});

it('draws a sample of last week, counts decisions, and names who has tasks in place of others', async () => {
  await using app = await portalWithTasks();
  const { busy } = await twoAccounts(app);
  const left = app.owners.find(({ id }) => id === app.tasks()[0]?.ownerId);
  const owners = await app.stores.portals.listOwners(portal);
  const without = owners.map((owner) => ({ ...owner, isActive: owner.id !== left?.id }));
  await app.stores.portals.saveMetadata(portal, without, app.deps.now());
  await app.move();
  const [task] = await app.kept(busy);
  const decision = { strategy: task?.strategy, step: 'core.visit', stepKey: null };
  const path = `/cards/companies/${busy}/decisions`;
  await app.app.signed('POST', path, { ...decision, id: 'accept-0001', kind: 'accept' });
  await app.app.signed('POST', path, {
    ...decision,
    id: 'dismiss-001',
    kind: 'dismiss',
    note: 'No',
  });

  const { spotChecks, rates, problems } = await ledgerOf(app);

  expect(spotChecks?.rows).toMatchObject([{ number: String(busy), status: { text: 'Done' } }]);
  expect(rates?.rows).toEqual([['Monthly proactive visit or call', '2', '50%', '50%', '0%', '0%']]);
  expect(JSON.stringify(problems?.rows)).toContain(left?.lastName);
});

it('counts visits made on time, with their weight of 20 %', async () => {
  await using app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['core']);
  await app.situation(company, { type: 'core' });
  while (!app.tasks().some(({ subject }) => subject.includes('Monthly'))) await app.days(1);
  const visit = app.tasks().find(({ subject }) => subject.includes('Monthly'));
  app.user.update(taskType, visit?.id ?? 0, { hs_task_status: 'COMPLETED' });
  await app.heard();
  while (isoDate(app.today()) < (visit?.dueOn ?? '')) await app.days(1);

  const { visits } = await ledgerOf(app);

  expect(visits?.text).toContain('20%');
  expect(visits?.rows[0]).toEqual(['Everybody', '1', '1', '100%', '20']);
});

it.each(['en', 'zh-CN', 'zh-TW'])(
  'is a file with the same rows, safe to open, in %s',
  async (locale) => {
    await using app = await portalWithTasks();
    await twoAccounts(app);

    const { ledger } = await ledgerOf(app, `locale=${locale}`);
    const answer = await fetch(ledger.csv?.url ?? '');
    const text = await answer.text();
    const [head = '', ...lines] = text.replace('\uFEFF', '').trim().split('\r\n');

    expect(answer.headers.get('content-type')).toContain('text/csv');
    expect(head.split(',')).toEqual(ledger.columns);
    expect(lines).toHaveLength(ledger.rows.length);
    for (const [place, row] of ledger.rows.entries()) {
      const own = [row.number, row.step, row.owner, row.status.text].every((cell) =>
        lines[place]?.includes(cell),
      );
      expect(own, lines[place]).toBe(true);
    }
    expect(text).toContain(`"'=SUM(A1)`);
    expect((await fetch(`${ledger.csv?.url}x`)).status).toBe(403);
  },
);
