import { randomUUID } from 'node:crypto';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { KeptPreview, PreviewStore } from './preview-store.ts';

export type PreviewState<Result> =
  | { state: 'none' }
  | { state: 'running'; fingerprint: string }
  | { state: 'interrupted'; fingerprint: string }
  | { state: 'failed'; fingerprint: string; errorId: string; run: string; seenAt: number }
  | { state: 'done'; fingerprint: string; preview: Result; run: string; seenAt: number };

export type PreviewDeskDeps<Asked, Result> = {
  /** undefined where there is nothing to preview. */
  preview: (portalId: PortalId, asked: Asked) => Promise<Result | undefined>;
  /** Names what is previewed by what it says. */
  nameOf: (asked: Asked) => string;
  previews: PreviewStore<Result>;
  now: () => Date;
  log: Logger;
};

export type PreviewDesk<Asked, Result> = ReturnType<typeof createPreviewDesk<Asked, Result>>;

const heardOfEveryMs = 5_000;
const longestSilenceMs = 30_000;

/**
 * One preview a portal at a time, off the request: a large portal takes minutes. Every process knows of it,
 * whichever has begun it; what came of it outlives a restart, and one that a restart ended says so.
 */
export function createPreviewDesk<Asked, Result>(deps: PreviewDeskDeps<Asked, Result>) {
  const { preview, nameOf, previews, now, log } = deps;
  const running = new Set<Promise<void>>();
  const nowMs = () => now().getTime();

  async function work(portalId: PortalId, asked: Asked, run: string): Promise<void> {
    let heard = Promise.resolve();
    const timer = setInterval(() => {
      heard = heard
        .then(() => previews.seen(portalId, run, nowMs()))
        .catch((error: unknown) => log.warn({ portalId, err: error }, 'a preview goes unseen'));
    }, heardOfEveryMs);
    const outcome = await outcomeOf(portalId, asked);
    clearInterval(timer);
    await heard;
    if (!outcome) await previews.drop(portalId, run);
    else await previews.end(portalId, run, outcome, nowMs());
  }

  async function outcomeOf(portalId: PortalId, asked: Asked) {
    try {
      const result = await preview(portalId, asked);
      return result && ({ state: 'done', preview: result } as const);
    } catch (cause) {
      const error = randomUUID();
      log.error({ portalId, errorId: error, err: cause }, 'a preview failed');
      return { state: 'failed', error } as const;
    }
  }

  function stateNow(kept: KeptPreview<Result>): PreviewState<Result> {
    const { fingerprint, run, seenAt } = kept;
    switch (kept.state) {
      case 'running':
        return {
          state: nowMs() - seenAt < longestSilenceMs ? 'running' : 'interrupted',
          fingerprint,
        };
      case 'failed':
        return { state: 'failed', fingerprint, errorId: kept.error, run, seenAt };
      case 'done':
        return { state: 'done', fingerprint, preview: kept.preview, run, seenAt };
    }
  }

  return {
    async stateOf(portalId: PortalId): Promise<PreviewState<Result>> {
      const kept = await previews.find(portalId);
      return kept ? stateNow(kept) : { state: 'none' };
    },

    /** Safe to repeat, here and in other processes: a preview that is under way goes on. */
    async start(portalId: PortalId, asked: Asked): Promise<void> {
      const begun = { fingerprint: nameOf(asked), run: randomUUID(), seenAt: nowMs() };
      if (!(await previews.begin(portalId, begun, nowMs() - longestSilenceMs))) return;
      const job = work(portalId, asked, begun.run)
        .catch((error: unknown) => log.error({ portalId, err: error }, 'a preview was not kept'))
        .finally(() => running.delete(job));
      running.add(job);
    },

    /** What came of a run is not asked for any more. */
    forget: previews.drop,

    /** Waits for what is under way: its database is about to be closed. */
    async close(): Promise<void> {
      await Promise.all(running);
    },
  };
}
