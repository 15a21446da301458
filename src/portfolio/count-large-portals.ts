import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { PortfolioStore } from './portfolio-store.ts';
import type { PortalCells } from './read-cells.ts';

export type CountLargeDeps = {
  listPortals(): Promise<PortalId[]>;
  portfolio: Pick<PortfolioStore, 'hasMoreThan'>;
  cellsOf(portalId: PortalId): Promise<PortalCells>;
  log: Logger;
};

/** Fewer are counted while somebody waits. */
const waitedFor = 50_000;

/** Counts large portals one after the other, so that the first to open a page need not wait for it. */
export async function countLargePortals(deps: CountLargeDeps): Promise<void> {
  const { listPortals, portfolio, cellsOf, log } = deps;
  try {
    for (const portalId of await listPortals()) {
      if (await portfolio.hasMoreThan(portalId, waitedFor)) await cellsOf(portalId);
    }
  } catch (error) {
    log.warn({ err: error }, 'portfolios are counted when they are asked for');
  }
}
