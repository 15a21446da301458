import { Command, InvalidArgumentError } from 'commander';

export type TortureOptions = {
  minutes: number;
  seed: number;
  companies: number;
  /** Kept in SQLite unless told. */
  database: 'sqlite' | 'postgres';
  /** HubSpot's journal, read beside webhooks: what these miss has to be found without a comparison then. */
  journal: 'used' | 'unused';
  /** One post in so many is acknowledged and thrown away: to see that this is noticed. */
  forgetsOneIn?: number;
};

type Switches = { json: boolean; postgres: boolean; journal: boolean };

/** Reads the command line of `npm run torture`. */
export function readOptions(argv: readonly string[]): TortureOptions & { json: boolean } {
  const command = new Command('npm run torture --')
    .description('Breaks everything at random for a while; then nothing may be lost or wrong.')
    .option('--minutes <n>', 'how long things break', positive, 1)
    .option('--seed <n>', 'the same seed breaks the same things', positive, 1)
    .option('--companies <n>', 'companies in the stand-in portal', positive, 120)
    .option('--postgres', 'keep the data in a PostgreSQL that is restarted now and then', false)
    .option('--journal', "read HubSpot's journal beside webhooks", false)
    .option('--json', 'print nothing but the result', false);
  const given = command
    .parse(argv as string[])
    .opts<Omit<TortureOptions, 'database' | 'journal'> & Switches>();
  const { postgres, journal, ...options } = given;
  return {
    ...options,
    database: postgres ? 'postgres' : 'sqlite',
    journal: journal ? 'used' : 'unused',
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It has to be a number above 0.');
  return value;
}
