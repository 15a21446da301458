import { expect, it } from 'vitest';
import { defineProperty } from '../../sandbox/property-definition.ts';
import {
  companyType,
  portal,
  runningPortal,
  ticketType,
  until,
} from '../support/running-portal.ts';

const dayMs = 86_400_000;
const name = 'mainstay_sla_attainment';

it('says how many tickets were answered in time where the portal has the property, after each answer and each deadline', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 0 }] });
  const { portal: shown } = app.sandbox.portal(portal);
  shown.catalogue.add(
    companyType,
    defineProperty(name, 'number', { label: 'SLA', groupName: 'companyinformation' }),
  );
  const company = app.user.create(companyType, { name: 'Lakeside Tools' });
  const ticket = { hs_pipeline: '0', hs_pipeline_stage: '1' };
  const first = app.user.create(ticketType, { subject: 'Leak', ...ticket }, company);
  await app.install();
  await app.quiet();
  expect(app.property(company, name)).toBeNull();

  const tickets = shown.table(ticketType);
  const repliedAt = app.sandbox.clock.now().getTime();
  tickets.column('first_agent_reply_date').setNumber(tickets.rowOf(first), repliedAt);
  app.user.update(ticketType, first, { hs_pipeline_stage: '2' });
  await until(() => app.property(company, name) === '100');

  app.user.create(ticketType, { subject: 'Noise', ...ticket }, company);
  await app.quiet();
  expect(app.property(company, name)).toBe('100');
  app.advance(14 * dayMs);

  await until(() => app.property(company, name) === '50');
});
