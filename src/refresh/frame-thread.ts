import { parentPort } from 'node:worker_threads';
import type { Evidence } from '../model/evidence.ts';
import { type FrameOptions, frameBuilder } from '../scoring/frame.ts';
import { sampleOf } from '../scoring/sample.ts';
import type { FrameMessage } from './frame-maker.ts';
import { measureFrame } from './measure-frame.ts';

/** Makes one frame off the service's own thread: fitting and measuring take seconds of computing. */
const backtestSize = 20_000;

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
    const verification = measureFrame(options, frame.horizonDays, sample.list());
    parentPort?.postMessage({ frame: { ...frame, verification } });
    parentPort?.close();
  }
});
