import { expect, it } from 'vitest';
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
  return Object.assign(app, { ticketId, isFlagged });
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
