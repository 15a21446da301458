import { expect, it } from 'vitest';
import type { AssessedAccount, CompactAccount } from '../../extensions/app/cards/contract.ts';
import { isoDate } from '../../src/model/day.ts';
import {
  companyType,
  portal,
  runningPortal,
  ticketType,
  until,
} from '../support/running-portal.ts';

const dayMs = 86_400_000;

it('lays a tier that somebody sets over the computed one, until it ends or is taken back', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const id = Number(
    app.companyIds().find((one) => app.property(one, 'mainstay_nine_box') !== 'unscored'),
  );
  const path = `/cards/companies/${id}/inputs`;
  const computed = app.property(id, 'mainstay_value_tier');
  const type = app.property(id, 'mainstay_nine_box');
  const other = computed === 'low' ? 'high' : 'low';
  const today = Math.floor(app.sandbox.clock.now().getTime() / dayMs);
  const tier = { id: 'first-input', kind: 'tier', value: other, note: 'New contract' };
  const ends = (days: number) => isoDate(today + days);

  expect((await app.signed('POST', path, { ...tier, expiresOn: null })).status).toBe(400);
  expect((await app.signed('POST', path, { ...tier, expiresOn: ends(400) })).status).toBe(400);
  expect((await app.signed('POST', path, { ...tier, note: ' ', expiresOn: ends(9) })).status).toBe(
    400,
  );
  expect((await app.signed('POST', path, { ...tier, expiresOn: ends(9) }, 999)).status).toBe(403);
  expect((await app.signed('POST', path, { ...tier, expiresOn: ends(9) })).status).toBe(200);
  expect((await app.signed('POST', path, { ...tier, expiresOn: ends(9) })).status).toBe(200);
  await app.quiet();

  expect(app.property(id, 'mainstay_value_tier')).toBe(other);
  expect(app.property(id, 'mainstay_change_reason')).toBe('override');
  const { body } = await app.signed('GET', `/cards/companies/${id}`);
  expect(JSON.stringify(body)).toContain('Value tier set by hand');
  expect(body).toMatchObject({ manual: { entries: [{ kind: 'tier', note: 'New contract' }] } });

  await app.signed('POST', path, { id: 'second-input', kind: 'tier', value: null });
  await app.quiet();
  expect(app.property(id, 'mainstay_value_tier')).toBe(computed);
  expect(app.property(id, 'mainstay_nine_box')).toBe(type);

  await app.signed('POST', path, { ...tier, id: 'third-input', expiresOn: ends(2) });
  await app.quiet();
  expect(app.property(id, 'mainstay_value_tier')).toBe(other);
  app.advance(5 * dayMs);
  await app.quiet();
  expect(app.property(id, 'mainstay_value_tier')).toBe(computed);
});

it('raises the risk when somebody knows of a competitor, and keeps an answer without scoring', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const id = Number(
    app.companyIds().find((one) => app.property(one, 'mainstay_nine_box') !== 'unscored'),
  );
  const path = `/cards/companies/${id}/inputs`;

  await app.signed('POST', path, { id: 'competitor-1', kind: 'competitor', value: 'yes' });
  await app.signed('POST', path, { id: 'verdict-0001', kind: 'verdict', value: 'wrong' });
  await app.quiet();

  expect(app.property(id, 'mainstay_risk_reasons')).toContain('R5_competitor');
  const { body } = await app.signed('GET', `/cards/companies/${id}`);
  expect(body).toMatchObject({
    manual: { entries: [{ kind: 'competitor' }], verdict: { given: expect.any(String) } },
  });
});

it('counts the reply time of a ticket by what somebody says the contract has, until it ends', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const id = Number(
    app.companyIds().find((one) => app.property(one, 'mainstay_nine_box') !== 'unscored'),
  );
  const ticket = { subject: 'Question', hs_pipeline: '0', hs_pipeline_stage: '1' };
  const ticketId = app.user.create(ticketType, ticket, id);
  await app.quiet();
  const path = `/cards/companies/${id}/inputs`;
  const today = Math.floor(app.sandbox.clock.now().getTime() / dayMs);
  const agreed = { kind: 'service_level', value: '4h_always', note: 'Framework contract 7' };
  const expiresOn = isoDate(today + 300);
  const reply = async (of = ticketId) => {
    const { body } = await app.signed('GET', `/cards/tickets/${of}`);
    return (body as Partial<CompactAccount>).figures?.[0]?.value;
  };
  const byType = await reply();

  expect((await app.signed('POST', path, { ...agreed, id: 'sla-00001' })).status).toBe(400);
  const bad = { ...agreed, id: 'sla-00002', value: 'soon', expiresOn };
  expect((await app.signed('POST', path, bad)).status).toBe(400);
  const said = { ...agreed, id: 'sla-00003', expiresOn };
  expect((await app.signed('POST', path, said, 999)).status).toBe(403);
  expect((await app.signed('POST', path, said)).status).toBe(200);

  expect(await reply()).toMatch(/^within 4 hours, any day, agreed until /);
  const { body } = await app.signed('GET', `/cards/companies/${id}`);
  expect((body as AssessedAccount).manual.entries).toMatchObject([
    {
      text: 'First reply agreed by contract: within 4 hours, any day',
      detail: expect.stringMatching(/^.+, .+ · until /),
      note: 'Framework contract 7',
    },
  ]);
  app.advance(301 * dayMs);
  const later = app.user.create(ticketType, ticket, id);
  await until(async () => (await reply(later)) !== undefined);
  expect(await reply(later)).not.toContain('agreed');
  await app.signed('POST', path, { id: 'sla-00004', kind: 'service_level', value: null });
  expect(await reply()).toBe(byType);
});

it('knows a decision maker and a need that somebody entered, with the name masked', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const id = Number(app.companyIds()[0]);
  const path = `/cards/companies/${id}/inputs`;
  const person = { firstName: 'Erika', lastName: 'Fuchs', jobTitle: 'Plant manager' };
  const role = { kind: 'decision_role', value: 'kdm', subject: '31000000017' };
  const need = { kind: 'need', subject: 'Spare parts within a day' };
  const tell = (body: object) => app.signed('POST', path, body);

  expect((await tell({ id: 'role-00001', ...role })).status).toBe(400);
  expect((await tell({ id: 'role-00002', ...role, subject: null, person })).status).toBe(400);
  expect((await tell({ id: 'role-00003', ...role, person })).status).toBe(200);
  expect((await tell({ id: 'need-00001', ...need, value: 'yes' })).status).toBe(400);
  expect((await tell({ id: 'need-00002', ...need, value: 'yes', note: 'Review' })).status).toBe(
    200,
  );
  const { text } = await app.signed('GET', `/cards/companies/${id}/profile`);

  expect(text).toContain('E*** F***');
  expect(text).not.toContain('Fuchs');
  expect(text).toContain('Spare parts within a day');
  await tell({ id: 'need-00003', ...need, value: 'no' });
  const after = await app.signed('GET', `/cards/companies/${id}/profile`);
  expect(after.text).not.toContain('Spare parts within a day');
});

it('says of a company that is left out that it is not scored, not that it has to wait', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const population = { lifecycleStages: ['nobody'], wonDealOnly: false };
  await app.signed('PUT', '/settings/mapping', { population });
  await app.quiet();

  const card = await app.card(Number(app.companyIds()[0]));

  expect(card).toMatchObject({ state: 'unscored', why: 'outside' });
});

it('keeps what somebody told of a company that is merged into another', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 12 }] });
  await app.install();
  await app.quiet();
  const [one, two] = app.companyIds().map(Number);
  if (one === undefined || two === undefined) throw new Error('the portal has two companies');
  const told = { id: 'competitor-1', kind: 'competitor', value: 'yes', note: 'Seen at the fair' };
  await app.signed('POST', `/cards/companies/${one}/inputs`, told);
  await app.quiet();

  const merged = app.user.merge(companyType, two, one);
  await until(async () => {
    const { text } = await app.signed('GET', `/cards/companies/${merged}`);
    return text.includes('Seen at the fair');
  });
});
