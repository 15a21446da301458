import type { Day } from './day.ts';
import type { Verification } from './frame.ts';
import type { AccountId } from './ids.ts';

/** What of an account's verdict can move. */
export const movables = [
  'nine_box',
  'value_tier',
  'potential_tier',
  'health_band',
  'risk_level',
  'lifecycle',
] as const;
export type Movable = (typeof movables)[number];

/**
 * One answer of one account that the draft changes. `measure` is what the answer is read from (a
 * percentile, a score, a probability): where it stays the same, the rule moved; else the score did.
 */
export type Move = {
  of: Movable;
  before: string;
  after: string;
  measure: { before: number | null; after: number | null };
  cause: 'rule' | 'score';
};

export type MovedAccount = {
  accountId: AccountId;
  name: string | null;
  healthBefore: number | null;
  healthAfter: number | null;
  revenueTtm: number;
  moves: readonly Move[];
};

export type Shift = { code: string; before: number; after: number };

/** What a draft would do if it were published today. */
export type PolicyPreview = {
  fingerprint: string;
  day: Day;
  /** Accounts in the portal, and how many of them were looked at. */
  accounts: number;
  assessed: number;
  shifts: Readonly<Record<Movable, readonly Shift[]>>;
  /** Health by tens: 0–9, 10–19 … 90–100. */
  health: { before: readonly number[]; after: readonly number[] };
  moved: number;
  /** Those with the most revenue first. */
  movedAccounts: readonly MovedAccount[];
  /** Of the accounts looked at. */
  writes: { accounts: number; values: number };
  backtest: { today: Verification | null; draft: Verification | null };
};
