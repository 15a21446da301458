import type { BacktestReport } from '../scoring/backtest.ts';
import { meanMethods } from './backtest-means.ts';
import { writeDay } from './fields.ts';

/** One object: every cut's report, and the methods' means over the cuts. Keys in snake_case. */
export function backtestJson(reports: readonly BacktestReport[]): string {
  const cuts = reports.map((report) => ({
    ...report,
    cut: writeDay(report.cut),
    verification: { ...report.verification, cut: writeDay(report.verification.cut) },
  }));
  return `${JSON.stringify(inSnakeCase({ cuts, mean: meanMethods(reports) }), null, 2)}\n`;
}

function inSnakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inSnakeCase);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [snakeCase(key), inSnakeCase(inner)]);
  return Object.fromEntries(entries);
}

/** "liftAtTop10" is "lift_at_top_10". */
function snakeCase(key: string): string {
  return key.replaceAll(/([a-z])([A-Z0-9])/g, '$1_$2').toLowerCase();
}
