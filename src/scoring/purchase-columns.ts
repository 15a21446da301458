import type { Purchases } from './purchases.ts';

/** The purchases of many accounts in a few large arrays: a million accounts take about 100 MB. */
export type PurchaseColumns = ReturnType<typeof purchaseColumns>;

export function purchaseColumns() {
  let days = new Int32Array(1024);
  let amounts = new Float64Array(1024);
  let ends = new Uint32Array(256);
  let hashes = new Uint32Array(256);
  let accounts = 0;
  let entries = 0;

  return {
    /** `key` decides whether the account falls into a sample. */
    add(key: string, purchases: Purchases): void {
      const count = purchases.days.length;
      if (entries + count > days.length) {
        const capacity = Math.max(2 * days.length, entries + count);
        days = grown(days, new Int32Array(capacity));
        amounts = grown(amounts, new Float64Array(capacity));
      }
      if (accounts === ends.length) {
        ends = grown(ends, new Uint32Array(2 * accounts));
        hashes = grown(hashes, new Uint32Array(2 * accounts));
      }
      for (let i = 0; i < count; i++) {
        days[entries + i] = purchases.days[i] ?? 0;
        amounts[entries + i] = purchases.amounts[i] ?? 0;
      }
      entries += count;
      ends[accounts] = entries;
      hashes[accounts] = hashOf(key);
      accounts += 1;
    },

    get accounts(): number {
      return accounts;
    },

    /** A view, not a copy. */
    purchases(account: number): Purchases {
      const from = account === 0 ? 0 : (ends[account - 1] ?? 0);
      const to = ends[account] ?? from;
      return {
        days: days.subarray(from, to),
        amounts: amounts.subarray(from, to),
        dealsWithoutAmount: 0,
        amountsWithoutRate: 0,
      };
    },

    /** About `size` accounts, or all; the same for any order in which they were added. */
    sample(size: number): number[] {
      const limit = accounts <= size ? 2 ** 32 : (size / accounts) * 2 ** 32;
      const sampled: number[] = [];
      for (let i = 0; i < accounts; i++) if ((hashes[i] ?? 0) < limit) sampled.push(i);
      return sampled;
    },
  };
}

function grown<Column extends Int32Array | Float64Array | Uint32Array>(
  from: Column,
  into: Column,
): Column {
  into.set(from);
  return into;
}

/** FNV-1a with a last mixing step, 32 bits: spreads consecutive ids evenly. */
export function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < key.length; i++) hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
