import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { escalateBreaches } from '../../src/execution/escalate-breaches.ts';
import { watchComplaints } from '../../src/execution/watch-complaints.ts';
import { accountId } from '../../src/model/ids.ts';
import { aTicketRecord, someSettings } from '../support/records.ts';
import { portal, runningPortal, ticketType, until } from '../support/running-portal.ts';
import { portalWithTasks, type TaskPortal } from './with-tasks.ts';

const hourMs = 3_600_000;
const limits = { newTasksPerOwnerPerDay: 5, openTasksPerOwner: 20, leadDays: 7, queueDays: 30 };

/** Complaints of a core account that were opened now: they are to be answered within eight hours. */
async function complaints(app: TaskPortal, ids: readonly string[]) {
  const [company = 0] = app.companyIds;
  await app.situation(company, { type: null });
  await app.stores.settings.save(portal, someSettings);
  const now = app.deps.now().getTime();
  const open = { closedAt: null, firstReplyMs: null, createdAt: now };
  const account = accountId(String(company));
  await app.stores.records.save(portal, {
    type: 'ticket',
    readAt: now,
    records: ids.map((id) =>
      aTicketRecord({ id, accountId: account, categories: ['COMPLAINT'], ...open }),
    ),
  });
  return {
    company,
    async watch() {
      await watchComplaints({ ...app.deps, isWatchDue: () => true }, portal);
      await app.pass();
    },
    async answer(id: string) {
      const readAt = app.deps.now().getTime();
      const answered = { ...open, accountId: account, firstReplyMs: hourMs };
      const records = [aTicketRecord({ id, categories: ['COMPLAINT'], ...answered })];
      await app.stores.records.save(portal, { type: 'ticket', readAt, records });
    },
  };
}

it('gives the manager a task for a complaint without an answer, once', async () => {
  await using app = await portalWithTasks();
  const manager = app.owners[0]?.id ?? '';
  await app.switchOn(['complaint'], { escalationOwnerId: manager });
  const { watch, company } = await complaints(app, ['77']);

  app.app.advance(47 * hourMs);
  await watch();
  expect(app.tasks()).toEqual([]);
  app.app.advance(2 * hourMs);
  await watch();
  await watch();
  await app.days(3);
  await watch();

  expect(app.tasks()).toMatchObject([
    {
      subject: expect.stringMatching(/^Overdue: answer to a complaint – /),
      body: expect.stringContaining(`/record/0-5/77"`),
      ownerId: manager,
      companyIds: [company],
      priority: 'HIGH',
    },
  ]);
});

it('counts the time that a contract gives, while it holds', async () => {
  await using app = await portalWithTasks();
  await app.switchOn(['complaint'], { escalationOwnerId: app.owners[0]?.id ?? '' });
  const agree = (id: string, value: string, days: number) =>
    app.stores.manualInputs.add(portal, accountId(String(app.companyIds[0])), {
      ...{ id, kind: 'service_level', value, subject: null, person: null, note: 'Contract 7' },
      ...{ authorId: 1, enteredAt: app.deps.now().getTime(), enteredOn: app.today() },
      expiresOn: app.today() + days,
    });
  await agree('over-0001', '2h_always', -1);
  const { watch } = await complaints(app, ['77']);
  app.app.advance(5 * hourMs);
  await watch();
  expect(app.tasks()).toEqual([]);

  await agree('held-0001', '4h_always', 0);
  await watch();

  expect(app.tasks()).toMatchObject([{ body: expect.stringContaining(`/record/0-5/77"`) }]);
});

it('waits where the manager’s day is full, and leaves what was answered meanwhile', async () => {
  await using app = await portalWithTasks();
  const manager = app.owners[0]?.id ?? '';
  const difference = {
    escalationOwnerId: manager,
    limits: { ...limits, newTasksPerOwnerPerDay: 1 },
  };
  await app.switchOn(['complaint'], difference);
  const { watch, answer } = await complaints(app, ['1', '2', '3']);

  app.app.advance(49 * hourMs);
  await watch();
  expect(app.tasks()).toHaveLength(1);
  await answer('2');
  app.app.advance(24 * hourMs);
  await watch();

  const tickets = app.tasks().map(({ body }) => /0-5\/(\d)/.exec(body)?.[1]);
  expect(tickets).toEqual(['1', '3']);
});

it('makes no task while the strategy for complaints is off, nor for it later', async () => {
  await using app = await portalWithTasks();
  await app.switchOn([]);
  const { watch } = await complaints(app, ['77']);
  app.app.advance(49 * hourMs);
  await watch();

  await app.switchOn(['complaint'], { escalationOwnerId: app.owners[0]?.id ?? '' });
  await watch();
  await escalateBreaches(app.deps, portal);

  expect(app.tasks()).toEqual([]);
});

it.each([
  ['has to wait for the next day', { status: 429, policyName: 'DAILY' }],
  ['does not answer at all', { status: 502 }],
] as const)('notices that a complaint is late while HubSpot %s', async (_, fault) => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 4 }] });
  await app.install();
  const [company = 0] = app.companyIds();
  const complaint = { hs_pipeline: '0', hs_pipeline_stage: '1', hs_ticket_category: 'COMPLAINT' };
  app.user.create(ticketType, { subject: 'Broken', ...complaint }, company);
  await app.quiet();
  await using db = await openDatabase(app.databaseUrl);
  const late = () => db.selectFrom('complaint_breach').select('ticket_id').execute();

  app.sandbox.addFault({ kind: 'status', path: '/crm/', ...fault });
  app.user.create(ticketType, { ...complaint, subject: 'Bent' }, company);
  for (let hours = 0; hours < 72; hours += 6) app.advance(6 * hourMs);

  await until(async () => (await late()).length === 1);
});
