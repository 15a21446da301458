import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { companyType, portal, runningPortal, until } from '../support/running-portal.ts';
import { tablesWith } from '../support/tables-with.ts';

const contactType = '0-1';
const surveyType = '0-19';
const portals = [{ portalId: portal, companies: 0 }];

it('forgets everything that came from a contact who asks to be forgotten, in every table', async () => {
  await using app = await runningPortal({ portals });
  const company = app.user.create(companyType, { name: 'Acme' });
  const person = { firstname: 'Xenia', lastname: 'Quast', jobtitle: 'Chief Zymurgist' };
  const birthday = '"birthday":"02-29"';
  const contact = app.user.create(
    contactType,
    { ...person, hs_buying_role: 'DECISION_MAKER', date_of_birth: '29.02.1980' },
    company,
  );
  const answer = {
    hs_survey_type: 'NPS',
    hs_value: '2',
    hs_contact_id: String(contact),
    hs_submission_timestamp: app.sandbox.clock.now().toISOString(),
  };
  app.user.create(surveyType, answer, company);
  await app.install();
  await app.quiet();
  await app.signed('PUT', '/settings/mapping', { birthdayProperty: 'date_of_birth' });
  await app.quiet();
  const entered = await app.signed('POST', `/cards/companies/${company}/inputs`, {
    id: randomUUID(),
    kind: 'decision_role',
    value: 'sponsor',
    subject: String(contact),
    person: { firstName: 'Xenia', lastName: 'Quast', jobTitle: 'Chief Zymurgist' },
  });
  expect(entered.status, entered.text).toBe(200);
  await app.quiet();
  const before = await tablesWith(app.databaseUrl, String(contact));
  expect(before.sort()).toEqual(['contact_role', 'manual_input', 'survey_answer']);
  expect(await tablesWith(app.databaseUrl, birthday)).toEqual(['contact_role']);

  app.user.privacyDelete(contact);
  await until(async () => (await tablesWith(app.databaseUrl, 'X*** Q***')).length === 0);
  await app.quiet();

  expect(await tablesWith(app.databaseUrl, String(contact))).toEqual(['erased_contact']);
  for (const text of ['Xenia', 'Quast', 'X*** Q***', 'Zymurgist', birthday]) {
    expect(await tablesWith(app.databaseUrl, text), text).toEqual([]);
  }
});
