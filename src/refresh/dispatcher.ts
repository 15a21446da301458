import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import { firstPauseMs, type PassReport, pauseAfter } from './pause-rules.ts';

export type DispatcherDeps = {
  listPortals: () => Promise<PortalId[]>;
  /** Brings a portal up to date, or begins to when it has to end. */
  refresh: (portalId: PortalId, isTurnOver: () => boolean) => Promise<PassReport>;
  log: Logger;
};

const lookAroundMs = 1_000;
const afterFailureMs = 5_000;

export type Dispatcher = ReturnType<typeof createDispatcher>;

type PortalLoop = { running: Promise<void>; isWoken: boolean };

/** Works each portal in a loop of its own, one pass at a time, as long as there is something to do. */
export function createDispatcher({ listPortals, refresh, log }: DispatcherDeps) {
  const loops = new Map<PortalId, PortalLoop>();
  const sleepers = new Set<() => void>();
  let isStarted = false;
  let isStopping = false;
  let timer: NodeJS.Timeout | undefined;
  let lookingAround: Promise<void> = Promise.resolve();

  async function run(portalId: PortalId, loop: PortalLoop): Promise<void> {
    let pauseMs = firstPauseMs;
    do {
      await sleep(pauseMs);
      if (isStopping) break;
      loop.isWoken = false;
      const report = await pass(portalId);
      pauseMs = pauseAfter(report);
      if (report.news + report.backlog > 0) loop.isWoken = true;
    } while (loop.isWoken && !isStopping);
    loops.delete(portalId);
  }

  async function pass(portalId: PortalId): Promise<PassReport> {
    try {
      return await refresh(portalId, () => isStopping);
    } catch (error) {
      log.error({ portalId, err: error }, 'a pass over the portal failed; tried again');
      await sleep(afterFailureMs);
      return { news: 0, backlog: 0 };
    }
  }

  function wake(portalId: PortalId): void {
    if (!isStarted || isStopping) return;
    const known = loops.get(portalId);
    if (known) {
      known.isWoken = true;
      return;
    }
    const loop: PortalLoop = { isWoken: true, running: Promise.resolve() };
    loops.set(portalId, loop);
    loop.running = run(portalId, loop);
  }

  function sleep(ms: number): Promise<void> {
    if (isStopping) return Promise.resolve();
    return new Promise((resolve) => {
      const wakeUp = () => {
        clearTimeout(alarm);
        sleepers.delete(wakeUp);
        resolve();
      };
      const alarm = setTimeout(wakeUp, ms);
      sleepers.add(wakeUp);
    });
  }

  /** Finds what no event tells of: midnight, retries that are due, work left by a crash. */
  async function lookAround(): Promise<void> {
    try {
      for (const portalId of await listPortals()) wake(portalId);
    } catch (error) {
      log.error({ err: error }, 'the portals could not be listed; tried again');
    }
    if (!isStopping) timer = setTimeout(look, lookAroundMs);
  }

  function look(): void {
    lookingAround = lookAround();
  }

  return {
    wake,
    start(): void {
      isStarted = true;
      look();
    },

    /** Lets running passes end and begins no more. */
    async stop(): Promise<void> {
      isStopping = true;
      clearTimeout(timer);
      for (const wakeUp of sleepers) wakeUp();
      await lookingAround;
      await Promise.all([...loops.values()].map(({ running }) => running));
    },
  };
}
