import { monitorEventLoopDelay } from 'node:perf_hooks';

/** How long what was due had to wait for the process, in seconds, by share of the moments looked at. */
export type EventLoopDelay = { quantile: '0.5' | '0.99' | '1'; seconds: number }[];

const everyMs = 20;

/** Watches how late timers run; each reading tells of the time since the one before. */
export function watchEventLoop() {
  const delays = monitorEventLoopDelay({ resolution: everyMs });
  delays.enable();
  // What is counted is the whole time between two looks.
  const secondsOf = (nanoseconds: number) =>
    Number.isFinite(nanoseconds) ? Math.max(0, nanoseconds / 1e6 - everyMs) / 1_000 : 0;
  return {
    read(): EventLoopDelay {
      const delay: EventLoopDelay = [
        { quantile: '0.5', seconds: secondsOf(delays.percentile(50)) },
        { quantile: '0.99', seconds: secondsOf(delays.percentile(99)) },
        { quantile: '1', seconds: secondsOf(delays.max) },
      ];
      delays.reset();
      return delay;
    },
    close: () => void delays.disable(),
  };
}
