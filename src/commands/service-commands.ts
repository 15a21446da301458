import type { Command } from 'commander';
import { type ProcessKind, processKinds } from '../config.ts';

const purposes: Readonly<Record<ProcessKind, string>> = {
  serve: 'run the whole service',
  web: 'answer HubSpot and people, and leave the work to workers (PostgreSQL only)',
  worker: 'work, and answer nobody but /healthz, /readyz and /metrics (PostgreSQL only)',
};

/** The service as long-running processes; environment variables say everything else. */
export function addServiceCommands(program: Command): void {
  for (const kind of processKinds) {
    program
      .command(kind)
      .description(purposes[kind])
      .action(async () => {
        // The service brings much that the other commands need not load.
        const { startService } = await import('../start-service.ts');
        await startService(kind);
      });
  }
}
