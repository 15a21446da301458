import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const clock = new URL('./shifted-clock.ts', import.meta.url).href;
const pollMs = 25;
const patienceMs = 30_000;

type Options = {
  port: number;
  environment: Readonly<Record<string, string>>;
  /** Everything the service says is kept here. */
  logFile: string;
};

/** The service as operators run it: a process that is started, killed and started again. */
export function createServiceProcess({ port, environment, logFile }: Options) {
  let child: ChildProcess | undefined;
  let offsetMs = 0;

  async function isAlive(): Promise<boolean> {
    const answer = await fetch(`http://localhost:${port}/healthz`, {
      signal: AbortSignal.timeout(1_000),
    }).catch(() => undefined);
    return answer?.ok === true;
  }

  return {
    async start(): Promise<void> {
      const env = { ...process.env, ...environment, CLOCK_OFFSET_MS: String(offsetMs) };
      const log = openSync(logFile, 'a');
      const stdio = ['ignore', log, log, 'ipc'] as const;
      child = spawn(process.execPath, ['--import', clock, main], { env, stdio: [...stdio] });
      closeSync(log);
      const deadline = performance.now() + patienceMs;
      while (!(await isAlive())) {
        if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
        if (performance.now() > deadline) throw new Error('the service did not start in time');
        await sleep(pollMs);
      }
    },

    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    pid: () => child?.pid,
    exitCode: () => child?.exitCode,

    /** `SIGKILL` leaves it no moment; `SIGTERM` lets it end what it holds. */
    async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
      const ending = child;
      if (!ending || ending.exitCode !== null || ending.signalCode !== null) return;
      const ended = once(ending, 'exit');
      ending.kill(signal);
      await ended;
    },

    /** How far its clock is from the machine's, ms. */
    setClock(newOffsetMs: number): void {
      offsetMs = newOffsetMs;
      if (child?.connected) child.send({ offsetMs });
    },
    nowMs: () => Date.now() + offsetMs,
  };
}
