import type { Day } from '../model/day.ts';
import type { Deal, Evidence, ManualFact, Signals, Ticket } from '../model/evidence.ts';

/**
 * What was known of an account at the end of a past day. A deal counts when it was closed and on record by
 * then. Whatever has no date of its own and may have been edited since (open deals, mapped properties, the
 * life-cycle stage) counts as unknown: better to judge a score on less than on hindsight. With `historyDays`
 * only deals closed within so many days before count.
 */
export function evidenceAsOf(evidence: Evidence, day: Day, historyDays = Infinity): Evidence {
  return {
    accountId: evidence.accountId,
    profile: {
      ...evidence.profile,
      ownerId: null,
      lifecycleStage: null,
      annualRevenue: null,
    },
    deals: evidence.deals.filter(
      (deal) => wasKnown(deal, day) && closedWithin(deal, day - historyDays),
    ),
    tickets: evidence.tickets
      .filter((ticket) => ticket.openedOn <= day)
      .map((ticket) => ticketAsOf(ticket, day)),
    signals: signalsAsOf(evidence.signals, day),
  };
}

/** Deals that were closed by the day but only entered after it: left out, or they would leak. */
export function countBackdated(deals: readonly Deal[], day: Day): number {
  let count = 0;
  for (const deal of deals) {
    if (deal.closedOn !== null && deal.closedOn <= day && deal.createdOn > day) count += 1;
  }
  return count;
}

function wasKnown({ status, closedOn, createdOn }: Deal, day: Day): boolean {
  return status !== 'open' && closedOn !== null && closedOn <= day && createdOn <= day;
}

function closedWithin({ closedOn }: Deal, after: Day): boolean {
  return closedOn !== null && closedOn > after;
}

function ticketAsOf(ticket: Ticket, day: Day): Ticket {
  if (ticket.closedOn !== null && ticket.closedOn <= day) return ticket;
  return { ...ticket, closedOn: null, firstReplyMs: null, resolutionMs: null };
}

function signalsAsOf(signals: Signals, day: Day): Signals {
  const known: Signals = {};
  const { contactDays, surveys, newNeedEnquiries } = signals;
  // The last contact alone would leak: known then only of accounts nobody has spoken to since.
  if (contactDays) {
    known.contactDays = contactDays.filter((on) => on <= day);
    known.lastContactOn = latestOf(known.contactDays);
  }
  if (surveys) known.surveys = surveys.filter((answer) => answer.answeredOn <= day);
  if (newNeedEnquiries) known.newNeedEnquiries = newNeedEnquiries.filter((on) => on <= day);
  for (const name of ['competitorActive', 'paymentIsPoor'] as const) {
    if (signals[name] !== undefined) known[name] = factAsOf(signals[name], day);
  }
  const { industryOutlook, expansionPlan, strategicFit } = signals;
  if (industryOutlook !== undefined) known.industryOutlook = factAsOf(industryOutlook, day);
  if (expansionPlan !== undefined) known.expansionPlan = factAsOf(expansionPlan, day);
  if (strategicFit !== undefined) known.strategicFit = factAsOf(strategicFit, day);
  return known;
}

function latestOf(days: readonly Day[]): Day | null {
  let latest: Day | null = null;
  for (const day of days) latest = latest === null ? day : Math.max(latest, day);
  return latest;
}

function factAsOf<Value>(fact: ManualFact<Value> | null, day: Day): ManualFact<Value> | null {
  return fact !== null && fact.enteredOn <= day ? fact : null;
}
