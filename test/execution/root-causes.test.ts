import { expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import { aTicketRecord, someSettings } from '../support/records.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks, taskType } from './with-tasks.ts';

/** A complaint was closed today with a root cause, one without, and one of which nothing is known. */
async function closedComplaints({ rootCauseProperty }: { rootCauseProperty: string | null }) {
  const app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['complaint']);
  await app.situation(company, { type: 'core' });
  await app.pass();
  await app.stores.settings.save(portal, { ...someSettings, rootCauseProperty });
  const readAt = app.deps.now().getTime();
  const account = accountId(String(company));
  const closed = { categories: ['COMPLAINT'], createdAt: 0, closedAt: readAt };
  const save = (causes: Record<string, boolean | null>) =>
    app.stores.records.save(portal, {
      type: 'ticket',
      readAt: app.deps.now().getTime(),
      records: Object.entries(causes).map(([id, hasRootCause]) =>
        aTicketRecord({ id, accountId: account, ...closed, hasRootCause }),
      ),
    });
  await save({ 1: true, 2: false, 3: null });
  return Object.assign(app, {
    company,
    /** The ticket has a root cause from now on, or has it no more. */
    async explain(ticketId: string, rootCause: 'given' | null = 'given') {
      app.app.advance(60_000);
      await save({ [ticketId]: rootCause !== null });
      await app.stores.situations.markDue(portal, [account]);
    },
  });
}

it('asks once for the root cause of a complaint that was closed without, with a link to it', async () => {
  await using app = await closedComplaints({ rootCauseProperty: 'root_cause' });

  await app.days(10);

  const asked = app.tasks().filter(({ subject }) => subject.includes('root cause'));
  expect(asked).toMatchObject([
    { body: expect.stringContaining('/record/0-5/2"'), companyIds: [app.company] },
  ]);
});

it('takes the question back once the root cause is there, unless somebody is at it', async () => {
  await using app = await closedComplaints({ rootCauseProperty: 'root_cause' });
  await app.days(1);
  const asked = () => app.tasks().filter(({ subject }) => subject.includes('root cause'));
  const [before] = asked();

  await app.explain('2');
  await app.pass();
  const after = asked();
  await app.explain('2', null);
  await app.pass();
  const askedAgain = asked();
  app.user.update(taskType, before?.id ?? 0, { hs_task_status: 'IN_PROGRESS' });
  await app.heard();
  await app.explain('2');
  await app.pass();

  expect(before?.status).toBe('NOT_STARTED');
  expect(after).toMatchObject([
    { id: before?.id, status: 'COMPLETED', body: expect.stringContaining('is settled') },
  ]);
  expect(askedAgain).toMatchObject([{ id: before?.id, status: 'NOT_STARTED' }]);
  expect(asked()).toMatchObject([{ id: before?.id, status: 'IN_PROGRESS' }]);
});

it('asks for no root cause where none is mapped', async () => {
  await using app = await closedComplaints({ rootCauseProperty: null });

  await app.days(10);

  const steps = (await app.kept(app.company)).map(({ step }) => step);
  expect(new Set(steps)).toEqual(new Set(['cp.return']));
});
