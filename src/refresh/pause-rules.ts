/** How much a pass had to do: `news` come in bursts, `backlog` is work that lies ready. */
export type PassReport = { news: number; backlog: number };

/** Changes come in bursts: a moment's wait lets one read answer many of them. */
export const firstPauseMs = 200;
const longestPauseMs = 600;
const pauseMsPerChange = 1.5;

/** The more changes came, the longer the next pass waits to answer more of them; a backlog never waits. */
export function pauseAfter({ news, backlog }: PassReport): number {
  if (news === 0 && backlog > 0) return 0;
  return Math.min(longestPauseMs, firstPauseMs + news * pauseMsPerChange);
}
