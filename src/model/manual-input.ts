import type { Day } from './day.ts';
import { decisionRoles } from './evidence-record.ts';

/** What people tell of an account that no record says; `tier` puts their word in place of the computed tier. */
export const manualKinds = [
  'tier',
  'sentiment',
  'perceived_value',
  'strategic_fit',
  'competitor',
  'outlook',
  'expansion',
  'payment',
  'service_level',
  'decision_role',
  'need',
  'verdict',
] as const;
export type ManualKind = (typeof manualKinds)[number];

/** What is said of something within the account: of a contact, of one of its needs. */
export const subjectKinds = ['decision_role', 'need'] as const satisfies readonly ManualKind[];
export type SubjectKind = (typeof subjectKinds)[number];
/** What is said of the account as a whole, the answer to "is this right?" apart. */
export type AccountKind = Exclude<ManualKind, SubjectKind | 'verdict'>;

export function isAboutAccount(kind: ManualKind): kind is AccountKind {
  return kind !== 'verdict' && kind !== 'decision_role' && kind !== 'need';
}

/** What lays itself over a rule of the portal says why, and ends. */
export function needsReason(kind: ManualKind): boolean {
  return kind === 'tier' || kind === 'service_level';
}

/** For how many days a word holds unless somebody says otherwise: opinions age sooner than facts. */
export const usualDays: Readonly<Record<Exclude<ManualKind, 'verdict'>, number>> = {
  tier: 90,
  sentiment: 90,
  perceived_value: 90,
  strategic_fit: 365,
  competitor: 180,
  outlook: 180,
  expansion: 180,
  payment: 180,
  service_level: 365,
  decision_role: 365,
  need: 180,
};

/** What may be said of each, most favourable first. */
export const manualValues = {
  tier: ['high', 'mid', 'low'],
  sentiment: ['satisfied', 'neutral', 'dissatisfied'],
  perceived_value: ['high', 'mid', 'low'],
  strategic_fit: ['3', '2', '1', '0'],
  competitor: ['no', 'yes'],
  outlook: ['good', 'stable', 'declining'],
  expansion: ['expanding', 'none', 'shrinking'],
  payment: ['good', 'poor'],
  /** By when a first answer is due, as the contract says: hours of every day, or of working days. */
  service_level: [
    '2h_always',
    '4h_always',
    '8h_always',
    '24h_always',
    '48h_always',
    '4h_working_hours',
    '8h_working_hours',
    '16h_working_hours',
    '24h_working_hours',
    '48h_working_hours',
    '72h_working_hours',
  ],
  decision_role: decisionRoles,
  /** 'no': it is none, whatever the records suggest. */
  need: ['yes', 'no'],
  verdict: ['right', 'wrong'],
} as const satisfies Record<ManualKind, readonly string[]>;

/** Of a contact only what is shown is kept, the name masked. */
export type Person = { maskedName: string; jobTitle: string | null };

export type ManualInput = {
  /** Made where it is entered, so that a request that arrives twice counts once. */
  id: string;
  kind: ManualKind;
  /** A contact's id, or a need; null where it is said of the account as a whole. */
  subject: string | null;
  /** The contact that has a role. */
  person: Person | null;
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
