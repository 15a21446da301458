import type { Dimension, EvidenceGrade, Factor, FactorCode, Facts } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence, ManualFact, SurveyAnswer } from '../model/evidence.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';

/**
 * Signals beside the deal history. Each is seen or missing; it only counts when the portal's own past supports
 * it or the policy switches it on, because none has been shown to predict in general what it may in one portal.
 */
export type AddOn = {
  code: FactorCode;
  dimension: Dimension;
  grade: EvidenceGrade;
  /** Connected to a field or object of the portal, whether this account has a value or not. */
  isMapped: boolean;
  /** null: nothing known, or too old. */
  seen: Seen | null;
  /** Why nothing is known, where there is more to say than that. */
  note?: Facts;
};

type Seen = {
  value: number;
  unit: Factor['unit'];
  /** What it would add to the log odds of no deal. */
  logit: number;
  asOf: Day;
  facts: Facts;
};

export function addOnsOf(evidence: Evidence, asOf: Day, policy: Policy): AddOn[] {
  const { signals, tickets } = evidence;
  return [
    {
      code: 'renewal',
      dimension: 'risk_warning',
      grade: 'B',
      isMapped: signals.renewalOn !== undefined,
      seen: renewal(signals.renewalOn, asOf, policy),
    },
    {
      code: 'contact_silence',
      dimension: 'risk_warning',
      grade: 'C',
      isMapped: signals.lastContactOn !== undefined,
      seen: contactSilence(signals.lastContactOn, asOf, policy),
    },
    {
      code: 'complaints',
      dimension: 'risk_warning',
      grade: 'C',
      isMapped: tickets.length > 0,
      ...complaints(evidence, asOf, policy),
    },
    {
      code: 'satisfaction_survey',
      dimension: 'satisfaction',
      grade: 'D',
      isMapped: signals.surveys !== undefined,
      seen: survey(signals.surveys, asOf, policy),
    },
    {
      code: 'service_response',
      dimension: 'satisfaction',
      grade: 'D',
      isMapped: tickets.length > 0,
      seen: serviceResponse(evidence, asOf),
    },
    {
      code: 'competitor',
      dimension: 'risk_warning',
      grade: 'D',
      isMapped: signals.competitorActive !== undefined,
      seen: claim(signals.competitorActive, asOf),
    },
    {
      code: 'payment',
      dimension: 'risk_warning',
      grade: 'D',
      isMapped: signals.paymentIsPoor !== undefined,
      seen: claim(signals.paymentIsPoor, asOf),
    },
  ];
}

type Context = { frame: Frame; policy: Policy };

/** What a signal's default log odds are multiplied by: 1 when switched on, else as the portal's past says. */
export function weightOf(code: FactorCode, { frame, policy }: Context): number {
  if (policy.scoredSignals.includes(code)) return 1;
  return frame.signalFits?.find((fit) => fit.code === code)?.weight ?? 0;
}

/** Log odds the signals that count add, one for each add-on, kept within the policy's limit together. */
export function countedLogits(addOns: readonly AddOn[], context: Context): number[] {
  const logits = addOns.map(({ code, seen }) =>
    seen === null ? 0 : weightOf(code, context) * seen.logit,
  );
  const total = logits.reduce((sum, logit) => sum + logit, 0);
  const { limit } = context.policy.addOns;
  if (Math.abs(total) <= limit) return logits;
  return logits.map((logit) => (logit * limit) / Math.abs(total));
}

/** Whether there can be anything to count at all. */
export function countsSignals({ frame, policy }: Context): boolean {
  if (policy.scoredSignals.length > 0) return true;
  return frame.signalFits?.some(({ weight }) => weight > 0) ?? false;
}

/** The newest value of a fact that was entered by hand, while it holds. */
export function heldValue<Value>(
  fact: ManualFact<Value> | null | undefined,
  asOf: Day,
): ManualFact<Value> | null {
  if (fact === null || fact === undefined || fact.enteredOn > asOf) return null;
  return fact.expiresOn !== null && fact.expiresOn < asOf ? null : fact;
}

/** The newest answer that is not older than `freshDays`. */
export function freshAnswer(
  surveys: readonly SurveyAnswer[] | undefined,
  asOf: Day,
  freshDays: number,
): SurveyAnswer | null {
  let newest: SurveyAnswer | null = null;
  for (const answer of surveys ?? []) {
    const age = asOf - answer.answeredOn;
    if (age < 0 || age > freshDays) continue;
    if (newest === null || isLater(answer, newest)) newest = answer;
  }
  return newest;
}

/** Complaints opened in the `withinDays` days up to a day. */
export function complaintsWithin({ tickets }: Evidence, asOf: Day, withinDays: number): number {
  let count = 0;
  for (const { isComplaint, openedOn } of tickets) {
    const age = asOf - openedOn;
    if (isComplaint && age >= 0 && age < withinDays) count += 1;
  }
  return count;
}

function renewal(renewalOn: Day | null | undefined, asOf: Day, policy: Policy): Seen | null {
  if (renewalOn === null || renewalOn === undefined) return null;
  const { withinDays, logit } = policy.addOns.renewal;
  const daysLeft = renewalOn - asOf;
  const isDue = Math.abs(daysLeft) <= withinDays;
  return {
    value: daysLeft,
    unit: 'days',
    logit: isDue ? logit : 0,
    asOf,
    facts: { daysLeft, renewalOn },
  };
}

function contactSilence(lastOn: Day | null | undefined, asOf: Day, policy: Policy): Seen | null {
  if (lastOn === null || lastOn === undefined || lastOn > asOf) return null;
  const days = asOf - lastOn;
  const step = policy.addOns.contactSilence.find(({ upToDays }) => days <= upToDays);
  return {
    value: days,
    unit: 'days',
    logit: step?.logit ?? 0,
    asOf: lastOn,
    facts: { days, lastContactOn: lastOn },
  };
}

/** No complaint is good news only from an account that is heard of: most unhappy customers just leave. */
function complaints(
  evidence: Evidence,
  asOf: Day,
  policy: Policy,
): Pick<AddOn, 'seen'> & { note?: Facts } {
  if (!evidence.tickets.some(({ openedOn }) => openedOn <= asOf)) return { seen: null };
  const { withinDays, first, further, cap, silentDays } = policy.addOns.complaints;
  const count = complaintsWithin(evidence, asOf, withinDays);
  if (count === 0 && !isHeardOf(evidence, asOf, policy)) {
    return { seen: null, note: { silentDays } };
  }
  const logit = count === 0 ? 0 : Math.min(cap, first + (count - 1) * further);
  const facts = { complaints: count, withinDays };
  return { seen: { value: count, unit: null, logit, asOf, facts } };
}

/** A ticket, a two-way contact or a good answer within the last months. */
function isHeardOf(evidence: Evidence, asOf: Day, policy: Policy): boolean {
  const { silentDays } = policy.addOns.complaints;
  const isRecent = (day: Day) => day <= asOf && asOf - day < silentDays;
  const { lastContactOn, surveys } = evidence.signals;
  if (lastContactOn !== null && lastContactOn !== undefined && isRecent(lastContactOn)) return true;
  if (evidence.tickets.some(({ openedOn }) => isRecent(openedOn))) return true;
  const answer = freshAnswer(surveys, asOf, silentDays);
  return answer !== null && answer.value >= (answer.kind === 'nps' ? 9 : 4);
}

function survey(
  surveys: readonly SurveyAnswer[] | undefined,
  asOf: Day,
  policy: Policy,
): Seen | null {
  const { freshDays, detractor, promoter } = policy.addOns.survey;
  const answer = freshAnswer(surveys, asOf, freshDays);
  if (answer === null) return null;
  const logits = { detractor, passive: 0, promoter };
  const group = groupOf(answer);
  return {
    value: answer.value,
    unit: 'rating',
    logit: logits[group],
    asOf: answer.answeredOn,
    facts: { kind: answer.kind, rating: answer.value, group },
  };
}

/** NPS 0–6, 7–8, 9–10; satisfaction of 1–5 by the ends of its scale. */
function groupOf({ kind, value }: SurveyAnswer): 'detractor' | 'passive' | 'promoter' {
  const [low, high] = kind === 'nps' ? [6, 9] : [2, 5];
  if (value <= low) return 'detractor';
  return value >= high ? 'promoter' : 'passive';
}

/** Mean hours to the first reply over 90 days. Measured to say nothing so far: 0 logits. */
function serviceResponse({ tickets }: Evidence, asOf: Day): Seen | null {
  let replies = 0;
  let totalMs = 0;
  for (const { openedOn, firstReplyMs } of tickets) {
    const age = asOf - openedOn;
    if (firstReplyMs === null || age < 0 || age >= 90) continue;
    replies += 1;
    totalMs += firstReplyMs;
  }
  if (replies === 0) return null;
  const hours = totalMs / replies / 3_600_000;
  return { value: hours, unit: 'hours', logit: 0, asOf, facts: { hours, replies } };
}

function claim(fact: ManualFact<boolean> | null | undefined, asOf: Day): Seen | null {
  const held = heldValue(fact, asOf);
  if (held === null) return null;
  const value = held.value ? 1 : 0;
  return { value, unit: null, logit: 0, asOf: held.enteredOn, facts: { holds: value } };
}

/** Of two answers of one day the lower counts, so that their order does not matter. */
function isLater(answer: SurveyAnswer, than: SurveyAnswer): boolean {
  if (answer.answeredOn !== than.answeredOn) return answer.answeredOn > than.answeredOn;
  if (answer.kind !== than.kind) return answer.kind === 'csat';
  return answer.value < than.value;
}
