import type { Day } from '../model/day.ts';
import type { HealthChange } from '../scoring/trend.ts';

/** Something that happened to an account, and explains a bend in its line. */
export type PastEvent = { day: Day; kind: 'order' | 'complaint' | 'type' | 'override' | 'policy' };

/** How an account came to where it is; computed from its records when somebody looks. */
export type AccountPast = {
  /** Ends of the last 12 full months, then today; null where there was no score. */
  history: readonly { day: Day; score: number | null }[];
  /** Against 30 days ago; null when there was no score then. */
  change: HealthChange | null;
  /** Within the days of the history, oldest first. */
  events: readonly PastEvent[];
};
