import { z } from 'zod';
import type {
  ContactRole,
  DecisionRole,
  Engagement,
  ExchangeRate,
  SurveyRecord,
} from '../model/evidence-record.ts';
import { maskedName } from '../model/masked-name.ts';
import { monthDayOf } from '../model/month-day.ts';
import { instant, number, text } from './wire-values.ts';

/** Evidence on the wire; what is not asked for here is never read, message bodies least of all. */

const Contact = z.object({
  id: z.coerce.string(),
  properties: z.object({
    hs_buying_role: text,
    firstname: text,
    lastname: text,
    jobtitle: text,
  }),
});

const Survey = z.object({
  id: z.coerce.string(),
  properties: z.object({
    hs_survey_type: text,
    hs_value: number,
    hs_response_group: text,
    hs_submission_timestamp: instant,
    hs_contact_id: text,
  }),
});

const CallRecord = z.object({
  id: z.coerce.string(),
  properties: z.object({
    hs_timestamp: instant,
    hs_call_direction: text,
    hs_call_disposition: text,
  }),
});

const EmailRecord = z.object({
  id: z.coerce.string(),
  properties: z.object({
    hs_timestamp: instant,
    hs_email_direction: text,
    hs_email_status: text,
    hs_email_thread_id: text,
  }),
});

const LineItem = z.object({
  id: z.coerce.string(),
  properties: z.object({ name: text, hs_sku: text }),
});

const AnyProperties = z.object({ properties: z.record(z.string(), text) });

const Rate = z.object({
  fromCurrencyCode: z.string(),
  toCurrencyCode: z.string(),
  conversionRate: z.coerce.number().positive(),
  effectiveAt: instant,
});

/** The properties to ask for: exactly those that are read here. */
export const evidenceProperties = {
  contact: Object.keys(Contact.shape.properties.shape),
  survey: Object.keys(Survey.shape.properties.shape),
  call: Object.keys(CallRecord.shape.properties.shape),
  email: Object.keys(EmailRecord.shape.properties.shape),
  lineItem: Object.keys(LineItem.shape.properties.shape),
} as const;

const roleOf: Readonly<Record<string, DecisionRole>> = {
  DECISION_MAKER: 'kdm',
  BUDGET_HOLDER: 'kdm',
  EXECUTIVE_SPONSOR: 'sponsor',
  CHAMPION: 'champion',
  INFLUENCER: 'influencer',
  LEGAL_AND_COMPLIANCE: 'influencer',
  END_USER: 'executor',
  BLOCKER: 'blocker',
};

export type ContactFacts = Omit<ContactRole, 'accountId'>;

export function contactOf(wire: unknown, birthdayProperty: string | null): ContactFacts {
  const { id, properties } = Contact.parse(wire);
  const birthday = ownValue(wire, birthdayProperty);
  const named = (properties.hs_buying_role ?? '').split(';').map((value) => roleOf[value]);
  return {
    contactId: id,
    roles: [...new Set(named.filter((role) => role !== undefined))],
    maskedName: maskedName(properties.firstname, properties.lastname),
    jobTitle: properties.jobtitle,
    birthday: birthday === null ? null : monthDayOf(birthday),
  };
}

export type SurveyFacts = Omit<SurveyRecord, 'accountId'>;

/** NPS and satisfaction; nothing for other kinds of surveys and for answers without a value or a time. */
export function surveyOf(wire: unknown): SurveyFacts | null {
  const { id, properties } = Survey.parse(wire);
  const { hs_survey_type, hs_value, hs_response_group, hs_contact_id } = properties;
  const answeredAt = properties.hs_submission_timestamp;
  if (answeredAt === null || hs_value === null) return null;
  const facts = { id, contactId: hs_contact_id, answeredAt };
  if (hs_survey_type === 'NPS') {
    return hs_value >= 0 && hs_value <= 10 ? { ...facts, kind: 'nps', value: hs_value } : null;
  }
  if (hs_survey_type !== 'CSAT') return null;
  const value = satisfactionOf(hs_value, hs_response_group);
  return value === null ? null : { ...facts, kind: 'csat', value };
}

const ratingOfGroup: Readonly<Record<string, number>> = { DETRACTOR: 1, PASSIVE: 3, PROMOTER: 5 };

/** 1–5; on any other scale HubSpot's own grouping of the answer says which end it is at. */
function satisfactionOf(value: number, group: string | null): number | null {
  if (value >= 1 && value <= 5) return value;
  return ratingOfGroup[group ?? ''] ?? null;
}

export type EngagementFacts = Omit<Engagement, 'accountId'>;

/** HubSpot's own outcomes of a call; those a portal adds do not say whether somebody answered. */
const answerOfOutcome: Readonly<Record<string, boolean>> = {
  /** Connected. */
  'f240bbac-87c9-4f6e-bf70-924b57d47db7': true,
  /** Left live message. */
  'a4c4c377-d246-4b32-a13b-75a56a4cd0ff': true,
  /** Left voicemail. */
  'b2cf5968-551e-4856-9783-52b3da59a7d0': false,
  /** No answer. */
  '73a0d17f-1163-4015-bdd5-ec830791da20': false,
  /** Busy. */
  '9d9162e7-6cf3-4944-bf63-4dff82258764': false,
};

export function callOf(wire: unknown): EngagementFacts | null {
  const { id, properties } = CallRecord.parse(wire);
  const happenedAt = properties.hs_timestamp;
  if (happenedAt === null) return null;
  const isInbound = properties.hs_call_direction === 'INBOUND';
  const answered = answerOfOutcome[properties.hs_call_disposition ?? ''] ?? null;
  return {
    id,
    channel: 'call',
    happenedAt,
    direction: isInbound ? 'inbound' : 'outbound',
    threadId: null,
    isAnswered: isInbound ? null : answered,
  };
}

const undelivered = new Set(['BOUNCED', 'FAILED', 'SCHEDULED', 'SENDING']);

export function emailOf(wire: unknown): EngagementFacts | null {
  const { id, properties } = EmailRecord.parse(wire);
  const { hs_timestamp, hs_email_direction, hs_email_status, hs_email_thread_id } = properties;
  const isInbound = hs_email_direction === 'INCOMING_EMAIL';
  const isOutbound = hs_email_direction === 'EMAIL' && !undelivered.has(hs_email_status ?? '');
  if (hs_timestamp === null || (!isInbound && !isOutbound)) return null;
  return {
    id,
    channel: 'email',
    happenedAt: hs_timestamp,
    direction: isInbound ? 'inbound' : 'outbound',
    threadId: hs_email_thread_id,
    isAnswered: null,
  };
}

/** The product family of a line item: the mapped property where it has a value, else its name, else its SKU. */
export function familyOf(
  wire: unknown,
  familyProperty: string | null,
): { id: string; family: string | null } {
  const { id, properties } = LineItem.parse(wire);
  const names = [ownValue(wire, familyProperty), properties.name, properties.hs_sku].map((name) =>
    name?.trim(),
  );
  return { id, family: names.find((name) => name) ?? null };
}

/** The value of a property that an admin mapped, if any. */
function ownValue(wire: unknown, property: string | null): string | null {
  return property === null ? null : (AnyProperties.parse(wire).properties[property] ?? null);
}

/** What one unit of the currency is worth in `currency`; null for pairs that lead elsewhere. */
export function rateOf(wire: unknown, currency: string): ExchangeRate | null {
  const { fromCurrencyCode, toCurrencyCode, conversionRate, effectiveAt } = Rate.parse(wire);
  if (toCurrencyCode !== currency) return null;
  return { currency: fromCurrencyCode, rate: conversionRate, effectiveAt: effectiveAt ?? 0 };
}
