import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import PQueue from 'p-queue';
import type { Evidence } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { FrameOptions } from '../scoring/frame.ts';

/** What the service says to the thread that makes a frame. */
export type FrameMessage =
  | { kind: 'begin'; options: FrameOptions }
  | { kind: 'accounts'; accounts: readonly Evidence[] }
  | { kind: 'finish' };

type FrameAnswer = { taken: number } | { frame: Frame };

/** At midnight many portals ask at once; one thread a core is as fast as any number. */
const threadsAtOnce = Math.max(1, availableParallelism() - 1);
const turns = new PQueue({ concurrency: threadsAtOnce });
/** Threads that made a frame and wait for the next. */
const idle: Worker[] = [];

/** Makes a frame in a thread of its own; pages are asked for as they are taken. */
export async function makeFrame(
  options: FrameOptions,
  pages: AsyncIterable<readonly Evidence[]>,
): Promise<Frame> {
  return await turns.add(async () => {
    const worker = idle.pop() ?? new Worker(new URL('./frame-thread.ts', import.meta.url));
    worker.ref();
    try {
      const frame = await frameMadeBy(worker, options, pages);
      // An idle thread keeps no process from ending.
      worker.unref();
      idle.push(worker);
      return frame;
    } catch (error) {
      await worker.terminate();
      throw error;
    }
  });
}

async function frameMadeBy(
  worker: Worker,
  options: FrameOptions,
  pages: AsyncIterable<readonly Evidence[]>,
): Promise<Frame> {
  const say = (message: FrameMessage) => worker.postMessage(message);
  say({ kind: 'begin', options });
  for await (const accounts of pages) {
    say({ kind: 'accounts', accounts });
    await answerOf<FrameAnswer>(worker);
  }
  say({ kind: 'finish' });
  const answer = await answerOf<FrameAnswer>(worker);
  if ('frame' in answer) return answer.frame;
  throw new Error('the frame thread did not answer with a frame');
}

/** What a thread says next; fails when the thread does. */
export function answerOf<Answer>(worker: Worker): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const clear = () => {
      worker.off('message', answered);
      worker.off('error', failed);
      worker.off('exit', ended);
    };
    const answered = (answer: Answer) => {
      clear();
      resolve(answer);
    };
    const failed = (error: Error) => {
      clear();
      reject(error);
    };
    const ended = () => failed(new Error('the frame thread has ended'));
    worker.once('message', answered).once('error', failed).once('exit', ended);
  });
}
