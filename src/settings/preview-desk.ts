import { randomUUID } from 'node:crypto';
import { fingerprintOf } from '../http/fingerprint.ts';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { PolicyPreview } from '../model/policy-preview.ts';
import type { PolicyBody } from '../model/policy-version.ts';

export type PreviewState =
  | { state: 'none' }
  | { state: 'running'; fingerprint: string }
  | { state: 'failed'; fingerprint: string; errorId: string }
  | { state: 'done'; fingerprint: string; preview: PolicyPreview };

export type PreviewDeskDeps = {
  /** undefined before the portal is scored. */
  preview: (portalId: PortalId, body: PolicyBody) => Promise<PolicyPreview | undefined>;
  log: Logger;
};

export type PreviewDesk = ReturnType<typeof createPreviewDesk>;

/**
 * One preview a portal at a time, off the request: a large portal takes minutes. Results are kept in
 * memory only; after a restart a preview is simply asked for again.
 */
export function createPreviewDesk({ preview, log }: PreviewDeskDeps) {
  const states = new Map<PortalId, PreviewState>();
  const running = new Set<Promise<void>>();

  async function run(portalId: PortalId, body: PolicyBody, fingerprint: string): Promise<void> {
    try {
      const result = await preview(portalId, body);
      states.set(
        portalId,
        result ? { state: 'done', fingerprint, preview: result } : { state: 'none' },
      );
    } catch (error) {
      const errorId = randomUUID();
      states.set(portalId, { state: 'failed', fingerprint, errorId });
      log.error({ portalId, errorId, err: error }, 'a preview failed');
    }
  }

  return {
    stateOf: (portalId: PortalId): PreviewState => states.get(portalId) ?? { state: 'none' },

    /** Safe to repeat: a preview of the same draft that is under way goes on. */
    start(portalId: PortalId, body: PolicyBody): void {
      const fingerprint = fingerprintOf(body);
      if (states.get(portalId)?.state === 'running') return;
      states.set(portalId, { state: 'running', fingerprint });
      const work = run(portalId, body, fingerprint).finally(() => running.delete(work));
      running.add(work);
    },

    /** Waits for what is under way: its database is about to be closed. */
    async close(): Promise<void> {
      await Promise.all(running);
    },
  };
}
