import { demoPortal } from '../demo/demo-app.ts';
import { untilQuiet } from '../demo/running-service.ts';
import { makeStorm } from '../demo/storm.ts';
import { demoPortalOf } from './demo-portal.ts';
import { type Figure, median } from './figures.ts';

const companies = 2_000;
const bursts = 24;
const changesInBurst = 500;
const seed = 7;
/** Code is compiled and buffers grow to their size first. */
const warmUps = 4;
const compared = 5;
const bytesInMb = 2 ** 20;

/** A busy day's changes as fast as they are taken: the memory of the service's process after the first, and after the last. */
export async function memoryDayFigures(): Promise<Figure[]> {
  await using portal = await demoPortalOf(companies);
  await portal.install();
  await untilQuiet(portal.service, portal.standIn);
  const rssMb: number[] = [];
  for (let burst = 0; burst < bursts; burst += 1) {
    const options = { changes: changesInBurst, seed: seed + burst, overMs: 0 };
    await makeStorm(portal.standIn.url, demoPortal, options);
    await untilQuiet(portal.service, portal.standIn);
    rssMb.push(process.memoryUsage.rss() / bytesInMb);
  }
  await portal.verify();
  const atStart = median(rssMb.slice(warmUps, warmUps + compared));
  const atEnd = median(rssMb.slice(-compared));
  const load = { companies, changes: bursts * changesInBurst };
  return [
    { name: 'memory.day.startRssMb', value: atStart, unit: 'MB', load },
    { name: 'memory.day.endRssMb', value: atEnd, unit: 'MB', load },
    { name: 'memory.day.endToStart', value: atEnd / atStart, unit: 'ratio', load },
  ];
}
