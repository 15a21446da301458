import { type Command, Option } from 'commander';
import { openDatabase } from '../database/open-database.ts';
import { createPortalStore } from '../install/portal-store.ts';
import type { PortalId } from '../model/ids.ts';
import { createDirtyStore } from '../sync/dirty-store.ts';
import { findUnknownAccounts, importSurveys } from '../sync/import-surveys.ts';
import { createRecordStore } from '../sync/record-store.ts';
import { createSurveyStore } from '../sync/survey-store.ts';
import { type DateOrder, dateOrders } from './fields.ts';
import { InputError } from './input-error.ts';
import { wholeId } from './options.ts';
import { readAnswers } from './read-answers.ts';

type ImportOptions = {
  file: string;
  portal: PortalId;
  database: string;
  dateOrder: DateOrder;
  dryRun?: true;
};

export function addImportSurveysCommand(program: Command): void {
  program
    .command('import-surveys')
    .summary('import answers of surveys made outside HubSpot')
    .description(
      'Imports NPS (0–10) and satisfaction (1–5) answers of an installed portal from a CSV: id, company id, date, kind, rating. Nothing is imported while any row is wrong; an id that was imported before is replaced.',
    )
    .requiredOption('--file <file>', 'the answers as CSV, gzipped or not')
    .requiredOption('--portal <id>', 'the HubSpot portal', wholeId)
    .option('--database <url>', 'where the service keeps its data', 'file:.mainstay/mainstay.db')
    .addOption(
      new Option('--date-order <order>', 'how the file writes days')
        .choices(dateOrders)
        .default('ymd'),
    )
    .option('--dry-run', 'check everything and import nothing')
    .action(run);
}

async function run({ file, portal, database, dateOrder, dryRun }: ImportOptions): Promise<void> {
  const answers = await readAnswers(file, dateOrder);
  const db = await openDatabase(database);
  try {
    const deps = {
      portals: createPortalStore(db),
      records: createRecordStore(db),
      surveys: createSurveyStore(db),
      dirty: createDirtyStore(db),
      // biome-ignore lint/plugin: a command starts by itself, as main.ts does
      now: () => new Date(),
    };
    if (!(await deps.portals.find(portal))) {
      throw new InputError([`portal ${portal} is not installed in ${database}`]);
    }
    const ids = answers.map(({ accountId }) => accountId);
    const unknown = await findUnknownAccounts(deps, portal, ids);
    const strangers = answers.filter(({ accountId }) => unknown.has(accountId));
    if (strangers.length > 0) {
      throw new InputError(
        strangers
          .slice(0, mostProblems)
          .map(({ row, accountId }) => `row ${row}: the portal has no company ${accountId}`),
      );
    }
    if (!dryRun) await importSurveys(deps, portal, answers);
    const outcome = dryRun ? 'would be imported' : 'imported';
    process.stderr.write(`${answers.length} answers ${outcome}\n`);
  } finally {
    await db.destroy();
  }
}

const mostProblems = 20;
