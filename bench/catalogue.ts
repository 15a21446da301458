import type { Figure } from './figures.ts';

type Bench = {
  /** How the names of its figures begin. */
  prefixes: readonly string[];
  measure: () => Promise<Figure[]>;
};

/** Every benchmark, in the order they are run in. Each runs in a process of its own. */
export const benches: Readonly<Record<string, Bench>> = {
  intake: {
    prefixes: ['intake.'],
    measure: async () => (await import('./intake.ts')).intakeFigures(),
  },
  assess: {
    prefixes: ['assess.'],
    measure: async () => (await import('./assess.ts')).assessFigures(),
  },
  card: {
    prefixes: ['card.', 'compact.', 'profile.'],
    measure: async () => (await import('./card.ts')).cardFigures(),
  },
};

export type BenchName = keyof typeof benches;

/** The benchmarks that measure what was asked for by name or beginning of a name; all where nothing was. */
export function benchesFor(wanted: readonly string[]): string[] {
  const isWanted = ({ prefixes }: Bench) =>
    wanted.some((name) =>
      prefixes.some((prefix) => name.startsWith(prefix) || prefix.startsWith(name)),
    );
  return Object.entries(benches)
    .filter(([, bench]) => wanted.length === 0 || isWanted(bench))
    .map(([name]) => name);
}
