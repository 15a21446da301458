import type { BacktestReport, SubgroupReport } from '../scoring/backtest.ts';
import type { MethodReport } from '../scoring/backtest-methods.ts';
import type { SignalReport } from '../scoring/signal-reports.ts';
import { meanMethods } from './backtest-means.ts';
import { writeDay } from './fields.ts';

/** The reports as tables for people. */
export function backtestText(reports: readonly BacktestReport[]): string {
  const sections = reports.map(reportText);
  if (reports.length > 1) sections.push(meansText(reports));
  return `${sections.join('\n\n')}\n`;
}

function reportText(report: BacktestReport): string {
  const { customers, churned, horizonDays, lookbackDays, calibration } = report;
  const fitted =
    calibration.source === 'portal' ? 'fitted to earlier windows of this file' : 'defaults';
  const lines = [
    `As of ${writeDay(report.cut)}: ${customers} customers who bought within ${lookbackDays} days; ${churned} (${percent(report.baseRate)}) bought nothing in the ${horizonDays} days after.`,
    `Coefficients: ${fitted}.`,
  ];
  if (report.backdatedDeals > 0) {
    lines.push(
      `${report.backdatedDeals} deals were closed before that day but entered after it: left out.`,
    );
  }
  return [
    lines.join('\n'),
    methodsTable(report.methods),
    capturesTable(report),
    reliabilityTable(report),
    subgroupsTable(report.subgroups),
    ...(report.signals.length === 0 ? [] : [signalsTable(report.signals)]),
    verdictText(report),
  ].join('\n\n');
}

function methodsTable(methods: readonly MethodReport[]): string {
  const rows = methods.map((method) => [
    names[method.name] ?? method.name,
    figure(method.auc),
    interval(method.aucInterval),
    interval(method.leadInterval),
    figure(method.averagePrecision),
    figure(method.liftAtTop10, 2),
    figure(method.brier),
    figure(method.calibrationError),
  ]);
  const headings = ['score', 'AUC', '95 %', 'Mainstay leads by', 'AP', 'lift 10 %', 'Brier', 'ECE'];
  return table([headings, ...rows]);
}

function capturesTable({ methods, tierShares, valueChangesWithoutHysteresis }: BacktestReport) {
  const rows = methods
    .filter(({ revenueCapture }) => revenueCapture)
    .map(({ name, revenueCapture, tierChangesPerAccountYear }) => [
      names[name] ?? name,
      percent(revenueCapture?.high),
      percent(revenueCapture?.mid),
      percent(revenueCapture?.low),
      figure(tierChangesPerAccountYear, 2),
    ]);
  const headings = ['next revenue by tier', 'high', 'mid', 'low', 'tier changes a year'];
  const shares = `Mainstay's tiers hold ${percent(tierShares?.high)} / ${percent(tierShares?.mid)} / ${percent(tierShares?.low)} of the customers; without hysteresis they would change ${figure(valueChangesWithoutHysteresis, 2)} times a year.`;
  return `${table([headings, ...rows])}\n${shares}`;
}

function reliabilityTable({ reliability, baseRateBrier, methods }: BacktestReport): string {
  const rows = reliability.map(({ cases, predicted, actual }) => [
    String(cases),
    percent(predicted),
    percent(actual),
  ]);
  const brier = `Brier ${figure(methods[0]?.brier)} against ${figure(baseRateBrier)} for saying the base rate of everyone.`;
  return `${table([['customers', 'predicted', 'bought nothing'], ...rows])}\n${brier}`;
}

function subgroupsTable(subgroups: readonly SubgroupReport[]): string {
  const rows = subgroups.map(({ name, customers, predicted, actual, auc }) => [
    names[name] ?? name,
    String(customers),
    percent(predicted),
    percent(actual),
    figure(auc),
  ]);
  return table([['subgroup', 'customers', 'predicted', 'bought nothing', 'AUC'], ...rows]);
}

function signalsTable(signals: readonly SignalReport[]): string {
  const rows = signals.map((signal) => [
    signal.code,
    signal.weight === 0 ? 'off' : figure(signal.weight, 2),
    String(signal.seen),
    percent(signal.predicted),
    percent(signal.predictedWith),
    percent(signal.actual),
    signal.supported ? 'yes' : 'no',
  ]);
  const headings = ['signal', 'weight', 'seen', 'without', 'with', 'bought nothing', 'better'];
  return table([headings, ...rows]);
}

function verdictText({ verdict, methods, lostRevenueAtTop10 }: BacktestReport): string {
  const lines: string[] = [];
  if (verdict.lacks.length === 0) lines.push('Verified: the scores may be shown with percentages.');
  else lines.push(`Not verified: ${verdict.lacks.map((lack) => lackTexts[lack]).join('; ')}.`);
  if (verdict.rfmWins)
    lines.push('RFM wins on this file: it orders the customers better than Mainstay.');
  for (const name of verdict.betterMethods) {
    const lead = methods.find((method) => method.name === name)?.leadInterval;
    const clearly = lead && lead.high < 0 ? 'clearly' : 'within chance';
    lines.push(`Ahead of Mainstay by AUC, ${clearly}: ${names[name] ?? name}.`);
  }
  for (const name of verdict.leakingMethods) {
    lines.push(`Leak: ${name} answers differently when shown what happened later.`);
  }
  const { revenueAtRisk, risk, value } = lostRevenueAtTop10;
  lines.push(
    `Of the revenue that was lost, the first tenth of the list holds ${percent(revenueAtRisk)} sorted by revenue at risk, ${percent(risk)} by risk, ${percent(value)} by value.`,
  );
  return lines.join('\n');
}

function meansText(reports: readonly BacktestReport[]): string {
  const rows = meanMethods(reports).map((method) => [
    names[method.name] ?? method.name,
    figure(method.auc),
    figure(method.averagePrecision),
    figure(method.liftAtTop10, 2),
    figure(method.brier),
    figure(method.calibrationError),
  ]);
  const headings = [`mean of ${reports.length}`, 'AUC', 'AP', 'lift 10 %', 'Brier', 'ECE'];
  return table([headings, ...rows]);
}

/** Columns aligned, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

function figure(value: number | null | undefined, digits = 3): string {
  return value === null || value === undefined ? '–' : value.toFixed(digits);
}

function percent(share: number | null | undefined): string {
  return share === null || share === undefined ? '–' : `${(100 * share).toFixed(1)} %`;
}

function interval(bounds: { low: number; high: number } | null): string {
  return bounds === null ? '–' : `[${figure(bounds.low)}, ${figure(bounds.high)}]`;
}

const names: Readonly<Record<string, string>> = {
  mainstay: 'Mainstay',
  mainstay_defaults: 'Mainstay, default coefficients',
  purchase_model: 'purchase model (MBG/NBD)',
  rfm: 'RFM quintiles',
  recency: 'recency',
  fixed_threshold: 'fixed-threshold score',
  one_deal: 'one deal only',
  regular_overdue: 'regular, overdue by 3 gaps',
  high_tier: 'high tier',
};

const lackTexts = {
  customers: 'fewer than 50 customers',
  churned: 'fewer than 10 who left',
  retained: 'fewer than 10 who stayed',
  better_than_chance: 'the AUC may be .55 or less',
} as const;
