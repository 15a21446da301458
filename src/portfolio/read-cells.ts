import { keptWhileDear } from '../kept-while-dear.ts';
import type { Frame } from '../model/frame.ts';
import type { AccountId, PortalId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';
import type { PortfolioCell, PortfolioFilter } from '../model/portfolio.ts';
import type { Sight } from '../model/sight.ts';
import { valueModeOf } from '../scoring/value-tier.ts';
import { cellsOfOwners } from './owner-cells-rules.ts';
import type { PortfolioStore } from './portfolio-store.ts';
import { ownersSeen, sightKey } from './sight-rules.ts';
import { type CellTable, cellTable, type PortfolioSummary, summaryOf } from './summary-rules.ts';

export type CellDeps = {
  portfolio: Pick<PortfolioStore, 'readCells' | 'valueReachedBy'>;
  frames: {
    findCurrent(portalId: PortalId): Promise<Frame | undefined>;
    policyOf(portalId: PortalId): Promise<Policy>;
  };
  now(): Date;
};

/** What somebody sees of a portal's accounts. */
export type SeenCells = {
  cells: CellTable;
  /** What a filter leaves; a filter asked for before is not counted again. */
  summaryOf(filter: PortfolioFilter): PortfolioSummary;
};

export type PortalCells = {
  /** Cells of the whole portal. */
  size: number;
  seenIn(sight: Sight): SeenCells;
  /** Value from which an account was a key account a year ago; null when there was none. */
  keyAccountFrom: number | null;
  policy: Policy;
  /** ms since 1970. */
  readAt: number;
};

const mostFilters = 500;
const mostSights = 200;

/** Counts and sums of a portal's accounts. Those of a large portal are kept for a while. */
export function createCellReader(deps: CellDeps): (portalId: PortalId) => Promise<PortalCells> {
  return keptWhileDear((portalId: PortalId) => readCells(deps, portalId));
}

async function readCells(deps: CellDeps, portalId: PortalId): Promise<PortalCells> {
  const readAt = deps.now().getTime();
  const policy = await deps.frames.policyOf(portalId);
  const keyAccountFrom = await keyAccountValue(deps, portalId, policy);
  const slices: PortfolioCell[][] = [];
  let after: AccountId | null = null;
  do {
    const slice = await deps.portfolio.readCells(portalId, keyAccountFrom, after);
    slices.push(slice.cells);
    after = slice.next;
  } while (after !== null);
  const cells = cellTable(slices);
  return { size: cells.size, seenIn: seenCells(cells), keyAccountFrom, policy, readAt };
}

function seenCells(cells: CellTable): PortalCells['seenIn'] {
  const known = new Map<string, SeenCells>();
  return (sight) => {
    const key = sightKey(sight);
    const kept = known.get(key);
    if (kept !== undefined) return kept;
    const ownerIds = ownersSeen(sight);
    const seen = ownerIds === null ? cells : cellsOfOwners(cells, ownerIds);
    const made = { cells: seen, summaryOf: remembered(seen) };
    if (known.size < mostSights) known.set(key, made);
    return made;
  };
}

function remembered(cells: CellTable): SeenCells['summaryOf'] {
  const known = new Map<string, PortfolioSummary>();
  return (filter) => {
    const key = JSON.stringify(filter);
    const summary = known.get(key) ?? summaryOf(cells, filter);
    if (known.size < mostFilters) known.set(key, summary);
    return summary;
  };
}

/** Where the high tier began a year ago, by the rule that holds today. */
async function keyAccountValue(
  { frames, portfolio }: CellDeps,
  portalId: PortalId,
  policy: Policy,
): Promise<number | null> {
  const frame = await frames.findCurrent(portalId);
  if (!frame) return null;
  // A weighted revenue of 1/ln 2 is an annual revenue of 1.
  if (valueModeOf(frame, policy) === 'absolute') return policy.absoluteTiers.high / Math.LN2;
  return await portfolio.valueReachedBy(portalId, 1 - policy.percentileTiers.high.first);
}
