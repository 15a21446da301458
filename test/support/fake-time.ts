import { vi } from 'vitest';

const stepMs = 100;
const realTurns = 4;

/** Takes over the clock and the timers of a test; answers from the network still come in real time. */
export function takeOverTime(now: Date): void {
  vi.useFakeTimers({
    now,
    toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'],
  });
}

/** Lets time pass, a tenth of a second a step, until the work is done. */
export async function timePasses<T>(work: Promise<T>): Promise<T> {
  let isDone = false;
  const end = () => {
    isDone = true;
  };
  work.then(end, end);
  while (!isDone) {
    for (let turn = 0; turn < realTurns; turn += 1) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await vi.advanceTimersByTimeAsync(stepMs);
  }
  return work;
}
