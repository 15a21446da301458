import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { aDatabase } from '../support/database.ts';

/** Tables of the database's own. */
const bookkeeping = /^(kysely|sqlite)_/;

async function namedTables(): Promise<string[]> {
  const page = await readFile('docs/privacy.md', 'utf8');
  const [, section = ''] = page.split('## In which tables');
  const rows = section.split('\n## ')[0]?.split('\n') ?? [];
  const cells = rows.map((row) => row.split('|')[1] ?? '');
  return cells.flatMap((cell) => [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name));
}

it('lists on the privacy page every table there is, each once', async () => {
  await using database = await aDatabase();
  const tables = await database.db.introspection.getTables();
  const kept = tables.map(({ name }) => name).filter((name) => !bookkeeping.test(name));

  expect((await namedTables()).toSorted()).toEqual(kept.toSorted());
});
