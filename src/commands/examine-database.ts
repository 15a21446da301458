import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { databaseFileOf, inspectDatabase } from '../database/open-database.ts';
import { ConfigError } from '../errors.ts';
import { createDoctorStore } from './doctor-store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** What is opened here, closed by whoever asked. */
export type Database = Awaited<ReturnType<typeof inspectDatabase>>['db'];

export type ExaminedDatabase = { findings: Finding[]; db: Database | undefined };

const leastFreeBytes = 200 * 2 ** 20;
const wantedFreeBytes = 2 * 2 ** 30;

/** Whether the database is there, at the newest schema and takes writes. Changes nothing in it. */
export async function examineDatabase(url: string): Promise<ExaminedDatabase> {
  const file = databaseFileOf(url);
  if (file !== undefined && !existsSync(file)) {
    const finding = warn(
      'database',
      `${file} is not there yet`,
      'Start the service once: it makes the file. If it has run before, correct DATABASE_URL.',
    );
    return { findings: [finding], db: undefined };
  }
  try {
    const { db, pending } = await inspectDatabase(url);
    const isReady = pending.length === 0;
    const findings = [isReady ? await writing(db) : ok('database', 'reached'), schema(pending)];
    if (file !== undefined) findings.push(await disk(dirname(file)));
    if (isReady) return { findings, db };
    await db.destroy();
    return { findings, db: undefined };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const toDo = 'Correct DATABASE_URL, or start the database it names.';
    return { findings: [fail('database', error.message, toDo)], db: undefined };
  }
}

async function writing(db: Database): Promise<Finding> {
  try {
    await createDoctorStore(db).tryToWrite();
    return ok('database', 'reached, and takes writes');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const toDo =
      'Give the service’s user the right to write to DATABASE_URL, and room on the disk.';
    return fail('database', `takes no writes: ${why}`, toDo);
  }
}

function schema(pending: readonly string[]): Finding {
  if (pending.length === 0) return ok('schema', 'at the newest version');
  const toDo = 'Start the service: it brings the schema up to date. Take a backup first.';
  return warn('schema', `${pending.length} migrations are to be run`, toDo);
}

async function disk(folder: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  const says = `${(free / 2 ** 30).toFixed(1)} GiB free in ${folder}`;
  const toDo = 'Make room: when the disk is full, nothing is acknowledged and HubSpot sends again.';
  if (free < leastFreeBytes) return fail('disk', says, toDo);
  return free < wantedFreeBytes ? warn('disk', says, toDo) : ok('disk', says);
}
