import type { Command } from 'commander';
import type { Day } from '../model/day.ts';
import { type BacktestReport, backtest } from '../scoring/backtest.ts';
import { frameBuilder } from '../scoring/frame.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import { type Accounts, readAccounts } from './accounts.ts';
import { backtestJson } from './backtest-json.ts';
import { backtestText } from './backtest-text.ts';
import { writeDay } from './fields.ts';
import { InputError } from './input-error.ts';
import {
  dayOption,
  daysOption,
  filesOf,
  policyOf,
  type SharedOptions,
  withSharedOptions,
} from './options.ts';
import { createProgress } from './progress.ts';

type BacktestOptions = SharedOptions & { cuts?: Day[]; completeUntil?: Day; json?: true };

export function addBacktestCommand(program: Command): void {
  const command = program
    .command('backtest')
    .summary("judge the scores by an export's own past")
    .description(
      'Scores every customer as of a past day, with what was known on it, and compares with what then happened; next to it recency, RFM, a fixed-threshold score and a purchase model.',
    );
  withSharedOptions(command)
    .option(
      '--cuts <days...>',
      'days to score from (default: one horizon before the last deal)',
      daysOption,
    )
    .option(
      '--complete-until <day>',
      'last day on which every deal is on file (default: the last won deal)',
      dayOption,
    )
    .option('--json', 'JSON instead of tables')
    .action(runBacktest);
}

async function runBacktest(options: BacktestOptions): Promise<void> {
  const progress = createProgress(process.stderr, options.quiet ? 'quiet' : 'normal');
  const accounts = await readAccounts(filesOf(options), progress);
  const completeUntil = options.completeUntil ?? accounts.won.last;
  const horizonDays = options.horizon ?? usualHorizon(accounts, completeUntil);
  const policy = { ...policyOf(options), horizonDays };
  const cuts = options.cuts ?? [completeUntil - horizonDays];
  refuseImpossible(cuts, { horizonDays, first: accounts.won.first, completeUntil });

  const reports: BacktestReport[] = [];
  for (const cut of cuts) {
    progress.show(`scoring as of ${writeDay(cut)}`);
    const { historyDays } = options;
    const limits = { cut, completeUntil, ...(historyDays === undefined ? {} : { historyDays }) };
    reports.push(backtest({ accounts: accounts.evidence, policy, ...limits }));
  }
  progress.note(`${cuts.length === 1 ? '1 past day' : `${cuts.length} past days`} judged`);
  process.stdout.write(options.json ? backtestJson(reports) : backtestText(reports));
}

function usualHorizon({ evidence }: Accounts, day: Day): number {
  const settings = { id: 'horizon', day, policy: defaultPolicy, previous: null };
  const builder = frameBuilder({ ...settings, calibration: 'never' });
  for (const account of evidence()) builder.add(account);
  return builder.finish().horizonDays;
}

type Limits = { horizonDays: number; first: Day; completeUntil: Day };

function refuseImpossible(cuts: readonly Day[], { horizonDays, first, completeUntil }: Limits) {
  const problems: string[] = [];
  for (const cut of cuts) {
    const end = cut + horizonDays;
    if (cut < first) {
      problems.push(`${writeDay(cut)} is before the first won deal (${writeDay(first)})`);
    } else if (end > completeUntil) {
      problems.push(
        `what followed ${writeDay(cut)} is not known yet: ${horizonDays} days later is ${writeDay(end)}, the file ends on ${writeDay(completeUntil)}`,
      );
    }
  }
  if (problems.length > 0) throw new InputError(problems);
}
