import { parentPort } from 'node:worker_threads';
import type { Evidence } from '../model/evidence.ts';
import type { Verification } from '../model/frame.ts';
import { verify } from '../scoring/backtest.ts';
import { type FrameOptions, frameBuilder } from '../scoring/frame.ts';
import { sampleOf } from '../scoring/sample.ts';
import type { FrameMessage } from './frame-maker.ts';

/** Makes one frame off the service's own thread: fitting and measuring take seconds of computing. */
const backtestSize = 20_000;
const backtestMaxAgeDays = 30;

let options: FrameOptions | undefined;
let builder: ReturnType<typeof frameBuilder> | undefined;
const sample = sampleOf<Evidence>(backtestSize, (evidence) => evidence.accountId);

parentPort?.on('message', (message: FrameMessage) => {
  if (message.kind === 'begin') {
    options = message.options;
    builder = frameBuilder(message.options);
  } else if (message.kind === 'accounts') {
    for (const evidence of message.accounts) {
      builder?.add(evidence);
      sample.add(evidence);
    }
    parentPort?.postMessage({ taken: message.accounts.length });
  } else if (options && builder) {
    const frame = builder.finish();
    const verification = verificationFor(options, frame.horizonDays);
    parentPort?.postMessage({ frame: { ...frame, verification } });
    parentPort?.close();
  }
});

/** Measured anew each month; in between the last measurement stands. */
function verificationFor(
  { previous, day, policy }: FrameOptions,
  horizonDays: number,
): Verification | null {
  const last = previous?.verification ?? null;
  const cut = day - 1 - horizonDays;
  const isRecent = last !== null && cut - last.cut < backtestMaxAgeDays;
  if (isRecent && previous?.policyVersion === policy.version) return last;
  const accounts = sample.list();
  if (accounts.length === 0) return null;
  // The horizon of today's scores, also where the shorter history of then would call for another.
  const asToday = { ...policy, horizonDays };
  return verify({ accounts: () => accounts, policy: asToday, cut, completeUntil: day - 1 });
}
