import type { PortalId } from '../model/ids.ts';
import type { Dispatcher } from './dispatcher.ts';
import type { HoldStore } from './hold-store.ts';
import type { PortalHolds } from './portal-holds.ts';
import type { PortalJobs } from './portal-jobs.ts';
import { longestRestMs, type TurnDeps, workTurn } from './work-turn.ts';

export type SharedDispatcherDeps = TurnDeps & {
  jobs: PortalJobs;
  holds: PortalHolds;
  due: Pick<HoldStore, 'takeDue' | 'nextRetryAt'>;
  /** What belongs to no portal alone and is due now and then. */
  tidyUp: () => Promise<void>;
  /** How many portals this process works side by side; none where it only tells of work. */
  portalsAtOnce: number;
};

/** Then others have their turn where they wait, however much is left. */
const turnMs = 5_000;
const longestTurnMs = 3_600_000;
const lookAroundMs = 1_000;
/** Until a portal is asked for again that another process still holds. */
const heldSeconds = 3;

/**
 * Works portals together with other processes on the same database: a queue says which portal has
 * work, a hold in the portal's row who does it, and nobody works one for longer than a turn.
 */
export function createSharedDispatcher(deps: SharedDispatcherDeps): Dispatcher {
  const { jobs, holds, due, portalsAtOnce, now, log } = deps;
  const stopping = new AbortController();
  const waking = new Set<PortalId>();
  const wokenAgain = new Set<PortalId>();
  let running = 0;
  let timer: NodeJS.Timeout | undefined;
  let lookingAround: Promise<void> = Promise.resolve();

  /** Lost when the database is away just then; the portal is looked at within a minute all the same. */
  async function wake(portalId: PortalId): Promise<void> {
    waking.add(portalId);
    try {
      do {
        wokenAgain.delete(portalId);
        await jobs.add(portalId);
      } while (wokenAgain.has(portalId));
    } catch (error) {
      log.warn({ portalId, err: error }, 'the portal could not be woken');
    }
    waking.delete(portalId);
  }

  async function takeTurn(portalId: PortalId): Promise<void> {
    running += 1;
    const isTimeOver = turnFrom(performance.now());
    try {
      const isWorked = await holds.whileHeld(portalId, (hold, isLost) => {
        const isOver = () => stopping.signal.aborted || isLost() || isTimeOver();
        return workTurn(deps, { hold, isOver, stopping: stopping.signal });
      });
      if (!isWorked) await jobs.add(portalId, heldSeconds);
    } finally {
      running -= 1;
    }
  }

  /** While this process has room for another portal, nobody waits for a turn to end. */
  function turnFrom(startedAt: number): () => boolean {
    return () => {
      const ms = performance.now() - startedAt;
      return ms > (running < portalsAtOnce ? longestTurnMs : turnMs);
    };
  }

  /** Finds what no event tells of: midnight, retries that are due, work left by a crash. */
  async function lookAround(): Promise<void> {
    try {
      await deps.tidyUp();
      for (const portalId of await due.takeDue(now(), longestRestMs)) await jobs.add(portalId);
    } catch (error) {
      log.error({ err: error }, 'the portals could not be listed; tried again');
    }
    if (!stopping.signal.aborted) timer = setTimeout(look, lookAroundMs);
  }

  function look(): void {
    lookingAround = lookAround();
  }

  return {
    wake(portalId: PortalId): void {
      if (waking.has(portalId)) wokenAgain.add(portalId);
      else void wake(portalId);
    },

    start(): void {
      if (portalsAtOnce === 0) return;
      jobs.work(portalsAtOnce, takeTurn).catch((error: unknown) => {
        log.error({ err: error }, 'the queue of portals cannot be worked');
      });
      look();
    },

    /** Lets running passes end and begins no more. */
    async stop(): Promise<void> {
      stopping.abort();
      clearTimeout(timer);
      await lookingAround;
      await jobs.close();
    },
  };
}
