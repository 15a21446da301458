import type { Day } from '../model/day.ts';
import type { Signals } from '../model/evidence.ts';
import type { Engagement } from '../model/evidence-record.ts';

/** How far back calls and e-mails are looked at. */
const engagementDays = 90;

type DayOf = (instantMs: number) => Day;

/** Calls and e-mails of the 90 days up to a day. */
export function recentEngagements(
  engagements: readonly Engagement[],
  asOf: Day,
  dayOf: DayOf,
): Engagement[] {
  return engagements.filter(({ happenedAt }) => {
    const age = asOf - dayOf(happenedAt);
    return age >= 0 && age < engagementDays;
  });
}

/**
 * Answered ÷ outbound contacts. A conversation by e-mail counts once, answered when the account wrote
 * in it; a call counts when its outcome says whether somebody answered. null without outbound contact.
 */
export function responseRateOf(
  engagements: readonly Engagement[],
): Exclude<Signals['responseRate'], undefined> {
  const threads = Map.groupBy(
    engagements.filter(({ channel }) => channel === 'email'),
    ({ id, threadId }) => threadId ?? id,
  );
  let outbound = 0;
  let answered = 0;
  for (const emails of threads.values()) {
    if (!emails.some(({ direction }) => direction === 'outbound')) continue;
    outbound += 1;
    if (emails.some(({ direction }) => direction === 'inbound')) answered += 1;
  }
  for (const { channel, direction, isAnswered } of engagements) {
    if (channel !== 'call' || direction !== 'outbound' || isAnswered === null) continue;
    outbound += 1;
    if (isAnswered) answered += 1;
  }
  return outbound === 0 ? null : { rate: answered / outbound, outbound };
}

/** Days on which both sides were there: mail from the account, or a call that was answered. */
export function contactDaysOf(engagements: readonly Engagement[], dayOf: DayOf): Day[] {
  const days = engagements
    .filter(({ direction, isAnswered }) => direction === 'inbound' || isAnswered === true)
    .map(({ happenedAt }) => dayOf(happenedAt));
  return [...new Set(days)].sort((one, other) => one - other);
}
