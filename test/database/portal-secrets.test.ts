import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { inspectDatabase, openDatabase } from '../../src/database/open-database.ts';
import { createSecretStore } from '../../src/install/secret-store.ts';
import { portalId } from '../../src/model/ids.ts';
import { aDatabase, aFolder } from '../support/database.ts';
import { makeOlderDatabase } from '../support/migrating.ts';
import { acme } from '../support/records.ts';

async function addPortals(db: Awaited<ReturnType<typeof openDatabase>>, ids: readonly number[]) {
  for (const id of ids) {
    await sql`insert into portal (portal_id, status, time_zone, currency, locale, ui_domain, scopes,
      token_expires_at, installed_at, blocked_until, metadata_read_at)
      values (${id}, 'installed', 'UTC', 'EUR', 'en', '', '[]', 0, 0, 0, 0)`.execute(db);
  }
}

it('makes the same word of a text always, and another one in another portal', async () => {
  await using database = await aDatabase();
  await addPortals(database.db, [1, 2]);
  const secrets = createSecretStore(database.db);

  const [first, again, other] = await Promise.all([
    secrets.wordsOf(portalId(1)),
    secrets.wordsOf(portalId(1)),
    secrets.wordsOf(portalId(2)),
  ]);

  expect(first('contact/7')).toMatch(/^[0-9a-f]{24}$/);
  expect(again('contact/7')).toBe(first('contact/7'));
  expect(other('contact/7')).not.toBe(first('contact/7'));
});

it('puts a word in place of the number in birthdays of before', async () => {
  await using folder = await aFolder();
  await makeOlderDatabase(folder.databaseUrl, '0024-industry-names');
  const { db: older } = await inspectDatabase(folder.databaseUrl);
  await addPortals(older, [acme]);
  const key = `${acme}:5:key_dates:1:kd.birthday:birthday-4711-2026`;
  await sql`insert into taken_step (portal_id, account_id, step, period, step_key, task_key, strategy,
    is_withdrawn) values (${acme}, '5', 'kd.birthday', 'birthday-4711-2026', ${key}, ${key},
    'key_dates', 0)`.execute(older);
  await older.destroy();

  const db = await openDatabase(folder.databaseUrl);
  const wordOf = await createSecretStore(db).wordsOf(acme);
  const [row] = await db.selectFrom('taken_step').selectAll().execute();
  await db.destroy();

  const period = `birthday-${wordOf('contact/4711')}-2026`;
  expect(row?.period).toBe(period);
  expect(row?.task_key).toBe(`${acme}:5:key_dates:1:kd.birthday:${period}`);
  expect(JSON.stringify(row)).not.toContain('4711');
});
