import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { portalId } from '../src/model/ids.ts';
import type { MemoryReport } from './memory.ts';

const dayMs = 86_400_000;
/** The first makes the new day's frame; by the last, memory has long been what it stays. */
const passes = 20;
const sampleMs = 50;

/** The service alone in a process, on the day after: one portal's renewal, and the first of its scores. */
const portal = portalId(Number(process.argv[2]));
const app = await createApp(readConfig(), () => new Date(Date.now() + dayMs));

// What the system has counted as most would tell of the process that started this one.
let peakBytes = 0;
const sample = () => {
  peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
};
const sampling = setInterval(sample, sampleMs);

const startedAt = performance.now();
let scored = (await app.refresh(portal)).backlog;
const renewalSeconds = (performance.now() - startedAt) / 1_000;
for (let pass = 1; pass < passes; pass++) scored += (await app.refresh(portal)).backlog;

sample();
clearInterval(sampling);
const report: MemoryReport = { peakRssMb: peakBytes / 2 ** 20, renewalSeconds, scored };
process.send?.(report);
await app.close();
process.disconnect?.();
