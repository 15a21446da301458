import { execFile } from 'node:child_process';
import { promises as fs } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { FileMigrationProvider, Migrator } from 'kysely/migration';
import { inspectDatabase } from '../../src/database/open-database.ts';
import { createInboxStore } from '../../src/intake/inbox-store.ts';
import { acme } from './records.ts';

const migrationFolder = path.join(import.meta.dirname, '../../src/database/migrations');
const program = path.join(import.meta.dirname, 'opens-database.ts');
const open = promisify(execFile);

/** Migrated as far as it once was, with a post of that time. */
export async function makeOlderDatabase(url: string, newest: string): Promise<void> {
  const { db } = await inspectDatabase(url);
  const migrator = new Migrator({
    db,
    provider: new FileMigrationProvider({ fs, path, migrationFolder }),
  });
  const { error } = await migrator.migrateTo(newest);
  if (error) throw error;
  await sql`insert into inbox (portal_id, inbox_id, received_at, body)
    values (${acme}, 'p1', 0, '[]')`.execute(db);
  await db.destroy();
}

/** What each of so many processes said that opened the database at the same moment. */
export async function openedByMany(url: string, processes: number): Promise<string[]> {
  const outcomes = await Promise.allSettled(
    Array.from({ length: processes }, () => open(process.execPath, [program, url])),
  );
  return outcomes.map((outcome) =>
    outcome.status === 'fulfilled' ? outcome.value.stdout : String(outcome.reason),
  );
}

/** Which migrations a database has had, and how many posts wait in it; nothing is migrated to look. */
export async function whatIsIn(url: string): Promise<{ migrations: string[]; posts: number }> {
  const { db } = await inspectDatabase(url);
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration
      order by name`.execute(db);
    return {
      migrations: rows.map(({ name }) => name),
      posts: await createInboxStore(db).count(acme),
    };
  } finally {
    await db.destroy();
  }
}

export async function everyMigration(): Promise<string[]> {
  const files = await fs.readdir(migrationFolder);
  return files.map((file) => path.basename(file, '.ts')).sort();
}
