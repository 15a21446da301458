import { randomUUID } from 'node:crypto';
import { fingerprintOf } from '../http/fingerprint.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';
import type { PolicyBody } from '../model/policy-version.ts';
import type { PreviewStore } from './preview-store.ts';

export type PreviewState =
  | { state: 'none' }
  | { state: 'running'; fingerprint: string }
  | { state: 'interrupted'; fingerprint: string }
  | { state: 'failed'; fingerprint: string; errorId: string }
  | { state: 'done'; fingerprint: string; preview: PolicyPreview };

export type PreviewDeskDeps = {
  /** undefined before the portal is scored. */
  preview: (portalId: PortalId, body: PolicyBody) => Promise<PolicyPreview | undefined>;
  previews: PreviewStore;
  now: () => Date;
  log: Logger;
};

export type PreviewDesk = ReturnType<typeof createPreviewDesk>;

const heardOfEveryMs = 5_000;
const longestSilenceMs = 30_000;

/**
 * One preview a portal at a time, off the request: a large portal takes minutes. What came of it
 * outlives a restart; one that a restart ended says so.
 */
export function createPreviewDesk({ preview, previews, now, log }: PreviewDeskDeps) {
  const running = new Map<PortalId, Promise<void>>();
  const seenAt = () => now().getTime();

  async function run(portalId: PortalId, body: PolicyBody, fingerprint: string): Promise<void> {
    let heard = Promise.resolve();
    const timer = setInterval(() => {
      heard = heard
        .then(() => previews.save(portalId, { state: 'running', fingerprint, seenAt: seenAt() }))
        .catch((error: unknown) => log.warn({ portalId, err: error }, 'a preview goes unseen'));
    }, heardOfEveryMs);
    const outcome = await outcomeOf(portalId, body);
    clearInterval(timer);
    await heard;
    if (!outcome) await previews.drop(portalId);
    else await previews.save(portalId, { ...outcome, fingerprint, seenAt: seenAt() });
  }

  async function outcomeOf(portalId: PortalId, body: PolicyBody) {
    try {
      const result = await preview(portalId, body);
      return result && ({ state: 'done', preview: result } as const);
    } catch (cause) {
      const error = randomUUID();
      log.error({ portalId, errorId: error, err: cause }, 'a preview failed');
      return { state: 'failed', error } as const;
    }
  }

  return {
    async stateOf(portalId: PortalId): Promise<PreviewState> {
      const kept = await previews.find(portalId);
      if (!kept) return { state: 'none' };
      const { fingerprint } = kept;
      switch (kept.state) {
        case 'running': {
          const isAlive = running.has(portalId) || seenAt() - kept.seenAt < longestSilenceMs;
          return { state: isAlive ? 'running' : 'interrupted', fingerprint };
        }
        case 'failed':
          return { state: 'failed', fingerprint, errorId: kept.error };
        case 'done':
          return { state: 'done', fingerprint, preview: kept.preview };
      }
    },

    /** Safe to repeat: a preview that is under way goes on. */
    async start(portalId: PortalId, body: PolicyBody): Promise<void> {
      if ((await this.stateOf(portalId)).state === 'running') return;
      const fingerprint = fingerprintOf(body);
      await previews.save(portalId, { state: 'running', fingerprint, seenAt: seenAt() });
      const work = run(portalId, body, fingerprint)
        .catch((error: unknown) => log.error({ portalId, err: error }, 'a preview was not kept'))
        .finally(() => running.delete(portalId));
      running.set(portalId, work);
    },

    /** Waits for what is under way: its database is about to be closed. */
    async close(): Promise<void> {
      await Promise.all(running.values());
    },
  };
}
