import { sql } from 'kysely';
import { openDatabase } from '../../src/database/open-database.ts';

export type ServiceCounts = {
  tasksCreated: number;
  perStrategy: Record<string, number>;
  perStep: Record<string, number>;
  withdrawn: number;
  winBacks: Record<'started' | 'going' | 'recovered' | 'lost' | 'risk_gone' | 'superseded', number>;
  typeChanges: number;
  /** Records whose change no event told of. */
  missedRecords: number;
};

export type CountedRun = {
  accountId: string;
  strategy: string;
  startedOn: number;
  endedOn: number | null;
};

/** What the service believes: its own tables, after it has stopped. */
export async function serviceCounts(
  databaseUrl: string,
): Promise<{ counts: ServiceCounts; runs: CountedRun[] }> {
  const db = await openDatabase(databaseUrl);
  const tasks = await db
    .selectFrom('step_task')
    .select(['strategy', 'step', 'status', sql<number>`count(*)`.as('tasks')])
    .where('kind', '=', 'step')
    .where('hubspot_id', 'is not', null)
    .groupBy(['strategy', 'step', 'status'])
    .execute();
  const runs = await db
    .selectFrom('strategy_run')
    .select(['account_id', 'strategy', 'started_day', 'ended_day', 'outcome'])
    .execute();
  const missed = await db.selectFrom('reconciliation').select('missed_records').execute();
  await db.destroy();
  const winBacks = runs.filter(({ strategy }) => strategy.startsWith('win_back'));
  const ended = (outcome: string) => winBacks.filter((run) => run.outcome === outcome).length;
  return {
    counts: {
      tasksCreated: tasks.reduce((sum, row) => sum + row.tasks, 0),
      perStrategy: sumBy(tasks, 'strategy'),
      perStep: sumBy(tasks, 'step'),
      withdrawn: sumBy(tasks, 'status')['withdrawn'] ?? 0,
      winBacks: {
        started: winBacks.length,
        going: winBacks.filter(({ ended_day }) => ended_day === null).length,
        recovered: ended('recovered'),
        lost: ended('lost'),
        risk_gone: ended('risk_gone'),
        superseded: ended('superseded'),
      },
      typeChanges: runs.filter(({ outcome }) => outcome === 'superseded').length,
      missedRecords: missed.reduce((sum, row) => sum + row.missed_records, 0),
    },
    runs: runs.map((run) => ({
      accountId: run.account_id,
      strategy: run.strategy,
      startedOn: run.started_day,
      endedOn: run.ended_day,
    })),
  };
}

function sumBy<Name extends 'strategy' | 'step' | 'status'>(
  rows: readonly ({ tasks: number } & Record<Name, string>)[],
  name: Name,
): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const row of rows.toSorted((one, other) => (one[name] < other[name] ? -1 : 1))) {
    sums[row[name]] = (sums[row[name]] ?? 0) + row.tasks;
  }
  return sums;
}
