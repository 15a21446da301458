import { ranking, weightedArea } from './metrics.ts';

export type Interval = { low: number; high: number };

/** The bounds are null when a resample had only one outcome. */
export type AreaIntervals = {
  /** 95 % interval of each method's area, in the order given. */
  areas: (Interval | null)[];
  /** 95 % interval of the first method's area minus each method's, on the same resamples. */
  leads: (Interval | null)[];
};

/** Percentile bootstrap over the cases; all methods are judged on the same resamples. Seeded: it repeats. */
export function bootstrapAreas(
  methods: readonly ArrayLike<number>[],
  outcomes: ArrayLike<number>,
): AreaIntervals {
  const cases = outcomes.length;
  const rankings = methods.map((scores) => ranking(scores, outcomes));
  const resamples = Math.round(Math.max(200, Math.min(1000, drawBudget / Math.max(1, cases))));
  const random = seededRandom(20_000 + cases);
  const areas: number[][] = methods.map(() => []);
  const leads: number[][] = methods.map(() => []);
  const weights = new Uint16Array(cases);

  for (let round = 0; round < resamples; round++) {
    weights.fill(0);
    for (let draw = 0; draw < cases; draw++) {
      const drawn = Math.floor(random() * cases);
      weights[drawn] = (weights[drawn] ?? 0) + 1;
    }
    const found = rankings.map((method) => weightedArea(method, weights));
    const [own] = found;
    for (const [i, area] of found.entries()) {
      if (typeof area !== 'number' || typeof own !== 'number') continue;
      areas[i]?.push(area);
      leads[i]?.push(own - area);
    }
  }
  return { areas: areas.map(middle95), leads: leads.map(middle95) };
}

/** Uniform numbers in [0, 1), the same for the same seed (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

function middle95(values: readonly number[]): Interval | null {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  return { low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}

function quantile(sorted: Float64Array, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? 0;
  const above = sorted[Math.ceil(position)] ?? 0;
  return below + (position - Math.floor(position)) * (above - below);
}

const drawBudget = 20_000_000;
