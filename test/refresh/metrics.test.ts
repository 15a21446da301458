import { expect, it } from 'vitest';
import { createJournalStore } from '../../src/intake/journal-store.ts';
import { createBacklogStore } from '../../src/refresh/backlog-store.ts';
import { metricsOf } from '../../src/refresh/metrics-rules.ts';
import { aDatabase } from '../support/database.ts';
import { acme, later, noon } from '../support/records.ts';

it('tells how far the journal is read where it is, and says nothing of it where it is not', async () => {
  await using opened = await aDatabase();
  const journal = createJournalStore(opened.db, '1');
  async function journalMetrics() {
    const metrics = metricsOf({
      backlog: await createBacklogStore(opened.db).read(noon),
      calls: {},
      now: later(7_000),
      uptimeSeconds: 1,
      residentBytes: 1,
      eventLoopDelay: [],
    });
    return metrics
      .filter(({ name }) => name.startsWith('mainstay_journal_'))
      .map(({ name, values }) => [name, values[0]?.value]);
  }

  const unused = await journalMetrics();
  await journal.begin();
  const begun = await journalMetrics();
  const posts = [{ portalId: acme, id: 'p1', body: '[]' }];
  await journal.keep({ before: null, offset: 'a', posts, events: 3 }, noon);

  expect([unused, begun]).toEqual([[], []]);
  expect(await journalMetrics()).toEqual([
    ['mainstay_journal_read_seconds', 7],
    ['mainstay_journal_events', 3],
  ]);
});
