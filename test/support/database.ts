import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { sql } from 'kysely';
import { openDatabase } from '../../src/database/open-database.ts';
import type { Database } from '../../src/database/schema.ts';

/** A folder that is removed when it goes out of scope. */
export async function aFolder() {
  const folder = await mkdtemp(path.join(tmpdir(), 'mainstay-test-'));
  return {
    path: folder,
    databaseUrl: `file:${path.join(folder, 'test.db')}`,
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** A new SQLite database at the newest schema. */
export async function aDatabase() {
  const folder = await aFolder();
  const db = await openDatabase(folder.databaseUrl);
  return {
    db,
    url: folder.databaseUrl,
    folder: folder.path,
    async [Symbol.asyncDispose]() {
      await db.destroy();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Removes every row, so that one open database serves many tests. */
export async function empty(db: Database): Promise<void> {
  const tables = await db.introspection.getTables();
  await db.transaction().execute(async (transaction) => {
    for (const { name } of tables) {
      if (name !== 'sqlite_sequence')
        await sql`delete from ${sql.table(name)}`.execute(transaction);
    }
  });
}
