import type { AccountId } from './ids.ts';

/** What is read beside companies, deals and tickets, each by a scope of its own. */
export const sourceNames = [
  'last_contact',
  'decision_role',
  'survey',
  'call',
  'email',
  'exchange_rate',
  'line_item',
] as const;
export type SourceName = (typeof sourceNames)[number];

/** 'not_granted': the portal did not give the scope, so what it would tell is unknown, not absent. */
export type SourceState = 'unread' | 'read' | 'not_granted';

/** The part of a contact in a company's decisions. */
export const decisionRoles = [
  'kdm',
  'influencer',
  'executor',
  'sponsor',
  'champion',
  'blocker',
] as const;
export type DecisionRole = (typeof decisionRoles)[number];

export type ContactRole = {
  contactId: string;
  accountId: AccountId;
  roles: readonly DecisionRole[];
  /** Initials and asterisks: whole names are never kept. */
  maskedName: string;
  jobTitle: string | null;
  /** `MM-DD`: the year is nobody's business. */
  birthday: string | null;
};

/** An answer to a survey, on its own scale: NPS 0–10, satisfaction 1–5. */
export type SurveyRecord = {
  id: string;
  accountId: AccountId;
  contactId: string | null;
  kind: 'nps' | 'csat';
  value: number;
  answeredAt: number;
};

/** That somebody called or wrote, never what. */
export type Engagement = {
  id: string;
  accountId: AccountId;
  channel: 'call' | 'email';
  happenedAt: number;
  direction: 'outbound' | 'inbound';
  /** E-mails of one conversation. */
  threadId: string | null;
  /** Of an outbound call; null where its outcome does not say. */
  isAnswered: boolean | null;
};

/** The product families that a deal sold. */
export type DealProducts = { dealId: string; families: readonly string[] };

/** What one unit of a currency is worth in the portal's, and since when. */
export type ExchangeRate = { currency: string; rate: number; effectiveAt: number };
