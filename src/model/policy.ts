import type { Coefficients } from './frame.ts';

/** The numbers a portal may tune, versioned; the defaults are in scoring/policy.ts, each with its source. */
export type Policy = {
  version: number;
  /** Days ahead the risk speaks of; 'auto' follows the length of the history (SPEC §4). */
  horizonDays: number | 'auto';
  lookbackDays: number | 'auto';
  coefficients: Coefficients;
  valueMode: 'percentile' | 'absolute';
  /** Annualised revenue, portal currency; absolute mode. */
  absoluteTiers: { high: number; mid: number };
  /** Strict 90-day inactivity of the source documents instead of the account's own rhythm. */
  inactivity: 'cycle_aware' | 'strict';
  /** Add-on signals an admin switched on; all others give 0 points (SPEC §5). */
  scoredSignals: readonly string[];
  /** Share of revenue that counts as profit in CLV, 0–1. */
  margin: number;
};
