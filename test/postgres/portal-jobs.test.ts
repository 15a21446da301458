import { afterEach, expect, it, vi } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { PortalId } from '../../src/model/ids.ts';
import { createPortalJobs } from '../../src/refresh/portal-jobs.ts';
import { aPostgresDatabase } from '../support/postgres.ts';
import { acme } from '../support/records.ts';

const hourMs = 3_600_000;

afterEach(() => {
  vi.useRealTimers();
});

it('hands portals out at once although the clock of the machine was set back', async () => {
  await using database = await aPostgresDatabase();
  const jobs = createPortalJobs({
    databaseUrl: database.url,
    works: true,
    log: createLog('silent'),
  });
  await jobs.open();
  const taken: PortalId[] = [];
  await jobs.work(1, async (id) => {
    taken.push(id);
    // Amid a turn: what is measured from its start comes out below nothing.
    if (taken.length === 1) vi.useFakeTimers({ now: Date.now() - hourMs, toFake: ['Date'] });
  });

  await jobs.add(acme);
  await expect.poll(() => taken, { timeout: 5_000 }).toEqual([acme]);
  await jobs.add(acme, 1);
  await expect.poll(() => taken, { timeout: 8_000 }).toEqual([acme, acme]);

  await jobs.close();
});
