import { expect, it } from 'vitest';
import { runTorture } from '../../torture/run-torture.ts';

const patienceMs = 150_000;
const here = { database: 'sqlite', journal: 'unused' } as const;

it('loses nothing and shows nothing wrong while everything around it breaks', {
  timeout: patienceMs,
}, async () => {
  const lines: string[] = [];
  const options = { minutes: 0.25, seed: 7, companies: 40, ...here } as const;

  const result = await runTorture(options, (line) => lines.push(line));

  expect(result.kills).toBeGreaterThan(0);
  expect(result.webhooksAcknowledged).toBeGreaterThan(10);
  const { lostWebhooks, mismatches, duplicateTasks } = result;
  const nothing = { lostWebhooks: 0, mismatches: 0, duplicateTasks: 0 };
  expect({ lostWebhooks, mismatches, duplicateTasks }, lines.join('\n')).toEqual(nothing);
});

it('would notice events that were acknowledged and thrown away', {
  timeout: patienceMs,
}, async () => {
  const options = { minutes: 0.1, seed: 7, companies: 40, ...here } as const;

  const result = await runTorture({ ...options, forgetsOneIn: 5 }, () => {});

  expect(result.lostWebhooks).toBeGreaterThan(result.eventsAcknowledged / 20);
});
