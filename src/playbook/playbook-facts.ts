import type { TaskProblem } from '../execution/task-problem-store.ts';
import type { Day } from '../model/day.ts';
import type { StrategiesInForce } from '../model/execution-settings.ts';
import type { CompanyProperty } from '../model/mapping.ts';
import type { Owner } from '../model/portal.ts';
import type { StrategyCode } from '../model/strategy.ts';
import type { Locale, Words } from '../words/words.ts';

/** Everything the tab of strategies is said from. */
export type PlaybookFacts = {
  words: Words;
  today: Day;
  inForce: StrategiesInForce;
  /** Strategies that somebody is working on. */
  drafts: readonly StrategyCode[];
  owners: readonly Owner[];
  /** Company properties that hold an owner; none while HubSpot does not answer. */
  ownerProperties: readonly CompanyProperty[];
  /** The nearest date first. */
  taskProblems: readonly TaskProblem[];
  fileUrl: (locale: Locale) => string;
};
