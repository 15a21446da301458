export type Random = {
  /** Uniform in [0, 1). */
  next(): number;
  /** Whole number in [0, below). */
  below(count: number): number;
  pick<Item>(items: readonly Item[]): Item;
  chance(probability: number): boolean;
  normal(): number;
  exponential(): number;
  gamma(shape: number): number;
  beta(a: number, b: number): number;
};

/** Seeded pseudo-random numbers (32-bit state, Marsaglia–Tsang for gamma): same seed, same portal. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;

  function next(): number {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  function normal(): number {
    return Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  }

  function gamma(shape: number): number {
    if (shape < 1) return gamma(shape + 1) * (1 - next()) ** (1 / shape);
    const d = shape - 1 / 3;
    const c = 1 / Math.sqrt(9 * d);
    for (;;) {
      const x = normal();
      const v = (1 + c * x) ** 3;
      if (v > 0 && Math.log(1 - next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
    }
  }

  function pick<Item>(items: readonly Item[]): Item {
    return items[Math.floor(next() * items.length)] as Item;
  }

  return {
    next,
    pick,
    normal,
    gamma,
    below: (count) => Math.floor(next() * count),
    chance: (probability) => next() < probability,
    exponential: () => -Math.log(1 - next()),
    beta(a, b) {
      const x = gamma(a);
      return x / (x + gamma(b));
    },
  };
}
