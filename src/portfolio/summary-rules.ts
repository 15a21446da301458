import type { PortfolioCell, PortfolioFilter } from '../model/portfolio.ts';

/** Accounts counted and their money summed. */
export type Sum = {
  accounts: number;
  revenueTtm: number;
  revenueAtRisk: number;
  /** Accounts with a band, and the sum of their scores. */
  banded: number;
  healthSum: number;
  atRiskBand: number;
};

/** Everything the page counts, under one filter. Accounts without a value stand under `none`. */
export type PortfolioSummary = {
  total: Sum;
  boxes: Map<string, Sum>;
  tiers: Map<string, Sum>;
  bands: Map<string, Sum>;
  lifecycles: Map<string, Sum>;
  matrix: Map<string, Sum>;
  owners: Map<string, Sum>;
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
export function merged(slices: Iterable<readonly PortfolioCell[]>): PortfolioCell[] {
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
  return JSON.stringify([
    cell.ownerId,
    cell.industry,
    cell.lifecycle,
    cell.valueTier,
    cell.nineBox,
    cell.matrix,
    cell.healthBand,
    cell.riskLevel,
    cell.wasCustomer,
    cell.wasKeyAccount,
    cell.isSilentForAYear,
  ]);
}

function added(one: PortfolioCell, other: PortfolioCell): PortfolioCell {
  return {
    ...one,
    accounts: one.accounts + other.accounts,
    revenueTtm: one.revenueTtm + other.revenueTtm,
    revenueAtRisk: one.revenueAtRisk + other.revenueAtRisk,
    revenueYearBefore: one.revenueYearBefore + other.revenueYearBefore,
    revenueSquares: one.revenueSquares + other.revenueSquares,
    healthSum: one.healthSum + other.healthSum,
  };
}

export function isWanted(cell: PortfolioCell, filter: PortfolioFilter): boolean {
  return (
    agrees(cell.ownerId, filter.ownerId) &&
    agrees(cell.industry, filter.industry) &&
    agrees(cell.valueTier, filter.valueTier) &&
    agrees(cell.nineBox, filter.nineBox) &&
    agrees(cell.matrix, filter.matrix) &&
    agrees(cell.healthBand, filter.healthBand) &&
    agrees(cell.riskLevel, filter.riskLevel) &&
    agrees(cell.lifecycle, filter.lifecycle) &&
    belongsTo(cell, filter.past)
  );
}

function agrees(value: string | null, wanted: string | undefined): boolean {
  return wanted === undefined || (value ?? 'none') === wanted;
}

function belongsTo(cell: PortfolioCell, past: PortfolioFilter['past']): boolean {
  if (past === undefined) return true;
  return cell.isSilentForAYear && (past === 'lapsed' ? cell.wasCustomer : cell.wasKeyAccount);
}

export function summaryOf(
  cells: readonly PortfolioCell[],
  filter: PortfolioFilter,
): PortfolioSummary {
  const summary = emptySummary();
  for (const cell of cells) {
    if (!isWanted(cell, filter)) continue;
    add(summary.total, cell);
    add(sumIn(summary.boxes, cell.nineBox), cell);
    add(sumIn(summary.tiers, cell.valueTier), cell);
    add(sumIn(summary.bands, cell.healthBand), cell);
    add(sumIn(summary.lifecycles, cell.lifecycle), cell);
    add(sumIn(summary.matrix, cell.matrix), cell);
    add(sumIn(summary.owners, cell.ownerId), cell);
    addPast(summary.past, cell);
    summary.revenueSquares += cell.revenueSquares;
  }
  return summary;
}

function emptySummary(): PortfolioSummary {
  return {
    total: emptySum(),
    boxes: new Map(),
    tiers: new Map(),
    bands: new Map(),
    lifecycles: new Map(),
    matrix: new Map(),
    owners: new Map(),
    revenueSquares: 0,
    past: {
      customers: 0,
      lapsed: 0,
      revenueThen: 0,
      revenueNow: 0,
      keyAccounts: 0,
      keyLost: 0,
    },
  };
}

export function emptySum(): Sum {
  return { accounts: 0, revenueTtm: 0, revenueAtRisk: 0, banded: 0, healthSum: 0, atRiskBand: 0 };
}

function sumIn(sums: Map<string, Sum>, value: string | null): Sum {
  const key = value ?? 'none';
  const known = sums.get(key) ?? emptySum();
  sums.set(key, known);
  return known;
}

function add(sum: Sum, cell: PortfolioCell): void {
  sum.accounts += cell.accounts;
  sum.revenueTtm += cell.revenueTtm;
  sum.revenueAtRisk += cell.revenueAtRisk;
  sum.healthSum += cell.healthSum;
  if (cell.healthBand !== null) sum.banded += cell.accounts;
  if (cell.healthBand === 'at_risk') sum.atRiskBand += cell.accounts;
}

function addPast(past: PastSums, cell: PortfolioCell): void {
  if (cell.wasCustomer) {
    past.customers += cell.accounts;
    past.revenueThen += cell.revenueYearBefore;
    past.revenueNow += cell.revenueTtm;
    if (cell.isSilentForAYear) past.lapsed += cell.accounts;
  }
  if (cell.wasKeyAccount) {
    past.keyAccounts += cell.accounts;
    if (cell.isSilentForAYear) past.keyLost += cell.accounts;
  }
}
