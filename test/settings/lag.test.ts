import { describe, expect, it } from 'vitest';
import type { ReadySettings } from '../../extensions/app/settings/contract.ts';
import { lagCounts, lagOf } from '../../src/model/lag.ts';
import { dealType, portal, runningPortal } from '../support/running-portal.ts';

describe('how long changes take', () => {
  it.each([
    [0.5, 1_000],
    [0.95, 60_000],
    [1, 60_000],
  ])('%s of them were written within the upper end of a span', (share, within) => {
    const counts = lagCounts([900, 950, 800, 990, 31_000, 50_000]);

    expect(lagOf(counts, share)).toBe(within);
  });

  it('says nothing without any', () => {
    expect(lagOf(lagCounts([]), 0.5)).toBeNull();
  });
});

it('shows when the last event came, how long changes took and what calls were made for', async () => {
  await using app = await runningPortal({ portals: [{ portalId: portal, companies: 6 }] });
  await app.install();
  await app.quiet();
  const [id = 0] = app.companyIds();
  const won = { pipeline: 'default', dealstage: 'closedwon', amount: 900 };
  app.user.create(dealType, { dealname: 'Order', ...won }, id);
  await app.quiet();

  const { body } = await app.signed('GET', '/settings?locale=en');

  const { events, jobs, lag, budget } = (body as ReadySettings).health;
  expect(events.rows.map(([what]) => what)).toEqual([
    'Last event received',
    'Events received, 7 days',
  ]);
  expect(Number(events.rows[1]?.[1])).toBeGreaterThan(0);
  expect(jobs.rows.map(([job]) => job)).toEqual([
    'What people ask for',
    'Reading changes',
    'Writing scores',
    'First reads and evidence',
  ]);
  expect(lag.rows.map(([what]) => what)).toEqual([
    'Half of the accounts within',
    '95% of the accounts within',
    'Accounts written after a change',
  ]);
  expect(lag.rows[1]?.[1]).toMatch(/second/);
  const [today, most] = budget.rows.map(([, value]) => Number(value?.replace(',', '')));
  expect(today).toBeGreaterThan(5);
  expect(most).toBeGreaterThanOrEqual(today ?? 0);
});
