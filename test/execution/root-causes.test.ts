import { expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import { aTicketRecord, someSettings } from '../support/records.ts';
import { portal } from '../support/running-portal.ts';
import { portalWithTasks } from './with-tasks.ts';

/** A complaint was closed today with a root cause, one without, and one of which nothing is known. */
async function closedComplaints({ rootCauseProperty }: { rootCauseProperty: string | null }) {
  const app = await portalWithTasks();
  const [company = 0] = app.companyIds;
  await app.switchOn(['complaint']);
  await app.situation(company, { type: 'core' });
  await app.pass();
  await app.stores.settings.save(portal, { ...someSettings, rootCauseProperty });
  const readAt = app.deps.now().getTime();
  const closed = { categories: ['COMPLAINT'], createdAt: 0, closedAt: readAt };
  const causes = { 1: true, 2: false, 3: null };
  await app.stores.records.save(portal, {
    type: 'ticket',
    readAt,
    records: Object.entries(causes).map(([id, hasRootCause]) =>
      aTicketRecord({ id, accountId: accountId(String(company)), ...closed, hasRootCause }),
    ),
  });
  return Object.assign(app, { company });
}

it('asks once for the root cause of a complaint that was closed without, with a link to it', async () => {
  await using app = await closedComplaints({ rootCauseProperty: 'root_cause' });

  await app.days(10);

  const asked = app.tasks().filter(({ subject }) => subject.includes('root cause'));
  expect(asked).toMatchObject([
    { body: expect.stringContaining('/record/0-5/2"'), companyIds: [app.company] },
  ]);
});

it('asks for no root cause where none is mapped', async () => {
  await using app = await closedComplaints({ rootCauseProperty: null });

  await app.days(10);

  const steps = (await app.kept(app.company)).map(({ step }) => step);
  expect(new Set(steps)).toEqual(new Set(['cp.return']));
});
