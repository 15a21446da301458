import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { PortalId } from '../../src/model/ids.ts';
import type { PassReport } from '../../src/refresh/pause-rules.ts';
import { demoEnvironment, portFor } from '../demo-app.ts';

export type ServiceData = {
  environment: Record<string, string>;
  /** How far the simulated clock is ahead of the machine's, ms. */
  clockOffset: SharedArrayBuffer;
};

export type ServiceRequest = { kind: 'refresh'; portalId: PortalId } | { kind: 'stop' };

export type SimulatedService = Awaited<ReturnType<typeof startService>>;

type Surroundings = { sandboxUrl: string; databaseUrl: string; clockOffset: SharedArrayBuffer };

/** A night's records die young: with room for them less time goes into collecting them. */
const youngMb = 192;

/** Starts the service in a thread of its own. It is asked for one thing at a time. */
export async function startService({ sandboxUrl, databaseUrl, clockOffset }: Surroundings) {
  const url = `http://localhost:${await portFor(0)}`;
  const environment = {
    ...demoEnvironment(url, sandboxUrl, databaseUrl),
    // Its own limit counts the machine's time; the stand-in's counts the simulated.
    HUBSPOT_CALLS_PER_TEN_SECONDS: '1000000',
    HUBSPOT_SEARCHES_PER_SECOND: '100000',
    // No event is lost here, so comparing everything finds nothing: now and then shows as much.
    COMPARE_EVERY_DAYS: '28',
  };
  const workerData: ServiceData = { environment, clockOffset };
  const worker = new Worker(new URL('./service-thread.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: youngMb },
  });
  await once(worker, 'message');

  async function ask(request: ServiceRequest): Promise<unknown> {
    worker.postMessage(request);
    const [answer] = await once(worker, 'message');
    return answer;
  }

  return {
    url,
    /** One pass over a portal. */
    refresh: async (portalId: PortalId) => (await ask({ kind: 'refresh', portalId })) as PassReport,
    stop: () => ask({ kind: 'stop' }),
  };
}
