const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** Upper ends of the spans lags are counted in. */
const ends = [
  ...[0.25, 0.5, 0.75, 1, 1.5, 2, 3, 4, 5, 7.5, 10, 15, 20, 30, 45].map((each) => each * second),
  ...[1, 2, 5, 10, 20, 30].map((each) => each * minute),
  ...[1, 3, 6, 12, 24].map((each) => each * hour),
];
/** Longer than anything that is counted apart. */
export const endless = 365 * 24 * hour;

/** So many accounts were written at most so long after their change. */
export type LagCount = { upToMs: number; accounts: number };

export function lagCounts(lagsMs: readonly number[]): LagCount[] {
  const counts = new Map<number, number>();
  for (const lag of lagsMs) {
    const end = ends.find((each) => lag <= each) ?? endless;
    counts.set(end, (counts.get(end) ?? 0) + 1);
  }
  return [...counts].map(([upToMs, accounts]) => ({ upToMs, accounts }));
}

/** Within how long a share of the accounts was written, to the upper end of a span; null without any. */
export function lagOf(counts: readonly LagCount[], share: number): number | null {
  const total = counts.reduce((sum, { accounts }) => sum + accounts, 0);
  if (total === 0) return null;
  let reached = 0;
  for (const { upToMs, accounts } of counts.toSorted((one, other) => one.upToMs - other.upToMs)) {
    reached += accounts;
    if (reached >= share * total) return upToMs;
  }
  return endless;
}
