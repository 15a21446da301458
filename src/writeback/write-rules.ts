const firstDelayMs = 2_000;
const longestDelayMs = 3_600_000;
const firstRefusalMs = 15 * 60_000;
const longestRefusalMs = 24 * 3_600_000;

/** When a write that HubSpot could not take is tried again: 2 s, 4 s, 8 s … one hour. */
export function writeDelayMs(attempts: number): number {
  return Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempts, 11));
}

/** When a refused record is tried again: a rule of the portal has to change first, so slowly. */
export function refusalDelayMs(attempts: number): number {
  return Math.min(longestRefusalMs, firstRefusalMs * 2 ** Math.min(attempts, 7));
}
