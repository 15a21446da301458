import type { Day } from './day.ts';

/** What people tell of an account that no record says; `tier` puts their word in place of the computed tier. */
export const manualKinds = [
  'tier',
  'sentiment',
  'strategic_fit',
  'competitor',
  'outlook',
  'expansion',
  'payment',
  'verdict',
] as const;
export type ManualKind = (typeof manualKinds)[number];

/** What may be said of each, most favourable first. */
export const manualValues = {
  tier: ['high', 'mid', 'low'],
  sentiment: ['satisfied', 'neutral', 'dissatisfied'],
  strategic_fit: ['3', '2', '1', '0'],
  competitor: ['no', 'yes'],
  outlook: ['good', 'stable', 'declining'],
  expansion: ['expanding', 'none', 'shrinking'],
  payment: ['good', 'poor'],
  verdict: ['right', 'wrong'],
} as const satisfies Record<ManualKind, readonly string[]>;

export type ManualInput = {
  /** Made where it is entered, so that a request that arrives twice counts once. */
  id: string;
  kind: ManualKind;
  /** One of `manualValues`; null takes back what was said before. */
  value: string | null;
  note: string | null;
  /** The HubSpot user. */
  authorId: number;
  /** ms since 1970. */
  enteredAt: number;
  enteredOn: Day;
  /** The last day on which it holds; null: until it is replaced. */
  expiresOn: Day | null;
};
