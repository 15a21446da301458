import { HoldLostError } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Hold } from '../model/hold.ts';
import type { PortalId } from '../model/ids.ts';
import type { HoldStore } from './hold-store.ts';
import { firstPauseMs, type PassReport, pauseAfter } from './pause-rules.ts';
import type { PortalJobs } from './portal-jobs.ts';

export type TurnDeps = {
  jobs: Pick<PortalJobs, 'add'>;
  due: Pick<HoldStore, 'nextRetryAt'>;
  /** Brings a portal up to date, or begins to when its turn ends before. */
  refresh: (hold: Hold, isTurnOver: () => boolean) => Promise<PassReport>;
  now: () => Date;
  log: Logger;
};

/** `stopping` ends pauses at once. */
export type Turn = { hold: Hold; isOver: () => boolean; stopping: AbortSignal };

type Outcome = 'done' | 'more' | 'failed';

const afterFailureMs = 5_000;
/** The longest without a look at a portal that nothing woke: midnights and sweeps come by themselves. */
export const longestRestMs = 60_000;

/** Works a portal until nothing is left or the turn is over. Answers when it is to be looked at again. */
export async function workTurn(deps: TurnDeps, turn: Turn): Promise<number> {
  return rest(deps, turn.hold.portalId, await passes(deps, turn));
}

async function passes(deps: TurnDeps, { hold, isOver, stopping }: Turn): Promise<Outcome> {
  let pauseMs = firstPauseMs;
  do {
    await pause(pauseMs, stopping);
    if (stopping.aborted) return 'more';
    const report = await pass(deps, hold, isOver);
    if (report === 'failed') return 'failed';
    if (report.news + report.backlog === 0) return 'done';
    pauseMs = pauseAfter(report);
  } while (!isOver());
  return 'more';
}

async function pass({ refresh, log }: TurnDeps, hold: Hold, isOver: () => boolean) {
  try {
    return await refresh(hold, isOver);
  } catch (error) {
    if (error instanceof HoldLostError) throw error;
    const { portalId } = hold;
    log.error({ portalId, err: error }, 'a pass over the portal failed; tried again');
    return 'failed';
  }
}

async function rest({ jobs, due, now }: TurnDeps, id: PortalId, outcome: Outcome) {
  const nowMs = now().getTime();
  if (outcome === 'failed') return nowMs + afterFailureMs;
  if (outcome === 'more') {
    await jobs.add(id);
    return nowMs + longestRestMs;
  }
  const retryAt = (await due.nextRetryAt(id, now())) ?? Number.POSITIVE_INFINITY;
  return Math.min(retryAt, nowMs + longestRestMs);
}

function pause(ms: number, stopping: AbortSignal): Promise<void> {
  if (stopping.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(alarm);
      stopping.removeEventListener('abort', end);
      resolve();
    };
    const alarm = setTimeout(end, ms);
    stopping.addEventListener('abort', end);
  });
}
