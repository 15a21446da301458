import type { AccountId } from './ids.ts';

/** The kinds of HubSpot records we keep. */
export const objectTypes = ['company', 'deal', 'ticket'] as const;
export type ObjectType = (typeof objectTypes)[number];

/**
 * The kinds of records whose changes we follow; of contacts only the part they have in decisions, of
 * tasks only our own, and 'deal_products' are the line items of the deal that is named.
 */
export const changedTypes = [...objectTypes, 'contact', 'task', 'deal_products'] as const;
export type ChangedType = (typeof changedTypes)[number];

/** Times are ms since 1970. */
type RecordTimes = { createdAt: number; updatedAt: number };

export type CompanyRecord = RecordTimes & {
  id: AccountId;
  name: string | null;
  domain: string | null;
  industry: string | null;
  ownerId: string | null;
  lifecycleStage: string | null;
  country: string | null;
  annualRevenue: number | null;
  employees: number | null;
  parentId: AccountId | null;
  lastContactAt: number | null;
  lastCallAt: number | null;
  /** When a meeting was booked for: it may lie ahead. */
  lastMeetingAt: number | null;
  /** When a contact last engaged: a tracked e-mail, a form, a document, a meetings link. */
  lastActivityAt: number | null;
  /** Values of the properties an admin mapped, by name; not there when the portal lacks the property. */
  mapped: Readonly<Record<string, string | null>>;
  /** Companies that became this one, as HubSpot says; not there where none did. Not kept. */
  mergedIds?: readonly AccountId[];
};

export type DealRecord = RecordTimes & {
  id: string;
  /** The primary company. */
  accountId: AccountId | null;
  amount: number | null;
  currency: string | null;
  /** HubSpot's own conversion; null while it has no exchange rate. */
  amountInPortalCurrency: number | null;
  status: 'won' | 'open' | 'lost';
  /** HubSpot's id of the stage. */
  stage: string | null;
  closedAt: number | null;
  stageProbability: number | null;
  isNewBusiness: boolean | null;
};

export type TicketRecord = RecordTimes & {
  id: string;
  accountId: AccountId | null;
  categories: readonly string[];
  closedAt: number | null;
  firstReplyMs: number | null;
  resolutionMs: number | null;
  /** Whether the mapped property says why it came to the ticket; null where none was asked for. */
  hasRootCause: boolean | null;
};

export type RecordOf = { company: CompanyRecord; deal: DealRecord; ticket: TicketRecord };
