import { describe, expect, it } from 'vitest';
import type { Tier } from '../../src/model/assessment.ts';
import { assess, standingAfter } from '../../src/scoring/assess.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { absoluteTier, percentileTier } from '../../src/scoring/value-tier.ts';
import { aDeal, aFrameOf, anAccountWith, aTicket, dealsOn, on } from '../support/evidence.ts';

describe('value tier by percentile', () => {
  it.each<[number, Tier | null, Tier]>([
    [0.8, null, 'high'],
    [0.79, null, 'mid'],
    [0.5, null, 'mid'],
    [0.49, null, 'low'],
    [0.84, 'mid', 'mid'],
    [0.85, 'mid', 'high'],
    [0.75, 'high', 'high'],
    [0.74, 'high', 'mid'],
    [0.54, 'low', 'low'],
    [0.55, 'low', 'mid'],
    [0.3, 'mid', 'mid'],
    [0.29, 'mid', 'low'],
    [0.29, 'high', 'low'],
    [0.3, 'high', 'mid'],
    [0.85, 'low', 'high'],
  ])('puts %d of an account that stood %s into %s', (percentile, before, tier) => {
    expect(percentileTier(percentile, before, policy)).toBe(tier);
  });

  it('puts 4 of 20 accounts into high, 6 into mid and keeps the next 4 where they stood', () => {
    const percentiles = Array.from({ length: 20 }, (_, i) => (19.5 - i) / 20);
    const tiersFrom = (before: Tier | null) =>
      percentiles.map((percentile) => percentileTier(percentile, before, policy)[0]).join('');

    expect(tiersFrom(null)).toBe('hhhhmmmmmmllllllllll');
    expect(tiersFrom('mid')).toBe('hhhmmmmmmmmmmmllllll');
  });

  it.each(
    [0.8, 0.5, 0.85, 0.75, 0.55, 0.3].flatMap((cut) =>
      ([null, 'high', 'mid', 'low'] as const).map((before) => ({ cut, before })),
    ),
  )('changes at most once when it shakes by 3 points around $cut, from $before', (start) => {
    const changedOn: number[] = [];
    let tier = percentileTier(start.cut, start.before, policy);
    for (let day = 0; day < 90; day++) {
      const next = percentileTier(start.cut + 0.03 * Math.sin(day * day), tier, policy);
      if (next !== tier) changedOn.push(day);
      tier = next;
    }

    expect(changedOn.length).toBeLessThanOrEqual(1);
  });

  it('keeps equal revenues in one tier', () => {
    const day = on('2024-12-31');
    const accounts = Array.from({ length: 30 }, (_, i) =>
      anAccountWith(aDeal({ closedOn: day - 10, amount: i < 8 ? 500 : 100 - i })),
    );
    const frame = aFrameOf(accounts, day);

    const tiers = accounts
      .slice(0, 8)
      .map((account) => assess(account, { frame, policy, standing: null }).value?.tier);

    expect(new Set(tiers).size).toBe(1);
  });
});

describe('value tier by amount', () => {
  it.each<[number, Tier]>([
    [100_000, 'high'],
    [99_999.99, 'mid'],
    [50_000, 'mid'],
    [49_999.99, 'low'],
  ])('puts %d a year into %s', (revenue, tier) => {
    expect(absoluteTier(revenue, policy)).toBe(tier);
  });

  it('is used with fewer than 20 current customers, and on request', () => {
    const day = on('2024-12-31');
    const accounts = Array.from({ length: 20 }, (_, i) =>
      anAccountWith(aDeal({ closedOn: day - 1, amount: 1000 + i })),
    );
    const modeIn = (count: number, valueMode: 'percentile' | 'absolute') => {
      const choice = { ...policy, valueMode };
      const frame = aFrameOf(accounts.slice(0, count), day, { policy: choice });
      const [account = anAccountWith()] = accounts;
      return assess(account, { frame, policy: choice, standing: null }).value?.mode;
    };

    expect(modeIn(19, 'percentile')).toBe('absolute');
    expect(modeIn(20, 'percentile')).toBe('percentile');
    expect(modeIn(20, 'absolute')).toBe('absolute');
  });
});

describe('the three customers of the source documents', () => {
  const day = on('2023-10-25');
  const monthly = (first: string, last: string, total: number) => {
    const count = Math.round((on(last) - on(first)) / 30.4) + 1;
    const step = (on(last) - on(first)) / (count - 1);
    const days = Array.from({ length: count }, (_, i) => Math.round(on(first) + i * step));
    return dealsOn(days, total / count);
  };
  const complaint = (date: string) => aTicket({ isComplaint: true, openedOn: on(date) });
  const c001 = anAccountWith(...monthly('2021-10-15', '2023-10-15', 500_000));
  const c002 = anAccountWith(
    ...monthly('2023-04-20', '2023-09-30', 8000),
    complaint('2023-08-01'),
    complaint('2023-09-10'),
  );
  const c003 = anAccountWith(...monthly('2020-10-10', '2023-10-10', 1_200_000));
  const frame = aFrameOf([c001, c002, c003], day);

  it.each([
    { id: 'C001', account: c001, tier: 'high', failedGates: [] },
    { id: 'C002', account: c002, tier: 'low', failedGates: ['tenure', 'complaint'] },
    { id: 'C003', account: c003, tier: 'high', failedGates: [] },
  ])('$id is $tier, gates that fail: $failedGates', ({ account, tier, failedGates }) => {
    const { value } = assess(account, { frame, policy, standing: null });

    expect(value).toMatchObject({ tier, mode: 'absolute', failedGates });
  });

  it('shows a failed gate without moving the tier', () => {
    const troubled = { ...c001, tickets: [complaint('2023-09-01')] };

    const { value } = assess(troubled, { frame, policy, standing: null });

    expect(value).toMatchObject({ tier: 'high', failedGates: ['complaint'] });
  });
});

describe('rank and standing', () => {
  it('ranks by revenue of twelve months, the largest first', () => {
    const day = on('2024-12-31');
    const accounts = Array.from({ length: 25 }, (_, i) =>
      anAccountWith(aDeal({ closedOn: day - 300 + i, amount: 1000 * (i + 1) })),
    );
    const frame = aFrameOf(accounts, day);

    const ranks = accounts.map(
      (account) => assess(account, { frame, policy, standing: null }).value?.rank,
    );

    expect(ranks).toEqual(Array.from({ length: 25 }, (_, i) => 25 - i));
  });

  it('measures hysteresis against what stood at the renewal', () => {
    const day = on('2024-12-31');
    const accounts = Array.from({ length: 50 }, (_, i) =>
      anAccountWith(aDeal({ closedOn: day - 10, amount: i + 1 })),
    );
    const frame = aFrameOf(accounts, day);
    const account = accounts[40] ?? anAccountWith();
    const first = assess(account, { frame, policy, standing: null });
    const stood = standingAfter(first);

    expect(first.value).toMatchObject({ percentile: 0.81, tier: 'high' });
    expect(assess(account, { frame, policy, standing: stood }).value?.tier).toBe('high');
    const mid = { ...stood, valueTier: 'mid' as const };
    expect(assess(account, { frame, policy, standing: mid }).value?.tier).toBe('mid');
  });
});
