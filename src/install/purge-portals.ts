import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { PurgeStore } from './purge-store.ts';

export type PurgeDeps = {
  purges: PurgeStore;
  /** Writes down that a portal left. */
  noteLeft(portalId: PortalId): Promise<void>;
  now: () => Date;
  log: Logger;
};

const keptMs = 30 * 24 * 3_600_000;
const executionsKeptMs = 14 * 24 * 3_600_000;
const actionsKeptMs = 365 * 24 * 3_600_000;
const lookEveryMs = 5_000;

/**
 * Forgets portals that took the installation back thirty days ago: until then a portal that comes back
 * finds its settings and history. Looks every five seconds however often it is called.
 */
export function createPurge({ purges, noteLeft, now, log }: PurgeDeps) {
  let lookedAt = 0;

  return async function purgeWhenDue(): Promise<void> {
    const nowMs = now().getTime();
    if (Math.abs(nowMs - lookedAt) < lookEveryMs) return;
    lookedAt = nowMs;
    for (const portalId of await purges.noteGone(now())) {
      await noteLeft(portalId);
      log.info({ portalId }, 'the portal is gone; its data is erased in thirty days');
    }
    for (const portalId of await purges.listGoneBefore(new Date(nowMs - keptMs))) {
      await purges.purge(portalId);
      log.info({ portalId }, 'everything of the portal is erased');
    }
    await purges.forgetStrangers();
    await purges.forgetExecutionsBefore(new Date(nowMs - executionsKeptMs));
    await purges.forgetActionsBefore(new Date(nowMs - actionsKeptMs));
  };
}
