import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createSettingStore } from '../../src/install/setting-store.ts';
import type { SourceName } from '../../src/model/evidence-record.ts';
import { accountId } from '../../src/model/ids.ts';
import { createSurveyStore } from '../../src/sync/survey-store.ts';
import { aSurvey } from '../support/evidence-records.ts';
import { someSettings } from '../support/records.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const contactType = '0-1';
const surveyType = '0-19';
const emailType = '0-49';
const dayMs = 86_400_000;
const noCompanies = { portals: [{ portalId: portal, companies: 0 }] };
const won = { pipeline: 'default', dealstage: 'closedwon' };

type Running = Awaited<ReturnType<typeof runningPortal>>;

/** A customer with a monthly rhythm: large, and scored for its risk. */
function aCustomer(app: Running, name: string, amount = 1_200_000): number {
  const id = app.user.create(companyType, { name });
  for (let month = 1; month <= 12; month += 1) {
    const closedate = new Date(
      app.sandbox.clock.now().getTime() - month * 30 * dayMs,
    ).toISOString();
    app.user.create(dealType, { dealname: `Order ${month}`, amount, closedate, ...won }, id);
  }
  return id;
}

const reasonsOf = (app: Running, id: number) =>
  (app.property(id, 'mainstay_risk_reasons') ?? '').split(';').filter(Boolean);

async function stateOf(app: Running, source: SourceName) {
  const { sources } = await app.service.progress(portal);
  return sources.find((each) => each.source === source);
}

it('misses a decision maker only where the portal records them, and sees one appear', async () => {
  await using app = await runningPortal(noCompanies);
  const [one, two] = [aCustomer(app, 'One'), aCustomer(app, 'Two')];
  const person = app.user.create(contactType, { firstname: 'Kim', lastname: 'Berger' }, one);
  await app.install();
  await app.quiet();
  expect(reasonsOf(app, one)).not.toContain('R8_no_kdm');

  // The portal's first role tells of everybody else that they have none: at once, not at midnight.
  app.user.create(contactType, { hs_buying_role: 'DECISION_MAKER' }, two);
  await until(() => reasonsOf(app, one).includes('R8_no_kdm'));
  expect(reasonsOf(app, two)).not.toContain('R8_no_kdm');

  app.user.update(contactType, person, { hs_buying_role: 'BUDGET_HOLDER' });
  await until(() => !reasonsOf(app, one).includes('R8_no_kdm'));

  app.user.privacyDelete(person);
  await until(() => reasonsOf(app, one).includes('R8_no_kdm'));
});

it('takes a day’s surveys and unanswered mail into the next day’s scores', async () => {
  await using app = await runningPortal(noCompanies);
  const id = aCustomer(app, 'One');
  await app.install();
  await app.quiet();
  expect(reasonsOf(app, id)).toEqual([]);

  app.user.create(
    surveyType,
    {
      hs_survey_type: 'NPS',
      hs_value: '2',
      hs_submission_timestamp: app.sandbox.clock.now().toISOString(),
    },
    id,
  );
  for (let mail = 0; mail < 5; mail += 1) {
    const sent = {
      hs_timestamp: app.sandbox.clock.now().toISOString(),
      hs_email_direction: 'EMAIL',
    };
    app.user.create(emailType, sent, id);
  }
  app.advance(dayMs);
  await until(() => reasonsOf(app, id).length > 0);

  expect(reasonsOf(app, id)).toEqual(['R2_low_response', 'R9_detractor']);
  expect(await stateOf(app, 'email')).toMatchObject({ state: 'read', done: 5, problem: null });
});

it('keeps surveys and mail of companies that are merged', async () => {
  await using app = await runningPortal(noCompanies);
  const [one, two] = [aCustomer(app, 'One'), aCustomer(app, 'Two')];
  const now = app.sandbox.clock.now().toISOString();
  const answer = { hs_survey_type: 'NPS', hs_value: '2', hs_submission_timestamp: now };
  app.user.create(surveyType, answer, one);
  for (let mail = 0; mail < 5; mail += 1) {
    app.user.create(emailType, { hs_timestamp: now, hs_email_direction: 'EMAIL' }, one);
  }
  await app.install();
  await app.quiet();
  expect(reasonsOf(app, one)).toEqual(['R2_low_response', 'R9_detractor']);

  const merged = app.user.merge(companyType, two, one);
  await app.quiet();
  app.advance(dayMs);
  await until(() => reasonsOf(app, merged).length > 0);

  expect(reasonsOf(app, merged)).toEqual(['R2_low_response', 'R9_detractor']);
});

it('keeps imported answers of companies that are merged, and names companies above themselves', async () => {
  await using app = await runningPortal(noCompanies);
  const [one, two, three] = [aCustomer(app, 'One'), aCustomer(app, 'Two'), aCustomer(app, 'Three')];
  const db = await openDatabase(app.databaseUrl);
  await createSettingStore(db, someSettings).save(portal, { ...someSettings, rollUp: 'both' });
  const answeredAt = app.sandbox.clock.now().getTime();
  const answer = aSurvey({ id: 'a', accountId: accountId(String(one)), value: 2, answeredAt });
  await createSurveyStore(db).saveImported(portal, [answer], answeredAt);
  await db.destroy();
  await app.install();
  await app.quiet();
  expect(reasonsOf(app, one)).toEqual(['R9_detractor']);
  expect((await app.service.progress(portal)).circularAccounts).toEqual([]);

  const merged = app.user.merge(companyType, two, one);
  await until(() => reasonsOf(app, merged).length > 0);
  expect(reasonsOf(app, merged)).toEqual(['R9_detractor']);

  app.user.setParent(merged, three);
  app.user.setParent(three, merged);
  await until(async () => (await app.service.progress(portal)).circularAccounts.length > 0);
});

it('says which source the portal does not grant, and does without it', async () => {
  await using app = await runningPortal({
    portals: [{ portalId: portal, companies: 0, tier: 'free' }],
  });
  const id = aCustomer(app, 'One');
  const answer = { hs_survey_type: 'NPS', hs_value: '2' };
  const answeredAt = app.sandbox.clock.now().toISOString();
  app.user.create(surveyType, { ...answer, hs_submission_timestamp: answeredAt }, id);

  await app.install();
  await app.quiet();

  const state = { state: 'not_granted', problem: 'crm.objects.feedback_submissions.read' };
  expect(await stateOf(app, 'survey')).toMatchObject(state);
  expect(await stateOf(app, 'call')).toMatchObject({ state: 'read', problem: null });
  expect(reasonsOf(app, id)).toEqual([]);
});

it('counts child companies into their parents where the portal wants it', async () => {
  await using app = await runningPortal(noCompanies);
  const db = await openDatabase(app.databaseUrl);
  await createSettingStore(db, someSettings).save(portal, { ...someSettings, rollUp: 'rolled_up' });
  await db.destroy();
  const [parent, child, stranger] = [
    aCustomer(app, 'Parent', 1_000),
    aCustomer(app, 'Child', 500),
    aCustomer(app, 'Stranger', 100),
  ];
  app.user.setParent(child, parent);
  await app.install();
  await app.quiet();
  const revenueOf = (id: number) => Number(app.property(id, 'mainstay_revenue_t12m'));
  const [own, below, alone] = [12_000, 6_000, 1_200];
  expect([parent, child, stranger].map(revenueOf)).toEqual([own + below, below, alone]);

  app.user.create(dealType, { dealname: 'More', amount: 250, ...won }, child);
  await app.quiet();
  expect([parent, child].map(revenueOf)).toEqual([own + below + 250, below + 250]);

  app.user.setParent(stranger, child);
  await app.quiet();
  expect(revenueOf(parent)).toBe(own + below + 250 + alone);
});
