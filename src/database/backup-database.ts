import { existsSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import Sqlite from 'better-sqlite3';

/**
 * Copies an SQLite database as it is at one moment, while others go on writing to it. The copy is whole
 * or not there: it gets its name when it has been checked and lies on the disk.
 */
export async function backupDatabase(file: string, target: string): Promise<void> {
  if (existsSync(target)) throw new Error(`${target} is there already`);
  const unfinished = `${target}.unfinished`;
  await rm(unfinished, { force: true });
  try {
    copy(file, unfinished);
    check(unfinished);
    await flush(unfinished);
    await rename(unfinished, target);
  } finally {
    await rm(unfinished, { force: true });
  }
}

function copy(file: string, target: string): void {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    database.prepare('vacuum into ?').run(target);
  } finally {
    database.close();
  }
}

function check(file: string): void {
  const database = new Sqlite(file, { readonly: true, fileMustExist: true });
  try {
    const verdict: unknown = database.pragma('quick_check', { simple: true });
    if (verdict !== 'ok') throw new Error(`the copy is not sound: ${String(verdict)}`);
  } finally {
    database.close();
  }
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
