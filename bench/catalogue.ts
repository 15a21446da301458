import type { Load } from './end-to-end.ts';
import type { Figure } from './figures.ts';

type Bench = {
  /** How the names of its figures begin. */
  prefixes: readonly string[];
  measure: () => Promise<Figure[]>;
  /** Takes more than ten minutes: run by name only. */
  isLong?: true;
};

const backfill = (size: string, companies: number, rounds: number): Bench => ({
  prefixes: [`backfill.${size}.`],
  measure: async () => (await import('./backfill.ts')).backfillFigures(size, companies, rounds),
});

const endToEnd = (load: Load): Bench => ({
  prefixes: [`endToEnd.${load}.`],
  measure: async () => (await import('./end-to-end.ts')).endToEndFigures(load),
});

/** Every benchmark, in the order they are run in. Each runs in a process of its own. */
export const benches: Readonly<Record<string, Bench>> = {
  intake: {
    prefixes: ['intake.'],
    measure: async () => (await import('./intake.ts')).intakeFigures(),
  },
  'endToEnd.idle': endToEnd('idle'),
  'endToEnd.1': endToEnd(1),
  'endToEnd.10': endToEnd(10),
  'endToEnd.100': endToEnd(100),
  'endToEnd.180': endToEnd(180),
  calls: {
    prefixes: ['calls.'],
    measure: async () => (await import('./calls.ts')).callsFigures(),
  },
  'backfill.1k': backfill('1k', 1_000, 5),
  'backfill.10k': backfill('10k', 10_000, 3),
  'backfill.100k': { ...backfill('100k', 100_000, 1), isLong: true },
  steps: {
    prefixes: ['drain.', 'sync.', 'writeback.'],
    measure: async () => (await import('./steps.ts')).stepFigures(),
  },
  percentile: {
    prefixes: ['percentile.1M.'],
    measure: async () => (await import('./percentile.ts')).percentileFigures('1M', 1_000_000),
  },
  assess: {
    prefixes: ['assess.'],
    measure: async () => (await import('./assess.ts')).assessFigures(),
  },
  memory: {
    prefixes: ['memory.1M.'],
    measure: async () => (await import('./memory.ts')).memoryFigures('1M', 1_000_000),
  },
  'memory.day': {
    prefixes: ['memory.day.'],
    measure: async () => (await import('./memory-day.ts')).memoryDayFigures(),
  },
  card: {
    prefixes: ['card.', 'compact.', 'profile.'],
    measure: async () => (await import('./card.ts')).cardFigures(),
  },
  portfolio: {
    prefixes: ['portfolio.'],
    measure: async () => (await import('./portfolio.ts')).portfolioFigures('1M', 1_000_000),
  },
  bundle: {
    prefixes: ['bundle.'],
    measure: async () => (await import('./card.ts')).bundleFigures(),
  },
  scale: {
    prefixes: ['scale.'],
    measure: async () => (await import('./scale.ts')).scaleFigures(),
  },
};

/** The benchmarks that measure what was asked for by name or beginning of a name; all but the long ones where nothing was. */
export function benchesFor(wanted: readonly string[]): string[] {
  const isWanted = ({ prefixes }: Bench) =>
    wanted.some((name) =>
      prefixes.some((prefix) => name.startsWith(prefix) || prefix.startsWith(name)),
    );
  return Object.entries(benches)
    .filter(([, bench]) => (wanted.length === 0 ? !bench.isLong : isWanted(bench)))
    .map(([name]) => name);
}
