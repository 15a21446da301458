import { Command, InvalidArgumentError } from 'commander';

export type DemoOptions = {
  once: boolean;
  json: boolean;
  companies: number;
  changes: number;
  seed: number;
  deals?: string;
  port: number;
  sandboxPort: number;
  latency: number;
  database?: string;
  /** Months to live through. */
  simulate?: number;
};

/** Reads the command line of `npm run demo`. */
export function readOptions(argv: readonly string[]): DemoOptions {
  const command = new Command('npm run demo --')
    .description('Runs Mainstay against a stand-in HubSpot: install, first read, scores, card.')
    .option('--once', 'do the main job, make a storm of changes, check every property, end', false)
    .option('--json', 'print the result as one line of JSON (with --once)', false)
    .option('--companies <n>', 'companies in the stand-in portal', wholeNumber, 300)
    .option('--changes <n>', 'random deal and ticket changes of the storm', wholeNumber, 1_000)
    .option('--seed <n>', 'the same seed gives the same portal', wholeNumber, 1)
    .option('--deals <file>', 'a CSV[.gz] of real deals (company id, date, amount) as the portal')
    .option('--port <n>', 'port of the service; 0 takes a free one', wholeNumber, 3_000)
    .option('--sandbox-port <n>', 'port of the stand-in; 0 takes a free one', wholeNumber, 4_000)
    .option('--latency <ms>', 'how long the stand-in takes to answer', wholeNumber, 80)
    .option('--database <url>', 'keep the data there instead of in a fresh SQLite file')
    .option('--simulate <months>', 'live through so many months, 24m, and count the tasks', months);
  return command.parse(argv as string[]).opts<DemoOptions>();
}

/** `24m`. */
function months(text: string): number {
  const value = Number(/^(\d{1,3})m$/.exec(text)?.[1]);
  if (!(value > 0)) throw new InvalidArgumentError('Months look like 24m.');
  return value;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 0) {
    throw new InvalidArgumentError('It has to be a whole number.');
  }
  return value;
}
