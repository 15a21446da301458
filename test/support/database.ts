import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDatabase } from '../../src/database/open-database.ts';

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
