import { expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open-database.ts';
import { isoDate } from '../../src/model/day.ts';
import { companyType, portal, until } from '../support/running-portal.ts';
import { tablesWith } from '../support/tables-with.ts';
import { dayMs, portalWithTasks, type TaskPortal } from './with-tasks.ts';

const contactType = '0-1';

/** The service does its own work until nothing is left. */
async function serve({ app }: TaskPortal): Promise<void> {
  app.work();
  await app.quiet();
  await app.rest();
}

async function map(running: TaskPortal, birthdayProperty: string | null): Promise<void> {
  const { status } = await running.app.signed('PUT', '/settings/mapping', { birthdayProperty });
  expect(status).toBe(200);
  await serve(running);
}

async function birthdaysIn(databaseUrl: string): Promise<Record<string, string>> {
  const db = await openDatabase(databaseUrl);
  const rows = await db.selectFrom('contact_role').select(['contact_id', 'birthday']).execute();
  await db.destroy();
  return Object.fromEntries(
    rows.flatMap(({ contact_id, birthday }) => (birthday === null ? [] : [[contact_id, birthday]])),
  );
}

it('asks for wishes three days before a birthday that is mapped, once a year', async () => {
  await using app = await portalWithTasks({ companies: 0 });
  const company = app.user.create(companyType, { name: 'Acme' });
  const birthday = app.today() + 10;
  const [, month = '', day = ''] = isoDate(birthday).split('-');
  const born = { date_of_birth: `${day}.${month}.1980` };
  const decides = { hs_buying_role: 'DECISION_MAKER', lastname: 'Quast', ...born };
  const contact = app.user.create(contactType, decides, company);
  app.user.create(contactType, { lastname: 'Berg', ...born }, company);
  await serve(app);
  expect(await birthdaysIn(app.app.databaseUrl)).toEqual({});

  await map(app, 'date_of_birth');
  expect(await birthdaysIn(app.app.databaseUrl)).toEqual({ [contact]: `${month}-${day}` });

  await app.switchOn(['key_dates']);
  await app.situation(company, { type: 'core' });
  await app.days(20);

  const year = isoDate(birthday).slice(0, 4);
  const kept = await app.kept(company);
  expect(kept.map(({ step, period }) => `${step} ${period}`)).toEqual([
    expect.stringMatching(new RegExp(`^kd.birthday birthday-[0-9a-f]{24}-${year}$`)),
  ]);
  expect(app.tasks().map(({ dueOn }) => Date.parse(dueOn) / dayMs)).toEqual([birthday - 3]);
});

it('forgets birthdays that are not mapped any more', async () => {
  await using app = await portalWithTasks({ companies: 0 });
  const company = app.user.create(companyType, { name: 'Acme' });
  const decides = { hs_buying_role: 'DECISION_MAKER', date_of_birth: '1980-02-29' };
  const contact = app.user.create(contactType, decides, company);
  await map(app, 'date_of_birth');
  expect(await birthdaysIn(app.app.databaseUrl)).toEqual({ [contact]: '02-29' });

  await map(app, null);

  expect(await birthdaysIn(app.app.databaseUrl)).toEqual({});
});

it('closes and purges the task for the birthday of a contact who asks to be forgotten', async () => {
  await using running = await portalWithTasks({ companies: 0 });
  const { app, user } = running;
  const company = user.create(companyType, { name: 'Acme' });
  const [, month = '', day = ''] = isoDate(running.today() + 5).split('-');
  const born = { hs_buying_role: 'DECISION_MAKER', date_of_birth: `1980-${month}-${day}` };
  const contact = user.create(contactType, born, company);
  await map(running, 'date_of_birth');
  await running.switchOn(['key_dates']);
  await running.situation(company, { type: 'core' });
  await running.days(2);
  const before = await running.kept(company);
  expect(before.map(({ step, sync }) => `${step} ${sync}`)).toEqual(['kd.birthday sent']);
  expect(await tablesWith(app.databaseUrl, String(contact))).toEqual(['contact_role']);

  user.privacyDelete(contact);
  await until(() => app.sandbox.webhooksIdle(portal));
  await running.pass();

  expect(running.tasks().map(({ status }) => status)).toEqual(['COMPLETED']);
  expect(await running.kept(company)).toEqual([]);
  expect(await tablesWith(app.databaseUrl, String(contact))).toEqual(['erased_contact']);
  for (const task of before) expect(await tablesWith(app.databaseUrl, task.period)).toEqual([]);
});
