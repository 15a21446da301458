import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../src/commands/mainstay.ts', import.meta.url));
const clock = new URL('./shifted-clock.ts', import.meta.url).href;
const pollMs = 25;
/** Where others keep the machine busy, a start takes long. */
const patienceMs = 90_000;

type Options = {
  /** All in one unless told. */
  kind?: 'serve' | 'web' | 'worker';
  port: number;
  environment: Readonly<Record<string, string>>;
  /** Everything the service says is kept here. */
  logFile: string;
};

/** The service as operators run it: a process that is started, killed and started again. */
export function createServiceProcess({ kind = 'serve', port, environment, logFile }: Options) {
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
      const args = ['--import', clock, program, kind];
      child = spawn(process.execPath, args, { env, stdio: [...stdio] });
      closeSync(log);
      const deadline = performance.now() + patienceMs;
      while (!(await isAlive())) {
        if (child.exitCode !== null) throw new Error(`the service ended: ${lastWords(logFile)}`);
        if (performance.now() > deadline) throw new Error('the service did not start in time');
        await sleep(pollMs);
      }
    },

    isRunning: () => child !== undefined && child.exitCode === null && child.signalCode === null,
    pid: () => child?.pid,
    exitCode: () => child?.exitCode,

    /** Stopped as by a machine that hangs: it does nothing, and knows nothing of it afterwards. */
    stop: () => child?.kill('SIGSTOP'),
    goOn: () => child?.kill('SIGCONT'),

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

/** What it said before it ended. */
function lastWords(logFile: string): string {
  return readFileSync(logFile, 'utf8').trimEnd().slice(-2_000);
}
