import type { SeenTask } from './recount.ts';
import type { CountedRun } from './service-counts.ts';

/** Accounts that had one type all the time, and the fewest and most tasks one of them got of a step. */
export type Cadence = { accounts: number; tasks: readonly [number, number] | null };

const dayMs = 86_400_000;

/** Steps of the calendar: the months they are due in, and the day. */
const calendar = {
  'core.visit': { strategy: 'core', months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12], day: 5 },
  'core.review': { strategy: 'core', months: [3, 6, 9, 12], day: 20 },
  'gr.survey': { strategy: 'growth', months: [6, 12], day: 10 },
} as const;

/** The last day is not part of it. */
type Span = { from: number; to: number };

/**
 * How often the steps of the calendar came up for accounts that kept their type: once in each of their
 * periods within the span.
 */
export function cadenceOf(
  tasks: readonly SeenTask[],
  runs: readonly CountedRun[],
  span: Span,
): Record<keyof typeof calendar, Cadence & { expected: number }> {
  const entries = Object.entries(calendar).map(([step, { strategy, months, day }]) => {
    const periods = monthsWithin(span).filter((month) => {
      const [year = 0, number = 0] = month.split('-').map(Number);
      const on = Date.UTC(year, number - 1, day) / dayMs;
      return months.some((one) => one === number) && on >= span.from && on < span.to;
    });
    const kept = runs.filter(
      (run) => run.strategy === strategy && run.startedOn <= span.from && run.endedOn === null,
    );
    const counts = kept.map(({ accountId }) => countOf(tasks, step, accountId, periods));
    const range = counts.length === 0 ? null : [Math.min(...counts), Math.max(...counts)];
    return [step, { accounts: kept.length, expected: periods.length, tasks: range }] as const;
  });
  return Object.fromEntries(entries) as Record<
    keyof typeof calendar,
    Cadence & { expected: number }
  >;
}

/** Steps of which an account got more or fewer tasks than it has periods. */
export function unevenSteps(
  cadence: Readonly<Record<string, Cadence & { expected: number }>>,
): string[] {
  return Object.entries(cadence)
    .filter(([, { tasks, expected }]) => tasks?.some((count) => count !== expected))
    .map(([step]) => step);
}

function countOf(
  tasks: readonly SeenTask[],
  step: string,
  accountId: string,
  months: readonly string[],
): number {
  const periods = new Set(months.flatMap((month) => [month, quarterOf(month)]));
  return tasks.filter(
    (task) =>
      task.step === step && periods.has(task.period) && task.companyIds.includes(Number(accountId)),
  ).length;
}

function quarterOf(month: string): string {
  const [year, number = '1'] = month.split('-');
  return `${year}-Q${Math.ceil(Number(number) / 3)}`;
}

function monthsWithin({ from, to }: Span): string[] {
  const months: string[] = [];
  const last = new Date(to * dayMs);
  for (
    let at = new Date(from * dayMs);
    at <= last;
    at = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1))
  ) {
    months.push(at.toISOString().slice(0, 7));
  }
  return months;
}
