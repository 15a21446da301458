import { type Command, Option } from 'commander';
import { openDatabase } from '../database/open-database.ts';
import {
  type ExecutionImport,
  importExecutions,
  planImport,
  type Refused,
} from '../execution/import-executions.ts';
import { createImportedExecutionStore } from '../execution/imported-execution-store.ts';
import { createPortalStore } from '../install/portal-store.ts';
import type { PortalId } from '../model/ids.ts';
import { createRecordStore } from '../sync/record-store.ts';
import { type DateOrder, dateOrders } from './fields.ts';
import { InputError } from './input-error.ts';
import { wholeId } from './options.ts';
import { readExecutions } from './read-executions.ts';

type ImportOptions = {
  file: string;
  portal: PortalId;
  database: string;
  dateOrder: DateOrder;
  dryRun?: true;
};

export function addImportExecutionsCommand(program: Command): void {
  program
    .command('import-executions')
    .summary('import an execution ledger that was kept elsewhere')
    .description(
      'Imports lines of an execution ledger into an installed portal from a CSV with its ten columns, headed in English or Chinese, as the ledger is exported. Rows that cannot be used are named with what to do, and the others imported; a line that was imported before is replaced. Nothing is sent to HubSpot.',
    )
    .requiredOption('--file <file>', 'the ledger as CSV in UTF-8, gzipped or not')
    .requiredOption('--portal <id>', 'the HubSpot portal', wholeId)
    .option('--database <url>', 'where the service keeps its data', 'file:.mainstay/mainstay.db')
    .addOption(
      new Option('--date-order <order>', 'how the file writes days')
        .choices(dateOrders)
        .default('ymd'),
    )
    .option('--dry-run', 'say what would be imported and import nothing')
    .action(run);
}

async function run({ file, portal, database, dateOrder, dryRun }: ImportOptions): Promise<void> {
  const { lines, refused } = await readExecutions(file, dateOrder);
  const db = await openDatabase(database);
  try {
    const deps = {
      portals: createPortalStore(db),
      records: createRecordStore(db),
      imported: createImportedExecutionStore(db),
    };
    if (!(await deps.portals.find(portal))) {
      throw new InputError([`portal ${portal} is not installed in ${database}`]);
    }
    const plan = await planImport(deps, portal, lines);
    if (!dryRun) await importExecutions(deps, portal, plan);
    const left = [...refused, ...plan.refused].toSorted((one, other) => one.row - other.row);
    process.stderr.write(reportOf(plan, left, dryRun ? 'would be ' : ''));
    if (left.length > 0) process.exitCode = 1;
  } finally {
    await db.destroy();
  }
}

function reportOf(
  { created, changed, unchanged }: ExecutionImport,
  refused: readonly Refused[],
  tense: string,
): string {
  const problems = refused.map(({ row, problem }) => `row ${row}: ${problem}\n`);
  const counts = [
    `${created.length} lines ${tense}added`,
    `${changed.length} ${tense}changed`,
    `${unchanged} as before`,
    `${refused.length} ${tense}left out`,
  ];
  return `${problems.join('')}${counts.join(', ')}\n`;
}
