import type { Day } from './day.ts';
import type { DecisionRole } from './evidence-record.ts';
import type { AccountId } from './ids.ts';

/** A deal as scoring sees it. `amount` is in the portal's currency; null when missing or not convertible. */
export type Deal = {
  id: string;
  status: 'won' | 'open' | 'lost';
  amount: number | null;
  /** The day of the portal's rate that `amount` was converted at; not there where HubSpot converted it. */
  rateOn?: Day;
  /** Why `amount` is null although the record has one. */
  amountProblem?: 'no_exchange_rate';
  closedOn: Day | null;
  createdOn: Day;
  /** 0–1, of the deal's pipeline stage. */
  stageProbability: number | null;
  /** Product families it sold; not there while line items are unknown. */
  families?: readonly string[];
};

export type Ticket = {
  id: string;
  openedOn: Day;
  closedOn: Day | null;
  /** To the millisecond; not there where only the days are known. */
  times?: { openedAt: number; closedAt: number | null };
  /** By the portal's mapped ticket category. */
  isComplaint: boolean;
  firstReplyMs: number | null;
  resolutionMs: number | null;
  /** HubSpot's values, as they are. */
  categories?: readonly string[];
};

export type SurveyAnswer = { kind: 'nps' | 'csat'; value: number; answeredOn: Day };

/** Facts an admin or a key-account manager entered, each with its date; null = never entered. */
export type ManualFact<Value> = { value: Value; enteredOn: Day; expiresOn: Day | null };

/** Who the account is; shown, and used by a few signals. */
export type AccountProfile = {
  name: string | null;
  industry: string | null;
  ownerId: string | null;
  lifecycleStage: string | null;
  annualRevenue: number | null;
  createdOn: Day;
  /** Who has the most say; not there while decision roles are unknown, null when nobody has one. */
  keyContact?: KeyContact | null;
  /** The account with its child companies; not there unless the portal wants both. */
  group?: GroupSums | null;
};

/** A contact with a role in decisions; the name is masked. */
export type KeyContact = {
  maskedName: string;
  jobTitle: string | null;
  roles: readonly DecisionRole[];
};

/** Sums over an account and all companies below it, each counted once; portal currency. */
export type GroupSums = {
  accounts: number;
  cumulativeAmount: number;
  /** Won in the last 365 days. */
  revenueTtm: number;
};

/** Optional inputs behind the add-on signals. `undefined` = not mapped or not granted; null = mapped, no value. */
export type Signals = {
  lastContactOn?: Day | null;
  /** Days with a two-way contact, as far back as known; behind the lengthening-gap signal. */
  contactDays?: readonly Day[];
  renewalOn?: Day | null;
  surveys?: readonly SurveyAnswer[];
  hasKeyDecisionMaker?: boolean;
  /** Answered ÷ outbound in 90 days, with the number of outbound contacts behind it. */
  responseRate?: { rate: number; outbound: number } | null;
  competitorActive?: ManualFact<boolean> | null;
  paymentIsPoor?: ManualFact<boolean> | null;
  /** Days on which the account asked for something: tickets, and needs that somebody entered. */
  newNeedEnquiries?: readonly Day[];
  industryOutlook?: ManualFact<'good' | 'stable' | 'declining'> | null;
  expansionPlan?: ManualFact<'expanding' | 'none' | 'shrinking'> | null;
  /** 0–3. */
  strategicFit?: ManualFact<number> | null;
};

/** Everything we know about an account when we assess it. Order of the lists does not matter. */
export type Evidence = {
  accountId: AccountId;
  profile: AccountProfile;
  deals: readonly Deal[];
  tickets: readonly Ticket[];
  signals: Signals;
};
