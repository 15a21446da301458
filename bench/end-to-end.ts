import { demoPortal } from '../demo/demo-app.ts';
import { untilQuiet } from '../demo/running-service.ts';
import { type Change, latenciesIn, makeStorm } from '../demo/storm.ts';
import { watchEventLoop } from '../src/http/event-loop-delay.ts';
import { type DemoPortal, demoPortalOf, latencyMs } from './demo-portal.ts';
import { type Figure, quantile } from './figures.ts';

const companies = 2_000;
const seed = 7;
const idleChanges = 20;
const secondsOfLoad = 60;

/** Nothing else going on, or so many changes a second. */
export type Load = 'idle' | 1 | 10 | 100 | 180;

/** From a change in HubSpot to the property that shows it, over the changes that move one. */
export async function endToEndFigures(load: Load): Promise<Figure[]> {
  await using portal = await demoPortalOf(companies);
  await portal.install();
  await untilQuiet(portal.service, portal.standIn);
  return await (load === 'idle' ? idleFigures(portal) : loadFigures(portal, load));
}

/** One change at a time, each when the one before is written. */
async function idleFigures(portal: DemoPortal): Promise<Figure[]> {
  const changes: Change[] = [];
  for (let round = 0; round < idleChanges; round++) {
    const options = { changes: 1, seed: seed + round, overMs: 0 };
    changes.push(...(await makeStorm(portal.standIn.url, demoPortal, options)));
    await untilQuiet(portal.service, portal.standIn);
  }
  const load = { companies, latencyMs, changes: changes.length };
  await portal.verify();
  return quantiles('idle', await latenciesIn(portal.standIn.url, demoPortal, changes), load);
}

async function loadFigures(portal: DemoPortal, perSecond: number): Promise<Figure[]> {
  const options = {
    changes: perSecond * secondsOfLoad,
    seed: seed + perSecond,
    overMs: secondsOfLoad * 1_000,
  };
  const eventLoop = watchEventLoop();
  const before = process.cpuUsage();
  const changes = await makeStorm(portal.standIn.url, demoPortal, options);
  await untilQuiet(portal.service, portal.standIn);
  const { user, system } = process.cpuUsage(before);
  const busiest = eventLoop.read().find(({ quantile }) => quantile === '0.99')?.seconds ?? 0;
  eventLoop.close();
  const processorMs = Math.round((user + system) / 1_000);
  const load = { companies, latencyMs, perSecond, seconds: secondsOfLoad, processorMs };
  await portal.verify();
  const latencies = await latenciesIn(portal.standIn.url, demoPortal, changes);
  return [
    ...quantiles(String(perSecond), latencies, load),
    // Of the service's process, which makes the load as well.
    {
      name: `endToEnd.${perSecond}.eventLoopP99Ms`,
      value: busiest * 1_000,
      unit: 'ms',
      load,
    },
  ];
}

function quantiles(
  name: string,
  latencies: readonly number[],
  load: Record<string, number>,
): Figure[] {
  const measured = { ...load, measured: latencies.length };
  return Object.entries({ p50Ms: 0.5, p95Ms: 0.95, p99Ms: 0.99 }).map(([suffix, share]) => ({
    name: `endToEnd.${name}.${suffix}`,
    value: quantile(latencies, share),
    unit: 'ms',
    load: measured,
  }));
}
