import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { createReconciliationStore } from '../../src/sync/reconciliation-store.ts';
import { companyType, dealType, portal, runningPortal, until } from '../support/running-portal.ts';

const contactType = '0-1';
const surveyType = '0-19';
const emailType = '0-49';
const dayMs = 86_400_000;
const won = { pipeline: 'default', dealstage: 'closedwon' };

type Running = Awaited<ReturnType<typeof runningPortal>>;

/** Large and with a monthly rhythm, so that its risk is scored. */
function aCustomer(app: Running, name: string): number {
  const id = app.user.create(companyType, { name });
  for (let month = 1; month <= 12; month += 1) {
    const closedAt = app.sandbox.clock.now().getTime() - month * 30 * dayMs;
    const closedate = new Date(closedAt).toISOString();
    app.user.create(dealType, { dealname: 'Order', amount: 1_200_000, closedate, ...won }, id);
  }
  return id;
}

const reasonsOf = (app: Running, id: number) =>
  (app.property(id, 'mainstay_risk_reasons') ?? '').split(';').filter(Boolean);

async function emptyPortal() {
  const app = await runningPortal({ portals: [{ portalId: portal, companies: 0 }] });
  return {
    ...app,
    async installed() {
      await app.install();
      await app.quiet();
      app.sandbox.addFault({ kind: 'miss-webhooks', probability: 1 });
    },
    /** What follows one midnight is done; the next is almost a day away. */
    async dayLater() {
      app.advance(dayMs + 60_000);
      const today = app.sandbox.clock.now().getTime();
      const db = await openDatabase(app.databaseUrl);
      await until(async () => {
        const compared = await createReconciliationStore(db).list(portal);
        return compared.every(({ comparedAt, isComparing }) => comparedAt >= today && !isComparing);
      });
      await db.destroy();
      await app.quiet();
    },
  };
}

it('links surveys and mail anew on the day that a merge is found which no event told of', async () => {
  await using app = await emptyPortal();
  const [one, two] = [aCustomer(app, 'One'), aCustomer(app, 'Two')];
  const now = app.sandbox.clock.now().toISOString();
  const answer = { hs_survey_type: 'NPS', hs_value: '2', hs_submission_timestamp: now };
  app.user.create(surveyType, answer, one);
  for (let mail = 0; mail < 5; mail += 1) {
    app.user.create(emailType, { hs_timestamp: now, hs_email_direction: 'EMAIL' }, one);
  }
  await app.installed();
  await app.dayLater();

  const merged = app.user.merge(companyType, two, one);
  await app.dayLater();

  await until(() => reasonsOf(app, merged).length === 2);
  expect(reasonsOf(app, merged)).toEqual(['R2_low_response', 'R9_detractor']);
});

it('notices within a day who lost a role, moved or was erased while no event told of it', async () => {
  await using app = await emptyPortal();
  const names = ['Lost', 'Left', 'Joined', 'Erased', 'Same'];
  const [lost = 0, left = 0, joined = 0, erased = 0, same = 0] = names.map((name) =>
    aCustomer(app, name),
  );
  const decides = { hs_buying_role: 'DECISION_MAKER' };
  const [loser = 0, mover = 0, forgotten = 0] = [lost, left, erased, same].map((company) =>
    app.user.create(contactType, decides, company),
  );
  await app.installed();
  expect(reasonsOf(app, joined)).toContain('R8_no_kdm');

  app.user.update(contactType, loser, { hs_buying_role: '' });
  app.user.moveToCompany(contactType, mover, joined);
  app.user.privacyDelete(forgotten);
  await app.dayLater();

  const lacks = (id: number) => reasonsOf(app, id).includes('R8_no_kdm');
  await until(() => lacks(lost) && lacks(left) && lacks(erased) && !lacks(joined));
  expect(lacks(same)).toBe(false);
});
