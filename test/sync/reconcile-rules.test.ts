import { expect, it } from 'vitest';
import { dueReconciliation } from '../../src/sync/reconcile-rules.ts';

const minute = 60_000;
const day = 1_440 * minute;
const between = { sweepFrom: null, isComparing: false };

it.each([
  ['nothing', { sweptAgo: 4 * minute, comparedAgo: day - 1 }, null],
  ['a sweep after five minutes', { sweptAgo: 5 * minute, comparedAgo: day - 1 }, 'sweep'],
  ['a comparison after its interval', { sweptAgo: minute, comparedAgo: day }, 'comparison'],
  ['a sweep before a comparison', { sweptAgo: day, comparedAgo: day }, 'sweep'],
  [
    'a sweep between the pages of a comparison',
    { sweptAgo: day, comparedAgo: day, isComparing: true },
    'sweep',
  ],
  [
    'the next page of a comparison',
    { sweptAgo: 0, comparedAgo: minute, isComparing: true },
    'comparison',
  ],
  ['the rest of a sweep', { sweptAgo: 0, comparedAgo: day, sweepFrom: 1 }, 'sweep'],
] as const)('finds due %s', (_, state, expected) => {
  const nowMs = 100 * day;
  const { sweptAgo, comparedAgo, ...place } = { ...between, ...state };
  const times = { sweptAt: nowMs - sweptAgo, comparedAt: nowMs - comparedAgo };

  expect(dueReconciliation({ ...place, ...times }, { nowMs, compareEveryMs: day })).toBe(expected);
});

it('compares everything as seldom as was set', () => {
  const nowMs = 100 * day;
  const state = { ...between, sweptAt: nowMs, comparedAt: nowMs - 6 * day };

  expect(dueReconciliation(state, { nowMs, compareEveryMs: 7 * day })).toBeNull();
  expect(dueReconciliation(state, { nowMs, compareEveryMs: 6 * day })).toBe('comparison');
});
