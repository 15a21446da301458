import Sqlite from 'better-sqlite3';
import { describe, expect, it } from 'vitest';
import { createKeptAnswers } from '../../src/database/kept-answers.ts';
import { openDatabase } from '../../src/database/open-database.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { aDatabase } from '../support/database.ts';
import { acme } from '../support/records.ts';
import { until } from '../support/running-portal.ts';

const question = {
  sql: 'select "a"."x" from "a" left join "b" on "b"."x" = "a"."x" where "a"."x" = ?',
  parameters: [1],
};

function keptAnswer() {
  const kept = createKeptAnswers();
  kept.keep(question, [{ x: 1 }], kept.stampOf(question.sql));
  return kept;
}

describe('answers that are kept', () => {
  it('are given again to the same question alone', () => {
    const kept = keptAnswer();

    expect(kept.find(question)).toEqual([{ x: 1 }]);
    expect(kept.find({ ...question, parameters: [2] })).toBeUndefined();
  });

  it.each([
    ['insert into "a" ("x") values (?)', undefined],
    ['update "b" set "x" = ?', undefined],
    ['delete from "b" where "x" = ?', undefined],
    ['alter table "a" add column "y" text', undefined],
    ['pragma user_version = 7', undefined],
    ['insert into "c" ("a") select "x" from "d"', [{ x: 1 }]],
  ])('are forgotten once their tables are written: %s', (write, expected) => {
    const kept = keptAnswer();

    kept.written([write]);

    expect(kept.find(question)).toEqual(expected);
  });

  it('are not those that a write has overtaken', () => {
    const kept = createKeptAnswers();
    const asked = kept.stampOf(question.sql);

    kept.written(['update "a" set "x" = ?']);
    kept.keep(question, [{ x: 1 }], asked);

    expect(kept.find(question)).toBeUndefined();
  });

  it('cannot be changed by one of those who share them', () => {
    const kept = keptAnswer();

    const [row] = kept.find(question) ?? [];
    kept.find(question)?.pop();

    expect(() => Object.assign(row as object, { x: 2 })).toThrow(TypeError);
    expect(kept.find(question)).toEqual([{ x: 1 }]);
  });
});

it('sees at once what was written by another who opened the file in this process', async () => {
  await using opened = await aDatabase();
  const inbox = createInboxStore(opened.db);
  expect(await inbox.count(acme)).toBe(0);
  const other = await openDatabase(opened.url);

  await createInboxStore(other).add(acme, { id: 'p1', receivedAt: 0, body: '[]' });

  expect(await inbox.count(acme)).toBe(1);
  await other.destroy();
});

it('sees soon what another process wrote', async () => {
  await using opened = await aDatabase();
  const inbox = createInboxStore(opened.db);
  expect(await inbox.count(acme)).toBe(0);
  const other = new Sqlite(opened.url.replace('file:', ''));

  other
    .prepare('insert into inbox (inbox_id, portal_id, received_at, body) values (?, ?, 0, ?)')
    .run('p1', acme, '[]');
  other.close();

  await until(async () => (await inbox.count(acme)) === 1);
});
