import type { Command } from 'commander';
import {
  type ExecutionImport,
  importExecutions,
  planImport,
  type Refused,
} from '../execution/import-executions.ts';
import { createImportedExecutionStore } from '../execution/imported-execution-store.ts';
import { createPortalStore } from '../install/portal-store.ts';
import { createRecordStore } from '../sync/record-store.ts';
import { type ImportOptions, inPortal, withImportOptions } from './import-options.ts';
import { readExecutions } from './read-executions.ts';

export function addImportExecutionsCommand(program: Command): void {
  const command = program
    .command('import-executions')
    .summary('import an execution ledger that was kept elsewhere')
    .description(
      'Imports lines of an execution ledger into an installed portal from a CSV with its ten columns, headed in English or Chinese, as the ledger is exported. Rows that cannot be used are named with what to do, and the others imported; a line that was imported before is replaced. Nothing is sent to HubSpot.',
    );
  withImportOptions(command, {
    file: 'the ledger as CSV in UTF-8, gzipped or not',
    dryRun: 'say what would be imported and import nothing',
  }).action(run);
}

async function run(options: ImportOptions): Promise<void> {
  const { file, portal, dateOrder, dryRun } = options;
  const { lines, refused } = await readExecutions(file, dateOrder);
  await inPortal(options, async (db) => {
    const deps = {
      portals: createPortalStore(db),
      records: createRecordStore(db),
      imported: createImportedExecutionStore(db),
    };
    const plan = await planImport(deps, portal, lines);
    if (!dryRun) await importExecutions(deps, portal, plan);
    const left = [...refused, ...plan.refused].toSorted((one, other) => one.row - other.row);
    process.stderr.write(reportOf(plan, left, dryRun ? 'would be ' : ''));
    if (left.length > 0) process.exitCode = 1;
  });
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
