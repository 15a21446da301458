import { expect, it } from 'vitest';
import type { AssessedAccount } from '../../extensions/app/cards/contract.ts';
import { dayMs } from '../../src/model/day.ts';
import { portal, runningPortal, ticketType } from '../support/running-portal.ts';

const ticket = { subject: 'Do you deliver abroad?', hs_pipeline: '0', hs_pipeline_stage: '1' };

it('adds tickets and needs that ask for something to the potential, for 90 days', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const asked = async (id: number) => {
    const { body } = await app.signed('GET', `/cards/companies/${id}`);
    const { tier } = body as Partial<AssessedAccount>;
    return tier?.remarks.find((remark) => /new enquir/.test(remark)) ?? null;
  };
  const quiet: number[] = [];
  for (const id of app.companyIds()) if ((await asked(id)) === null) quiet.push(id);
  const scoreOf = (each: number) => Number(app.property(each, 'mainstay_potential_score') ?? 100);
  const id = quiet.find((each) => scoreOf(each) <= 80) ?? 0;
  const path = `/cards/companies/${id}/inputs`;
  const need = { kind: 'need', subject: 'Spare parts within a day' };
  const before = scoreOf(id);

  app.user.create(ticketType, { ...ticket, hs_ticket_category: 'GENERAL_INQUIRY' }, id);
  await app.quiet();
  expect(scoreOf(id)).toBe(before + 10);
  expect(await asked(id)).toMatch(/^1 new enquiry in 90 days, on .+: potential score \+10$/);

  await app.signed('POST', path, { ...need, id: 'need-00001', value: 'yes', note: 'Review' });
  await app.quiet();
  expect(scoreOf(id)).toBe(before + 20);

  await app.signed('POST', path, { ...need, id: 'need-00002', value: 'no' });
  await app.quiet();
  expect(scoreOf(id)).toBe(before + 10);

  app.advance(90 * dayMs);
  await app.quiet();
  expect(await asked(id)).toBeNull();
});
