import { type Command, Option } from 'commander';
import { openDatabase } from '../database/open-database.ts';
import { createPortalStore } from '../install/portal-store.ts';
import type { PortalId } from '../model/ids.ts';
import { type DateOrder, dateOrders } from './fields.ts';
import { InputError } from './input-error.ts';
import { wholeId } from './options.ts';

/** Options of the commands that bring a file into an installed portal. */
export type ImportOptions = {
  file: string;
  portal: PortalId;
  database: string;
  dateOrder: DateOrder;
  dryRun?: true;
};

export function withImportOptions(command: Command, says: { file: string; dryRun: string }) {
  return command
    .requiredOption('--file <file>', says.file)
    .requiredOption('--portal <id>', 'the HubSpot portal', wholeId)
    .option('--database <url>', 'where the service keeps its data', 'file:.mainstay/mainstay.db')
    .addOption(
      new Option('--date-order <order>', 'how the file writes days')
        .choices(dateOrders)
        .default('ymd'),
    )
    .option('--dry-run', says.dryRun);
}

/** Works in the database of the portal. An InputError where the portal is not installed in it. */
export async function inPortal(
  { portal, database }: ImportOptions,
  work: (db: Awaited<ReturnType<typeof openDatabase>>) => Promise<void>,
): Promise<void> {
  const db = await openDatabase(database);
  try {
    if (!(await createPortalStore(db).find(portal))) {
      throw new InputError([`portal ${portal} is not installed in ${database}`]);
    }
    await work(db);
  } finally {
    await db.destroy();
  }
}
