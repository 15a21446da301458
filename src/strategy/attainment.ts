import type { Assessment, Attainment, NineBoxType } from '../model/assessment.ts';
import { type Day, instantOf } from '../model/day.ts';
import type { Ticket } from '../model/evidence.ts';
import type { ManualInput } from '../model/manual-input.ts';
import {
  agreedLevelOf,
  answerDueAt,
  type Office,
  serviceLevelOf,
  serviceState,
} from './service-clock.ts';

type ServiceTicket = Pick<Ticket, 'openedOn' | 'firstReplyMs' | 'times'>;

type Terms = {
  type: NineBoxType | null;
  /** What people told of the account. */
  inputs: readonly Pick<ManualInput, 'kind' | 'value' | 'expiresOn'>[];
  office: Office;
};

const countedDays = 365;

/**
 * How many of the tickets opened in the 365 days up to a day were answered in time. One without an answer is
 * late once its time was over before the day began, so that the same records say the same all day; until
 * then it is left out. null when none is decided.
 */
export function attainmentOf(
  tickets: readonly ServiceTicket[],
  { type, inputs, office }: Terms,
  asOf: Day,
): Attainment | null {
  const startsAt = instantOf(asOf, 0, office.timeZone);
  let answeredInTime = 0;
  let decided = 0;
  for (const { openedOn, firstReplyMs, times } of tickets) {
    if (times === undefined || openedOn > asOf || openedOn <= asOf - countedDays) continue;
    const { openedAt, closedAt } = times;
    const agreed = agreedLevelOf(inputs, openedOn);
    const dueAt = answerDueAt(openedAt, agreed?.level ?? serviceLevelOf(type), office);
    const state = serviceState({ createdAt: openedAt, firstReplyMs, closedAt }, dueAt, startsAt);
    if (state === 'running') continue;
    decided += 1;
    if (state === 'met') answeredInTime += 1;
  }
  return decided === 0 ? null : { answeredInTime, decided };
}

/** The assessment with how soon the account's tickets were answered, by the type it was given. */
export function withAttainment(
  assessment: Assessment,
  tickets: readonly ServiceTicket[],
  { inputs, office }: Omit<Terms, 'type'>,
): Assessment {
  const terms = { type: assessment.nineBox, inputs, office };
  const attainment = attainmentOf(tickets, terms, assessment.asOf);
  return attainment === null ? assessment : { ...assessment, attainment };
}

/** 0–1. */
export function attainedShare({ attainment }: Pick<Assessment, 'attainment'>): number | null {
  return attainment === undefined ? null : attainment.answeredInTime / attainment.decided;
}
