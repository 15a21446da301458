import { expect, it } from 'vitest';
import { propertyValue } from '../../sandbox/calculated-properties.ts';
import { portal, runningPortal, ticketType, until } from '../support/running-portal.ts';

const won = { dealname: 'Order', amount: 5_000, pipeline: 'default', dealstage: 'closedwon' };
const complaint = {
  subject: 'Wrong delivery',
  hs_pipeline: '0',
  hs_pipeline_stage: '4',
  hs_ticket_category: 'COMPLAINT',
};

async function portalWithComplaint() {
  const app = await runningPortal({ portals: [{ portalId: portal, companies: 6 }] });
  await app.install();
  const company = app.companyIds()[0] ?? 0;
  app.user.create('0-3', { ...won, closedate: app.sandbox.clock.now().toISOString() }, company);
  const ticketId = app.user.create(ticketType, complaint, company);
  await app.quiet();
  const isFlagged = async () => {
    const card = await (await app.signedGet(`/cards/tickets/${ticketId}`)).text();
    return card.includes('Root cause missing');
  };
  const tasks = () => {
    const { portal: shown } = app.sandbox.portal(portal);
    const table = shown.table('0-27');
    const value = (row: number, name: string) => propertyValue(shown, '0-27', row, name) ?? '';
    return Array.from({ length: table.rows() }, (_, row) => ({
      subject: value(row, 'hs_task_subject'),
      body: value(row, 'hs_task_body'),
      status: value(row, 'hs_task_status'),
    })).filter(({ subject }) => subject.includes('root cause'));
  };
  async function switchComplaintsOn(): Promise<void> {
    const fallbackOwnerId = String(app.sandbox.portal(portal).portal.owners[0]?.id ?? '');
    await app.signed('PUT', '/settings/execution', { roles: { chains: {}, fallbackOwnerId } });
    const switched = { codes: ['complaint'], isOn: true };
    const { status } = await app.signed('POST', '/settings/strategies/switch', switched);
    expect(status).toBe(200);
  }
  return Object.assign(app, { companyId: company, ticketId, isFlagged, tasks, switchComplaintsOn });
}

it('flags a closed complaint without the mapped root cause until it is there', async () => {
  await using app = await portalWithComplaint();
  expect(await app.isFlagged()).toBe(false);

  await app.signed('PUT', '/settings/mapping', { rootCauseProperty: 'root_cause' });
  await until(app.isFlagged);
  app.user.update(ticketType, app.ticketId, { root_cause: 'LATE_DELIVERY' });
  app.advance(6 * 60_000);

  await until(async () => !(await app.isFlagged()));
});

it('withdraws the task that asks for the root cause once somebody added it to the ticket', async () => {
  await using app = await portalWithComplaint();
  while (app.sandbox.clock.now().getUTCDay() !== 2) app.advance(86_400_000);
  await app.signed('PUT', '/settings/mapping', { rootCauseProperty: 'root_cause' });
  const second = app.user.create(ticketType, { ...complaint, subject: 'Late' }, app.companyId);
  await app.quiet();
  await app.switchComplaintsOn();
  const isAsked = (ticketId: number) => {
    const [asked] = app.tasks().filter(({ body }) => body.includes(`/0-5/${ticketId}"`));
    return asked?.status === 'NOT_STARTED';
  };
  await until(() => isAsked(second));

  app.user.update(ticketType, second, { root_cause: 'LATE_DELIVERY' });
  app.advance(6 * 60_000);

  await until(() => !isAsked(second));
});

it('maps the root cause to a property of tickets, and says how many have it', async () => {
  await using app = await portalWithComplaint();
  app.user.update(ticketType, app.ticketId, { root_cause: 'LATE_DELIVERY' });

  const check = await app.signed(
    'GET',
    '/settings/mapping/check?locale=en&field=rootCauseProperty&name=root_cause',
  );
  const misfit = await app.signed('PUT', '/settings/mapping', { rootCauseProperty: 'closed_date' });

  expect(check.body).toMatchObject({
    verdict: { tone: 'good' },
    fill: expect.stringMatching(/filled: \d+ of \d+ tickets$/),
    samples: expect.stringContaining('LATE_DELIVERY'),
  });
  expect(misfit.status).toBe(422);
});
