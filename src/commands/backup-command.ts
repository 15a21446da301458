import { stat } from 'node:fs/promises';
import { type Command, Option } from 'commander';
import { backupDatabase } from '../database/backup-database.ts';
import { databaseFileOf } from '../database/open-database.ts';
import { InputError } from './input-error.ts';

type BackupOptions = { database: string };

export function addBackupCommand(program: Command): void {
  program
    .command('backup')
    .summary('copy the SQLite database while the service runs')
    .description(
      'Copies the SQLite database as it is at one moment, while the service goes on working, and checks the copy. Of PostgreSQL, pg_dump makes backups.',
    )
    .argument('<file>', 'where the copy goes; it must not exist yet')
    .addOption(
      new Option('--database <url>', 'where the service keeps its data')
        .env('DATABASE_URL')
        .default('file:.mainstay/mainstay.db'),
    )
    .action(run);
}

async function run(target: string, { database }: BackupOptions): Promise<void> {
  const file = databaseFileOf(database);
  if (file === undefined) {
    throw new InputError([
      'this is PostgreSQL: use pg_dump --format=custom --file=FILE "$DATABASE_URL"',
    ]);
  }
  try {
    await backupDatabase(file, target);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new InputError([`no backup was made: ${why}`], { cause });
  }
  const { size } = await stat(target);
  process.stderr.write(`${target}: ${(size / 2 ** 20).toFixed(1)} MiB, checked\n`);
}
