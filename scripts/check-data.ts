/**
 * Runs the scores on real transaction data and compares with the figures they are meant to reach.
 * `node scripts/check-data.ts FOLDER`; exits 1 when a figure is off by more than .01, a fit by more than its
 * tolerance, or the points of an account do not sum to its health.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { type Accounts, readAccounts } from '../src/commands/accounts.ts';
import { type DateOrder, parseDay } from '../src/commands/fields.ts';
import { createProgress } from '../src/commands/progress.ts';
import type { HealthVerdict } from '../src/model/assessment.ts';
import type { Day } from '../src/model/day.ts';
import type { PurchaseModel } from '../src/model/frame.ts';
import { assess } from '../src/scoring/assess.ts';
import { type BacktestReport, backtest } from '../src/scoring/backtest.ts';
import { evidenceAsOf } from '../src/scoring/evidence-as-of.ts';
import { frameBuilder } from '../src/scoring/frame.ts';
import { defaultPolicy } from '../src/scoring/policy.ts';
import {
  expectedPurchases,
  fitPurchaseModel,
  logLikelihood,
  type PurchaseHistory,
  probabilityAlive,
  probabilityOfNoPurchase,
} from '../src/scoring/purchase-model.ts';

type Expected = { auc: Readonly<Record<string, number>>; brier: number; ece: number };
type Setting = {
  name: string;
  file: string;
  horizon: number;
  lookback: number;
  historyDays?: number;
  cuts: string[];
  /** Averaged over the cuts; null where no figure was published. */
  expected: Expected | null;
};

const progress = createProgress(process.stderr, 'normal');
const failures: string[] = [];

function say(text: string) {
  process.stdout.write(`${text}\n`);
}

function check(name: string, found: number, expected: number, tolerance: number) {
  const isOff = !(Math.abs(found - expected) <= tolerance);
  if (isOff) failures.push(`${name}: ${found.toFixed(4)} instead of ${expected}`);
  return isOff ? ' !' : '';
}

const settings: Setting[] = [
  {
    name: 'Manchester, 365 days',
    file: 'mcr_suppliers_2010_2016.csv.gz',
    horizon: 365,
    lookback: 730,
    historyDays: 1461,
    cuts: ['2014-12-31'],
    expected: { auc: figures([0.861, 0.855, 0.854, 0.83, 0.825]), brier: 0.148, ece: 0.016 },
  },
  {
    name: 'Manchester, 90 days',
    file: 'mcr_suppliers_2010_2016.csv.gz',
    horizon: 90,
    lookback: 365,
    historyDays: 1096,
    cuts: ['2014-12-31'],
    expected: null,
  },
  {
    name: 'Online Retail II, 180 days',
    file: 'online_retail_2_invoices.csv.gz',
    horizon: 180,
    lookback: 365,
    cuts: ['2011-06-11'],
    expected: { auc: figures([0.785, 0.785, 0.788, 0.778, 0.732]), brier: 0.186, ece: 0.033 },
  },
  {
    name: 'Online Retail II, 90 days',
    file: 'online_retail_2_invoices.csv.gz',
    horizon: 90,
    lookback: 365,
    cuts: ['2010-12-12', '2011-06-11', '2011-09-09'],
    expected: { auc: figures([0.785, 0.785, 0.788, 0.777, 0.736]), brier: 0.208, ece: 0.151 },
  },
  {
    name: 'CDNOW, 180 days',
    file: 'cdnow_master.csv.gz',
    horizon: 180,
    lookback: 400,
    cuts: ['1998-01-01'],
    expected: { auc: figures([0.805, 0.803, 0.795, 0.8, 0.775]), brier: 0.129, ece: 0.032 },
  },
];

function figures([mainstay = 0, defaults = 0, model = 0, rfm = 0, fixed = 0]: number[]) {
  return {
    mainstay,
    mainstay_defaults: defaults,
    purchase_model: model,
    rfm,
    fixed_threshold: fixed,
  };
}

function runBacktests(setting: Setting, accounts: Accounts) {
  const { horizon, lookback, historyDays } = setting;
  const policy = { ...defaultPolicy, horizonDays: horizon, lookbackDays: lookback };
  const reports = setting.cuts.map((cut) =>
    backtest({
      accounts: accounts.evidence,
      policy,
      cut: dayOf(cut),
      completeUntil: accounts.won.last,
      ...(historyDays === undefined ? {} : { historyDays }),
    }),
  );
  say(`\n${setting.name}: ${reports.map(({ customers }) => customers).join(' / ')} customers`);
  for (const { name } of reports[0]?.methods ?? []) sayMethod(name, setting, reports);
}

function sayMethod(name: string, { expected, ...setting }: Setting, reports: BacktestReport[]) {
  const methods = reports.map((report) => report.methods.find((method) => method.name === name));
  const auc = meanOf(methods.map((method) => method?.auc ?? Number.NaN));
  const wanted = expected?.auc[name];
  const label = `${setting.name}, AUC of ${name}`;
  const mark = wanted === undefined ? '' : check(label, auc, wanted, 0.01);
  const interval = methods.length === 1 ? methods[0]?.aucInterval : null;
  const bounds = interval ? ` [${interval.low.toFixed(3)}, ${interval.high.toFixed(3)}]` : '';
  const brier = meanOf(methods.map((method) => method?.brier ?? Number.NaN));
  const ece = meanOf(methods.map((method) => method?.calibrationError ?? Number.NaN));
  let line = `  ${name.padEnd(18)} AUC ${auc.toFixed(3)}${mark}${bounds} (${wanted ?? '–'})`;
  if (!Number.isNaN(brier)) line += `, Brier ${brier.toFixed(3)}, ECE ${ece.toFixed(3)}`;
  if (name === 'mainstay' && expected) {
    check(`${setting.name}, Brier`, brier, expected.brier, 0.01);
    check(`${setting.name}, ECE`, ece, expected.ece, 0.01);
    line += ` (${expected.brier}, ${expected.ece})`;
  }
  say(line);
}

/** Every account of the file on its last day and a year before, with and without calibration. */
function checkSums(name: string, accounts: Accounts) {
  const { last } = accounts.won;
  const bills = [last, last - 365].flatMap((day) => [
    ...billsOn(day, accounts, 'monthly'),
    ...billsOn(day, accounts, 'never'),
  ]);
  const wrong = bills.filter((bill) => !sumsUp(bill)).length;
  if (wrong > 0)
    failures.push(`${name}: ${wrong} accounts whose points do not sum to their health`);
  say(`  ${name}: ${accounts.count} accounts, ${bills.length} bills, ${wrong} wrong`);
}

function* billsOn(day: Day, { evidence }: Accounts, calibration: 'monthly' | 'never') {
  const policy = defaultPolicy;
  const builder = frameBuilder({ id: 'sums', day, policy, previous: null, calibration });
  for (const account of evidence()) builder.add(evidenceAsOf(account, day));
  const frame = builder.finish();
  for (const account of evidence()) {
    const { health } = assess(evidenceAsOf(account, day), { frame, policy, standing: null });
    if (health) yield health;
  }
}

function sumsUp(health: HealthVerdict): boolean {
  const ofFactors = health.factors.reduce((sum, { points }) => sum + points, 0);
  const ofDimensions = Object.values(health.dimensionPoints).reduce(
    (sum, points) => sum + points,
    0,
  );
  const isWhole = health.factors.every(({ points }) => Number.isInteger(points));
  const sum = health.base + ofFactors + health.capPoints;
  return isWhole && sum === health.score && ofDimensions === ofFactors;
}

/** Published parameters and totals of the purchase model on the CDNOW sample of 2,357 customers, in weeks. */
async function checkPurchaseModel(folder: string) {
  const customers: PurchaseHistory[] = [];
  const summary = createReadStream(join(folder, 'cdnow_customers_summary.csv'));
  for await (const row of summary.pipe(parse({ from_line: 2, cast: true }))) {
    const [, x = 0, tx = 0, T = 0] = row as number[];
    customers.push({ x, tx, T });
  }
  const columns = {
    x: customers.map(({ x }) => x),
    tx: customers.map(({ tx }) => tx),
    T: customers.map(({ T }) => T),
  };
  const fitted = fitPurchaseModel(columns, { lnTypicalGap: Math.log(8) });
  say(`\nMBG/NBD on CDNOW, ${customers.length} customers (published)`);
  sayFigure('r', fitted.r, 0.525, 0.001);
  sayFigure('alpha', fitted.alpha, 6.183, 0.001);
  sayFigure('a', fitted.a, 0.891, 0.001);
  sayFigure('b', fitted.b, 1.614, 0.001);
  const total = (figure: (history: PurchaseHistory) => number) =>
    customers.reduce((sum, history) => sum + figure(history), 0);
  sayFigure(
    'log-likelihood',
    total((history) => logLikelihood(fitted, history)),
    -9582.132,
    0.002,
  );
  const published: PurchaseModel = { r: 0.525, alpha: 6.183, a: 0.891, b: 1.614 };
  sayFigure(
    'Σ expected, 39 weeks',
    total((one) => expectedPurchases(published, one, 39)),
    1577.14,
    0.05,
  );
  sayFigure(
    'Σ P(alive)',
    total((one) => probabilityAlive(published, one)),
    1057.7,
    0.1,
  );
  const silent = total((one) => probabilityOfNoPurchase(published, one, 39));
  sayFigure('Σ P(no purchase)', silent, 1791.1, 0.1);
}

function sayFigure(name: string, found: number, expected: number, tolerance: number) {
  say(
    `  ${name.padEnd(22)} ${found.toFixed(4)}${check(name, found, expected, tolerance)} (${expected})`,
  );
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dayOf(text: string): Day {
  const day = parseDay(text);
  if ('problem' in day) throw new Error(day.problem);
  return day.value;
}

function read(folder: string, file: string, dateOrder: DateOrder = 'ymd') {
  const settled = { columns: {}, wonStages: [], complaintCategories: [], dateOrder };
  return readAccounts({ deals: join(folder, file), ...settled }, progress);
}

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write('node scripts/check-data.ts FOLDER\n');
  process.exit(2);
}
await checkPurchaseModel(folder);
for (const setting of settings) runBacktests(setting, await read(folder, setting.file));
say('\nPoints sum to the health');
for (const file of [
  'cdnow_master.csv.gz',
  'online_retail_1_invoices.csv.gz',
  'online_retail_2_invoices.csv.gz',
  'mcr_suppliers_2010_2016.csv.gz',
]) {
  checkSums(file, await read(folder, file));
}
const pipeline = 'maven_crm_sales_pipeline.csv.gz';
checkSums(pipeline, await read(folder, pipeline, 'mdy'));

say(failures.length === 0 ? '\nAll as expected.' : `\nNot as expected:\n${failures.join('\n')}`);
process.exitCode = failures.length === 0 ? 0 : 1;
