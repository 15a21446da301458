import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { Logger } from '../log.ts';
import type { PortalId } from '../model/ids.ts';
import type { StrategyCode } from '../model/strategy.ts';
import type { TasksForeseen } from '../model/task-preview.ts';

export type TaskPreviewState =
  | { state: 'running' }
  | { state: 'failed'; errorId: string }
  | { state: 'done'; foreseen: TasksForeseen };

export type TaskPreviewDeskDeps = {
  /** null for a portal that is not there. */
  preview: (portalId: PortalId, codes: readonly StrategyCode[]) => Promise<TasksForeseen | null>;
  log: Logger;
};

export type TaskPreviewDesk = ReturnType<typeof createTaskPreviewDesk>;

type Job = { asked: string; work: Promise<TaskPreviewState> };

const patienceMs = 5_000;
const nothing: TasksForeseen = { perOwner: [], perDay: [], queued: 0 };

/**
 * One preview a portal at a time. It is waited for a few seconds; what takes longer goes on, and is found
 * by asking again.
 */
export function createTaskPreviewDesk({ preview, log }: TaskPreviewDeskDeps) {
  const jobs = new Map<PortalId, Job>();

  async function run(
    portalId: PortalId,
    codes: readonly StrategyCode[],
  ): Promise<TaskPreviewState> {
    try {
      return { state: 'done', foreseen: (await preview(portalId, codes)) ?? nothing };
    } catch (error) {
      const errorId = randomUUID();
      log.error({ portalId, errorId, err: error }, 'a preview of tasks failed');
      return { state: 'failed', errorId };
    }
  }

  return {
    async ask(portalId: PortalId, codes: readonly StrategyCode[]): Promise<TaskPreviewState> {
      const asked = [...codes].sort().join();
      const job = jobs.get(portalId) ?? { asked, work: run(portalId, codes) };
      jobs.set(portalId, job);
      const running: TaskPreviewState = { state: 'running' };
      const late = setTimeout(patienceMs, running, { ref: false });
      const found = await Promise.race([job.work, late]);
      if (found.state === 'running') return found;
      // Another question was under way: its answer is nobody's, and this one is asked again.
      if (jobs.get(portalId) === job) jobs.delete(portalId);
      return job.asked === asked ? found : running;
    },

    /** Waits for what is under way: its database is about to be closed. */
    async close(): Promise<void> {
      await Promise.all([...jobs.values()].map(({ work }) => work));
    },
  };
}
