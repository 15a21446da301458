import { parentPort } from 'node:worker_threads';
import type { Evidence } from '../model/evidence.ts';
import { type FrameOptions, frameBuilder } from '../scoring/frame.ts';
import { sampleOf } from '../scoring/sample.ts';
import type { FrameMessage } from './frame-maker.ts';
import { measureFrame } from './measure-frame.ts';

/** Makes frames off the service's own thread, one after the other: fitting and measuring take seconds of computing. */
const backtestSize = 20_000;

type Making = {
  options: FrameOptions;
  builder: ReturnType<typeof frameBuilder>;
  sample: ReturnType<typeof sampleOf<Evidence>>;
};

let making: Making | undefined;

parentPort?.on('message', (message: FrameMessage) => {
  if (message.kind === 'begin') making = begin(message.options);
  else if (message.kind === 'accounts') add(message.accounts);
  else if (making) finish(making);
});

function begin(options: FrameOptions): Making {
  const sample = sampleOf<Evidence>(backtestSize, (evidence) => evidence.accountId);
  return { options, builder: frameBuilder(options), sample };
}

function add(accounts: readonly Evidence[]): void {
  for (const evidence of accounts) {
    making?.builder.add(evidence);
    making?.sample.add(evidence);
  }
  parentPort?.postMessage({ taken: accounts.length });
}

function finish({ options, builder, sample }: Making): void {
  making = undefined;
  const frame = builder.finish();
  const verification = measureFrame(options, frame.horizonDays, sample.list());
  parentPort?.postMessage({ frame: { ...frame, verification } });
}
