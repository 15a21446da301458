import type { Command } from 'commander';
import { createPortalStore } from '../install/portal-store.ts';
import { createDirtyStore } from '../sync/dirty-store.ts';
import { findUnknownAccounts, importSurveys } from '../sync/import-surveys.ts';
import { createRecordStore } from '../sync/record-store.ts';
import { createSurveyStore } from '../sync/survey-store.ts';
import { type ImportOptions, inPortal, withImportOptions } from './import-options.ts';
import { InputError } from './input-error.ts';
import { readAnswers } from './read-answers.ts';

export function addImportSurveysCommand(program: Command): void {
  const command = program
    .command('import-surveys')
    .summary('import answers of surveys made outside HubSpot')
    .description(
      'Imports NPS (0–10) and satisfaction (1–5) answers of an installed portal from a CSV: id, company id, date, kind, rating. Nothing is imported while any row is wrong; an id that was imported before is replaced.',
    );
  withImportOptions(command, {
    file: 'the answers as CSV, gzipped or not',
    dryRun: 'check everything and import nothing',
  }).action(run);
}

async function run(options: ImportOptions): Promise<void> {
  const { file, portal, dateOrder, dryRun } = options;
  const answers = await readAnswers(file, dateOrder);
  await inPortal(options, async (db) => {
    const deps = {
      portals: createPortalStore(db),
      records: createRecordStore(db),
      surveys: createSurveyStore(db),
      dirty: createDirtyStore(db),
      // biome-ignore lint/plugin: a command starts by itself, as main.ts does
      now: () => new Date(),
    };
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
  });
}

const mostProblems = 20;
