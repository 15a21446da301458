import { setTimeout as sleep } from 'node:timers/promises';
import type { PortalId } from '../model/ids.ts';
import type { StrategyCode } from '../model/strategy.ts';
import type { TasksForeseen } from '../model/task-preview.ts';

export type TaskPreviewState =
  | { state: 'running' }
  | { state: 'failed'; errorId: string }
  | { state: 'done'; foreseen: TasksForeseen };

type Run =
  | { state: 'none' | 'running' | 'interrupted' }
  | { state: 'failed'; fingerprint: string; errorId: string; run: string; seenAt: number }
  | { state: 'done'; fingerprint: string; preview: TasksForeseen; run: string; seenAt: number };

export type TaskPreviewDeskDeps = {
  /** One preview a portal at a time, known to every process. */
  runs: {
    start: (portalId: PortalId, codes: readonly StrategyCode[]) => Promise<void>;
    stateOf: (portalId: PortalId) => Promise<Run>;
    forget: (portalId: PortalId, run: string) => Promise<void>;
  };
  now: () => Date;
};

export type TaskPreviewDesk = ReturnType<typeof createTaskPreviewDesk>;

const patienceMs = 5_000;
const lookEveryMs = 50;
/** What nobody fetched by then is an answer of another time. */
const goodForMs = 60_000;

/** What is asked, in whatever order. */
export function codesAsked(codes: readonly StrategyCode[]): string {
  return [...codes].sort().join();
}

/** A preview is waited for a few seconds; what takes longer goes on, and is found by asking again, in whatever process. */
export function createTaskPreviewDesk({ runs, now }: TaskPreviewDeskDeps) {
  async function fetched(portalId: PortalId, asked: string): Promise<TaskPreviewState | undefined> {
    const found = await runs.stateOf(portalId);
    if (!('run' in found)) return undefined;
    await runs.forget(portalId, found.run);
    // The answer to another question is nobody's, and an old one is wrong by now.
    if (found.fingerprint !== asked || now().getTime() - found.seenAt > goodForMs) return undefined;
    return found.state === 'failed'
      ? { state: 'failed', errorId: found.errorId }
      : { state: 'done', foreseen: found.preview };
  }

  return {
    async ask(portalId: PortalId, codes: readonly StrategyCode[]): Promise<TaskPreviewState> {
      const asked = codesAsked(codes);
      const deadline = performance.now() + patienceMs;
      while (performance.now() < deadline) {
        const found = await fetched(portalId, asked);
        if (found) return found;
        await runs.start(portalId, codes);
        await sleep(lookEveryMs);
      }
      return { state: 'running' };
    },
  };
}
