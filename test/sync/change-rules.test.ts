import { describe, expect, it } from 'vitest';
import { mergedChanges, retryDelayMs } from '../../src/sync/change-rules.ts';
import { aChange } from '../support/records.ts';

describe('changes of a burst', () => {
  it('become one a record, with the earliest time and the posts of all', () => {
    const merged = mergedChanges([
      aChange({ occurredAt: 3, posts: ['a'] }),
      aChange({ objectId: '2', occurredAt: 9, posts: ['a'] }),
      aChange({ occurredAt: 1, posts: ['b'] }),
      aChange({ occurredAt: 2, posts: ['a'] }),
    ]);

    expect(merged).toEqual([
      aChange({ occurredAt: 1, posts: ['a', 'b'] }),
      aChange({ objectId: '2', occurredAt: 9, posts: ['a'] }),
    ]);
  });

  it('keep records of two kinds with the same id apart', () => {
    const merged = mergedChanges([aChange(), aChange({ objectType: 'deal' })]);

    expect(merged).toHaveLength(2);
  });

  it.each([
    ['changed', 'unchanged'],
    ['unchanged', 'changed'],
    ['changed', 'changed'],
  ] as const)('say that links changed when any of them does: %s, %s', (one, other) => {
    const merged = mergedChanges([aChange({ links: one }), aChange({ links: other })]);

    expect(merged).toMatchObject([{ links: 'changed' }]);
  });

  it('of nothing are nothing', () => {
    expect(mergedChanges([])).toEqual([]);
  });
});

describe('waits of reading', () => {
  it.each([
    [0, 2_000],
    [1, 4_000],
    [10, 2_048_000],
    [11, 3_600_000],
    [9_999, 3_600_000],
  ])('after %i tries: %i ms', (attempts, ms) => {
    expect(retryDelayMs(attempts)).toBe(ms);
  });
});
