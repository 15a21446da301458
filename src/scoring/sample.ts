import { hashOf } from './purchase-columns.ts';

/**
 * A deterministic sample of at most `size` items of a stream of unknown length: the same keys give
 * the same sample, in whatever order they come.
 */
export function sampleOf<Item>(size: number, keyOf: (item: Item) => string) {
  let limit = 2 ** 32;
  let kept: { hash: number; item: Item }[] = [];
  return {
    add(item: Item): void {
      const hash = hashOf(keyOf(item));
      if (hash >= limit) return;
      kept.push({ hash, item });
      while (kept.length > size) {
        limit /= 2;
        kept = kept.filter((each) => each.hash < limit);
      }
    },

    list: (): Item[] => kept.map(({ item }) => item),
  };
}
