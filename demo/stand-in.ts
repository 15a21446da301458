import { type ChildProcess, fork } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { demoPortal } from './demo-app.ts';
import type { DemoOptions } from './options.ts';

export type StandIn = {
  url: string;
  pid: number;
  /** How far the stand-in's clock is ahead of the real one, ms. */
  clockOffsetMs: () => number;
  close: () => void;
};

const Ready = z.object({ url: z.url() });
const ClockMessage = z.object({ clockOffsetMs: z.number() });

/** Starts the stand-in HubSpot as a process of its own and follows its clock. */
export async function startStandIn(args: readonly string[]): Promise<StandIn> {
  const child = fork(new URL('../sandbox/main.ts', import.meta.url), args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  let offsetMs = 0;
  child.on('message', (message) => {
    const clock = ClockMessage.safeParse(message);
    if (clock.success) offsetMs = clock.data.clockOffsetMs;
  });
  const { url } = Ready.parse(JSON.parse(await firstLineOf(child)));
  return { url, pid: child.pid ?? 0, clockOffsetMs: () => offsetMs, close: () => child.kill() };
}

function firstLineOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    if (!child.stdout) return reject(new Error('the stand-in has no output'));
    createInterface({ input: child.stdout }).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the stand-in ended with ${code}`)));
  });
}

export function standInArgs(options: DemoOptions): string[] {
  const { companies, deals, seed, sandboxPort, latency } = options;
  const args = ['--port', String(sandboxPort), '--seed', String(seed), '--auto-consent'];
  args.push('--latency', String(latency), '--portal-id', String(demoPortal));
  if (!options.once) args.push('--preview', 'dist/preview');
  if (deals === undefined) args.push('--companies', String(companies));
  else args.push('--deals', deals);
  return args;
}
