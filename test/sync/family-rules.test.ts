import { describe, expect, it } from 'vitest';
import { type AccountId, accountId } from '../../src/model/ids.ts';
import { above, below, circular, isCountedAbove } from '../../src/sync/family-rules.ts';

const [a, b, c, d] = ['a', 'b', 'c', 'd'].map(accountId) as [
  AccountId,
  AccountId,
  AccountId,
  AccountId,
];

describe('companies above themselves', () => {
  it('are named, and those below them are not', () => {
    const [one, two, three, four] = ['1', '2', '10', '4'].map(accountId) as [
      AccountId,
      AccountId,
      AccountId,
      AccountId,
    ];
    const parents = new Map([
      [three, one],
      [one, two],
      [two, three],
      [four, one],
    ]);

    expect(circular(parents)).toEqual([one, two, three]);
    expect(circular(new Map([[four, four]]))).toEqual([four]);
    expect(circular(new Map([[four, one]]))).toEqual([]);
  });
});

describe('companies below one', () => {
  it('are all of its tree, each once', () => {
    const children = new Map([
      [a, [b, c]],
      [c, [d]],
    ]);

    expect(below(a, children).accountIds.toSorted()).toEqual([b, c, d]);
    expect(below(d, children)).toEqual({ accountIds: [], isCircular: false });
  });

  it.each([
    ['itself', new Map([[a, [a]]])],
    [
      'its child',
      new Map([
        [a, [b]],
        [b, [a]],
      ]),
    ],
    [
      'its grandchild',
      new Map([
        [a, [b, d]],
        [b, [c]],
        [c, [a]],
      ]),
    ],
  ])('are none when it is below %s', (_whom, children) => {
    expect(below(a, children)).toEqual({ accountIds: [], isCircular: true });
  });
});

describe('companies above some', () => {
  it('are their parents up to the top, each once', () => {
    const parents = new Map([
      [a, c],
      [b, c],
      [c, d],
    ]);

    expect(above([a, b], parents)).toEqual([c, d]);
  });

  it('end where the chain closes', () => {
    const parents = new Map([
      [a, b],
      [b, a],
    ]);

    expect(above([a], parents).toSorted()).toEqual([a, b]);
  });
});

describe('what is counted above', () => {
  const parents = new Map([
    [a, b],
    [c, d],
    [d, c],
  ]);

  it('is a company with a parent', () => {
    expect(isCountedAbove(a, parents)).toBe(true);
    expect(isCountedAbove(b, parents)).toBe(false);
  });

  it('is neither a company above itself nor one that hangs on it', () => {
    expect(isCountedAbove(c, parents)).toBe(false);
    expect(isCountedAbove(a, new Map([...parents, [a, c]]))).toBe(false);
  });

  it('makes every company of any forest count in exactly one sum', () => {
    const names = ['a', 'b', 'c', 'd', 'e'].map(accountId);
    for (let code = 0; code < 6 ** 5; code += 1) {
      const chosen = names.map((_, place) => names[Math.floor(code / 6 ** place) % 6]);
      const up = new Map(
        names.flatMap((name, place) => {
          const parent = chosen[place];
          return parent ? [[name, parent] as const] : [];
        }),
      );
      const down = Map.groupBy(up.keys(), (name) => up.get(name) ?? name);
      const tops = names.filter((name) => !isCountedAbove(name, up));
      const counted = tops.flatMap((top) => [top, ...below(top, down).accountIds]);
      expect(counted.toSorted()).toEqual(names);
    }
  });
});
