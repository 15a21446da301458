import { HoldLostError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Hold } from '../model/hold.ts';
import type { PortalId } from '../model/ids.ts';
import type { HoldStore } from './hold-store.ts';

export type PortalHolds = ReturnType<typeof createPortalHolds>;

export type HoldsDeps = {
  store: Pick<HoldStore, 'take' | 'extend' | 'release'>;
  log: Logger;
};

/** Works under a hold; `isLost` says that it should end. Answers when the portal is to be looked at again. */
export type WorkUnderHold = (hold: Hold, isLost: () => boolean) => Promise<number>;

/** A process that is not heard of for a lease has lost its portal. */
const leaseMs = 15_000;
const extendEveryMs = 5_000;

/** The portals that this process works, each as long as no other process does. */
export function createPortalHolds({ store, log }: HoldsDeps) {
  const held = new Map<PortalId, Hold>();

  /** Keeps the hold for as long as the process is alive and the portal was not taken over. */
  function keep(hold: Hold) {
    let isLost = false;
    const extend = async () => {
      try {
        isLost = !(await store.extend(hold, leaseMs));
      } catch (error) {
        log.warn({ portalId: hold.portalId, err: error }, 'a hold could not be extended');
      }
    };
    const timer = setInterval(() => void extend(), extendEveryMs);
    return { isLost: () => isLost, end: () => clearInterval(timer) };
  }

  return {
    fenceOf: (portalId: PortalId): number | undefined => held.get(portalId)?.fence,

    /** False, without having worked, while another process holds the portal. */
    async whileHeld(portalId: PortalId, work: WorkUnderHold): Promise<boolean> {
      const hold = await store.take(portalId, leaseMs);
      if (!hold) return false;
      held.set(portalId, hold);
      const keeper = keep(hold);
      try {
        const wakeAt = await work(hold, keeper.isLost);
        await store.release(hold, wakeAt);
      } catch (error) {
        if (!(error instanceof HoldLostError)) throw error;
        log.warn({ portalId }, 'another process has taken the portal over');
      } finally {
        keeper.end();
        if (held.get(portalId) === hold) held.delete(portalId);
      }
      return true;
    },
  };
}
