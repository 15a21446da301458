import { describe, expect, it } from 'vitest';
import { trailIn, trailOf, trailText } from '../../src/model/trail.ts';

const posts = (count: number) => Array.from({ length: count }, (_, number) => `post${number}`);

describe('the trail of posts', () => {
  it.each([
    [undefined, null],
    [[], null],
    [['a'], 'a'],
    [['a', 'b', 'a'], 'a b'],
  ])('of %j is kept as %j', (given, text) => {
    expect(trailText(given)).toBe(text);
  });

  it('comes back as it was kept, each post once', () => {
    expect(trailIn(trailText(['a', 'b']))).toEqual(['a', 'b']);
    expect(trailIn('a b a')).toEqual(['a', 'b']);
    expect(trailIn(null)).toEqual([]);
  });

  it('does not grow with how many posts there were', () => {
    expect(trailIn(trailText(posts(1_000)))).toEqual(posts(8));
  });

  it('of several things names each post once', () => {
    expect(trailOf([{ posts: ['a', 'b'] }, {}, { posts: ['b', 'c'] }])).toEqual(['a', 'b', 'c']);
  });
});
