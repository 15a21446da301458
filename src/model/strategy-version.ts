import type { Strategy, StrategyCode, StrategyDraft } from './strategy.ts';

/** A strategy as an admin published it; times are ms since 1970. */
export type StrategyVersion = {
  strategy: Strategy;
  author: string;
  publishedAt: number;
  note: string;
  /** The version it was made from; of one rolled back to, the one whose content it has. */
  parent: number;
};

/** A strategy an admin works on: one a strategy and portal. */
export type SavedStrategyDraft = {
  code: StrategyCode;
  draft: StrategyDraft;
  note: string;
  basedOn: number;
  author: string;
  savedAt: number;
};
