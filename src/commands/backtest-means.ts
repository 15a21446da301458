import type { BacktestReport } from '../scoring/backtest.ts';
import type { MethodReport } from '../scoring/backtest-methods.ts';

export type MethodMeans = Pick<
  MethodReport,
  | 'name'
  | 'auc'
  | 'averagePrecision'
  | 'liftAtTop10'
  | 'brier'
  | 'calibrationError'
  | 'tierChangesPerAccountYear'
>;

/** Each method's figures, averaged over the cuts that have them. */
export function meanMethods(reports: readonly BacktestReport[]): MethodMeans[] {
  return (reports[0]?.methods ?? []).map(({ name }, method) => {
    const mean = (figure: (report: MethodReport) => number | null) =>
      meanOf(reports.map(({ methods }) => methods[method]).map((found) => found && figure(found)));
    return {
      name,
      auc: mean(({ auc }) => auc),
      averagePrecision: mean(({ averagePrecision }) => averagePrecision),
      liftAtTop10: mean(({ liftAtTop10 }) => liftAtTop10),
      brier: mean(({ brier }) => brier),
      calibrationError: mean(({ calibrationError }) => calibrationError),
      tierChangesPerAccountYear: mean(({ tierChangesPerAccountYear }) => tierChangesPerAccountYear),
    };
  });
}

function meanOf(values: readonly (number | null | undefined)[]): number | null {
  const known = values.filter((value) => value !== null && value !== undefined);
  if (known.length === 0) return null;
  let sum = 0;
  for (const value of known) sum += value;
  return sum / known.length;
}
