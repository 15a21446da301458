import { extname } from 'node:path';
import type { Command } from 'commander';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import { assess } from '../scoring/assess.ts';
import { frameBuilder } from '../scoring/frame.ts';
import { readAccounts } from './accounts.ts';
import { writeDay } from './fields.ts';
import { InputError } from './input-error.ts';
import { dayOption, filesOf, policyOf, type SharedOptions, withSharedOptions } from './options.ts';
import { createProgress, type Progress } from './progress.ts';
import { type ScoreRow, scoreRow } from './score-row.ts';
import { type RowFormat, writeFileOfRows, writeRows } from './write-rows.ts';

type ScoreOptions = SharedOptions & {
  asOf?: Day;
  calibrate?: true;
  out?: string;
  json?: true;
};

export function addScoreCommand(program: Command): void {
  const command = program
    .command('score')
    .summary('score every company of an export')
    .description(
      'Scores every company of a deals export: value tier, health with its reasons, risk, expected deals, lifetime value, potential, nine-box. One row per company, as CSV or JSON.',
    );
  withSharedOptions(command)
    .option(
      '--as-of <day>',
      'score as of the end of this day (default: the day of the last won deal)',
      dayOption,
    )
    .option('--calibrate', "fit the risk to this file's own past instead of using the defaults")
    .option('--out <file>', 'write here instead of to the screen; .json or .csv')
    .option('--json', 'JSON instead of CSV')
    .action(score);
}

async function score(options: ScoreOptions): Promise<void> {
  const format = formatOf(options);
  const progress = createProgress(process.stderr, options.quiet ? 'quiet' : 'normal');
  const accounts = await readAccounts(filesOf(options), progress);
  const asOf = options.asOf ?? accounts.won.last;
  const rows = scoreRows(accounts.evidence, { ...options, asOf, count: accounts.count }, progress);
  if (options.out === undefined) await writeRows(process.stdout, rows, format);
  else await writeFileOfRows(options.out, rows, format);
  progress.note(`${accounts.count} companies scored as of ${writeDay(asOf)}`);
}

type Scoring = ScoreOptions & { asOf: Day; count: number };

function* scoreRows(
  evidence: () => Iterable<Evidence>,
  options: Scoring,
  progress: Progress,
): Generator<ScoreRow> {
  const { asOf, calibrate, historyDays = Infinity } = options;
  const policy = policyOf(options);
  const builder = frameBuilder({
    id: writeDay(asOf),
    day: asOf,
    policy,
    previous: null,
    calibration: calibrate ? 'monthly' : 'never',
  });
  for (const account of evidence()) builder.add(recentOf(account, asOf - historyDays));
  const frame = builder.finish();

  let scored = 0;
  for (const account of evidence()) {
    const recent = recentOf(account, asOf - historyDays);
    yield scoreRow(assess(recent, { frame, policy, standing: null }), account);
    scored += 1;
    if (scored % 5000 === 0) progress.show(`scoring: ${scored} of ${options.count} companies`);
  }
}

/** The account without the deals closed up to and including a day. */
function recentOf(account: Evidence, after: Day): Evidence {
  if (after === -Infinity) return account;
  const deals = account.deals.filter(({ closedOn }) => closedOn === null || closedOn > after);
  return { ...account, deals };
}

function formatOf({ json, out }: ScoreOptions): RowFormat {
  if (out === undefined) return json ? 'json' : 'csv';
  const extension = extname(out).toLowerCase();
  if (extension === '.json') return 'json';
  if (extension === '.csv') return json ? 'json' : 'csv';
  throw new InputError([`--out ${out}: expected a name that ends in .csv or .json`]);
}
