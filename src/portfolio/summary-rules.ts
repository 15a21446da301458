import type { PortfolioCell, PortfolioFilter } from '../model/portfolio.ts';

export const dimensions = [
  'ownerId',
  'industry',
  'lifecycle',
  'valueTier',
  'nineBox',
  'matrix',
  'healthBand',
  'riskLevel',
] as const;
type Dimension = (typeof dimensions)[number];

export const measures = [
  'accounts',
  'revenueTtm',
  'revenueAtRisk',
  'revenueYearBefore',
  'revenueSquares',
  'healthSum',
] as const;
type Measure = (typeof measures)[number];

/**
 * Cells as columns, values as numbers into a list of those that occur: a large portal has some hundred
 * thousand cells, and a view looks at each of them.
 */
export type CellTable = {
  size: number;
  codes: Readonly<Record<Dimension, Uint32Array>>;
  /** By code; `none` stands for accounts without a value. */
  values: Readonly<Record<Dimension, readonly string[]>>;
  measures: Readonly<Record<Measure, Float64Array>>;
  /** Sum of the bits below. */
  past: Uint8Array;
};

const wasCustomer = 1;
const wasKeyAccount = 2;
const isSilent = 4;

/** Accounts counted and their money summed. */
export type Sum = {
  accounts: number;
  revenueTtm: number;
  revenueAtRisk: number;
  /** Accounts with a band, the sum of their scores, and those at risk by their band. */
  banded: number;
  healthSum: number;
  atRiskBand: number;
};

export type Sums = ReadonlyMap<string, Sum>;

/** Everything the page counts, under one filter. Accounts without a value stand under `none`. */
export type PortfolioSummary = {
  total: Sum;
  boxes: Sums;
  tiers: Sums;
  bands: Sums;
  lifecycles: Sums;
  matrix: Sums;
  owners: Sums;
  revenueSquares: number;
  past: PastSums;
};

/** Customers of the year before the last one, and what became of them. */
export type PastSums = {
  customers: number;
  lapsed: number;
  revenueThen: number;
  revenueNow: number;
  keyAccounts: number;
  keyLost: number;
};

/** Joins slices: cells that agree in everything become one. */
export function cellTable(slices: readonly (readonly PortfolioCell[])[]): CellTable {
  const cells = merged(slices);
  const size = cells.length;
  const values = dictionaries(cells);
  const codes = columnsOf(dimensions, () => new Uint32Array(size));
  const sums = columnsOf(measures, () => new Float64Array(size));
  const past = new Uint8Array(size);
  const codeOf = columnsOf(dimensions, (dimension) => {
    return new Map(values[dimension].map((value, code) => [value, code]));
  });
  cells.forEach((cell, i) => {
    for (const dimension of dimensions) {
      codes[dimension][i] = codeOf[dimension].get(cell[dimension] ?? 'none') ?? 0;
    }
    for (const measure of measures) sums[measure][i] = cell[measure];
    past[i] =
      (cell.wasCustomer ? wasCustomer : 0) +
      (cell.wasKeyAccount ? wasKeyAccount : 0) +
      (cell.isSilentForAYear ? isSilent : 0);
  });
  return { size, codes, values, measures: sums, past };
}

export function columnsOf<Name extends string, Column>(
  names: readonly Name[],
  make: (name: Name) => Column,
): Record<Name, Column> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, Column>;
}

function dictionaries(cells: readonly PortfolioCell[]): Record<Dimension, string[]> {
  const found = columnsOf(dimensions, () => new Set<string>());
  for (const cell of cells) {
    for (const dimension of dimensions) found[dimension].add(cell[dimension] ?? 'none');
  }
  return columnsOf(dimensions, (dimension) => [...found[dimension]]);
}

function merged(slices: readonly (readonly PortfolioCell[])[]): PortfolioCell[] {
  const [first = [], ...rest] = slices;
  if (rest.length === 0) return [...first];
  const cells = new Map<string, PortfolioCell>();
  for (const slice of slices) {
    for (const cell of slice) {
      const key = keyOf(cell);
      const known = cells.get(key);
      cells.set(key, known ? added(known, cell) : cell);
    }
  }
  return [...cells.values()];
}

function keyOf(cell: PortfolioCell): string {
  const { wasCustomer: customer, wasKeyAccount: key, isSilentForAYear: silent } = cell;
  return [...dimensions.map((dimension) => cell[dimension]), customer, key, silent].join('\n');
}

function added(one: PortfolioCell, other: PortfolioCell): PortfolioCell {
  return { ...one, ...columnsOf(measures, (measure) => one[measure] + other[measure]) };
}

/** Counts what the filter leaves. */
export function summaryOf(table: CellTable, filter: PortfolioFilter): PortfolioSummary {
  const wanted = wantedCells(table, filter);
  const total = sumsBy(table, wanted, new Uint32Array(table.size), ['all']);
  const by = (dimension: Dimension) =>
    sumsBy(table, wanted, table.codes[dimension], table.values[dimension]);
  return {
    total: total.get('all') ?? emptySum(),
    boxes: by('nineBox'),
    tiers: by('valueTier'),
    bands: by('healthBand'),
    lifecycles: by('lifecycle'),
    matrix: by('matrix'),
    owners: by('ownerId'),
    revenueSquares: sumOf(table.measures.revenueSquares, wanted),
    past: pastOf(table, wanted),
  };
}

/** Numbers of the cells that pass the filter. */
function wantedCells(table: CellTable, filter: PortfolioFilter): Uint32Array {
  const conditions = dimensions.flatMap((dimension) => {
    const value = filter[dimension];
    if (value === undefined) return [];
    return [{ codes: table.codes[dimension], code: table.values[dimension].indexOf(value) }];
  });
  const past = pastBits(filter.past);
  const wanted = new Uint32Array(table.size);
  let count = 0;
  for (let i = 0; i < table.size; i++) {
    if (((table.past[i] ?? 0) & past) !== past) continue;
    if (!conditions.every(({ codes, code }) => codes[i] === code)) continue;
    wanted[count] = i;
    count += 1;
  }
  return wanted.subarray(0, count);
}

function pastBits(past: PortfolioFilter['past']): number {
  if (past === undefined) return 0;
  return isSilent + (past === 'lapsed' ? wasCustomer : wasKeyAccount);
}

function sumsBy(
  table: CellTable,
  wanted: Uint32Array,
  codes: Uint32Array,
  values: readonly string[],
): Sums {
  const { accounts, revenueTtm, revenueAtRisk, healthSum } = table.measures;
  const bands = table.codes.healthBand;
  const unbanded = table.values.healthBand.indexOf('none');
  const atRisk = table.values.healthBand.indexOf('at_risk');
  const sums = values.map(emptySum);
  for (const i of wanted) {
    const sum = sums[codes[i] ?? 0];
    if (sum === undefined) continue;
    const count = accounts[i] ?? 0;
    sum.accounts += count;
    sum.revenueTtm += revenueTtm[i] ?? 0;
    sum.revenueAtRisk += revenueAtRisk[i] ?? 0;
    sum.healthSum += healthSum[i] ?? 0;
    if (bands[i] !== unbanded) sum.banded += count;
    if (bands[i] === atRisk) sum.atRiskBand += count;
  }
  const found = values.map((value, code) => [value, sums[code] ?? emptySum()] as const);
  return new Map(found.filter(([, { accounts: count }]) => count > 0));
}

export function emptySum(): Sum {
  return { accounts: 0, revenueTtm: 0, revenueAtRisk: 0, banded: 0, healthSum: 0, atRiskBand: 0 };
}

function sumOf(column: Float64Array, wanted: Uint32Array): number {
  let sum = 0;
  for (const i of wanted) sum += column[i] ?? 0;
  return sum;
}

function pastOf(table: CellTable, wanted: Uint32Array): PastSums {
  const { accounts, revenueYearBefore, revenueTtm } = table.measures;
  const having = (bits: number) => wanted.filter((i) => ((table.past[i] ?? 0) & bits) === bits);
  const customers = having(wasCustomer);
  return {
    customers: sumOf(accounts, customers),
    lapsed: sumOf(accounts, having(wasCustomer + isSilent)),
    revenueThen: sumOf(revenueYearBefore, customers),
    revenueNow: sumOf(revenueTtm, customers),
    keyAccounts: sumOf(accounts, having(wasKeyAccount)),
    keyLost: sumOf(accounts, having(wasKeyAccount + isSilent)),
  };
}
