import type { Day } from './day.ts';

/** The tasks that some days to come would bring. */
export type TasksForeseen = {
  perOwner: readonly (readonly [ownerId: string, tasks: number])[];
  /** Of these, by day; days without tasks are left out. */
  perDay: readonly { day: Day; ownerId: string; tasks: number }[];
  /** Tasks that are still waiting for room on the last day. */
  queued: number;
};
