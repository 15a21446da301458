import { expect, it } from 'vitest';
import { escalateBreaches } from '../../src/execution/escalate-breaches.ts';
import { watchComplaints } from '../../src/execution/watch-complaints.ts';
import { accountId } from '../../src/model/ids.ts';
import { aTicketRecord, someSettings } from '../support/records.ts';
import { portal } from '../support/running-portal.ts';
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
