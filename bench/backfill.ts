import { demoPortal } from '../demo/demo-app.ts';
import { readState } from '../demo/storm.ts';
import { portalId } from '../src/model/ids.ts';
import { demoPortalOf, latencyMs } from './demo-portal.ts';
import { type Figure, median } from './figures.ts';

const recordsPerPage = 100;
const linksPerCall = 1_000;
const otherCalls = 10;
const callsPerSecond = 11;
const pollMs = 50;

type Records = { companies: number; deals: number; tickets: number };

/** How long the first read of a portal takes under HubSpot's limit, beside what the limit and the latency allow. */
export async function backfillFigures(
  size: string,
  companies: number,
  rounds: number,
): Promise<Figure[]> {
  const reads: Awaited<ReturnType<typeof firstRead>>[] = [];
  for (let round = 0; round < rounds; round += 1) reads.push(await firstRead(companies));
  const seconds = median(reads.map((read) => read.seconds));
  const bound = median(reads.map((read) => read.boundSeconds));
  const rateLimitHits = reads.reduce((sum, read) => sum + read.rateLimitHits, 0);
  const load = { ...reads[0]?.records, latencyMs, boundSeconds: bound, rateLimitHits, rounds };
  return [
    { name: `backfill.${size}.seconds`, value: seconds, unit: 's', load },
    { name: `backfill.${size}.ratioToBound`, value: seconds / bound, unit: 'ratio', load },
  ];
}

/** Of the same records every time, on a database of its own. */
async function firstRead(companies: number) {
  await using portal = await demoPortalOf(companies);
  const start = performance.now();
  await portal.install();
  while (!(await isRead(portal.service.app.progress(portalId(demoPortal))))) {
    await new Promise((resolve) => setTimeout(resolve, pollMs));
  }
  const seconds = (performance.now() - start) / 1_000;
  const { records, rateLimitHits } = await readState(portal.standIn.url, demoPortal);
  return { seconds, records, rateLimitHits, boundSeconds: boundSeconds(records) };
}

async function isRead(progress: Promise<{ backfill: readonly { isFinished: boolean }[] }>) {
  const { backfill } = await progress;
  return backfill.length > 0 && backfill.every(({ isFinished }) => isFinished);
}

/** The calls at the rate HubSpot allows, or the longest row of pages one after the other. */
function boundSeconds({ companies, deals, tickets }: Records): number {
  const pages = (records: number) => Math.ceil(records / recordsPerPage);
  const links = (records: number) => Math.ceil(records / linksPerCall);
  const calls =
    pages(companies) + pages(deals) + pages(tickets) + links(deals) + links(tickets) + otherCalls;
  const longestRow = Math.max(companies, deals, tickets);
  const inRow = pages(longestRow) + (longestRow === companies ? 0 : links(longestRow));
  return Math.max(calls / callsPerSecond, (inRow * latencyMs) / 1_000);
}
