import type { RiskLevel, RiskSignal, RiskSignalCode, Tier } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { Policy } from '../model/policy.ts';
import { complaintsWithin, freshAnswer, heldValue } from './add-ons.ts';
import {
  burstinessOf,
  type Counts,
  chanceOfSoFew,
  chanceOfSoMany,
  robustDrop,
} from './count-tests.ts';
import { countUntil, type Purchases } from './purchases.ts';
import type { Quantities } from './quantities.ts';
import { medianGap, medianOf } from './rhythm.ts';

export type SignalInputs = {
  evidence: Evidence;
  purchases: Purchases;
  quantities: Quantities;
  asOf: Day;
  portalGapDays: number;
  valueTier: Tier;
  policy: Policy;
};

type OrderInputs = Pick<SignalInputs, 'purchases' | 'quantities' | 'asOf' | 'policy'>;

/** The named risk signals that are on, each with the numbers its sentence needs, in the order of their codes. */
export function riskSignalsOf(inputs: SignalInputs): RiskSignal[] {
  const signals: RiskSignal[] = [];
  for (const look of [
    inactive,
    lowResponse,
    gapLonger,
    complaintsUp,
    competitor,
    orderPlunge,
    contractEnding,
    noDecisionMaker,
    detractor,
    poorPayment,
  ]) {
    const signal = look(inputs);
    if (signal !== null) signals.push(signal);
  }
  return signals;
}

/** High: inactive and unresponsive, or orders plunged, or many signals at once. */
export function levelOfSignals(signals: readonly RiskSignal[], policy: Policy): RiskLevel {
  const codes = new Set(signals.map(({ code }) => code));
  const isSilent = codes.has('R1_inactive') && codes.has('R2_low_response');
  if (isSilent || codes.has('R6_order_plunge') || codes.size >= policy.signals.highFrom) {
    return 'high';
  }
  return signals.some(({ code }) => code !== 'R8_no_kdm' && code !== 'R10_payment')
    ? 'medium'
    : 'low';
}

/** Days of silence an account may have before it counts as inactive. */
function inactiveAfterDays(inputs: SignalInputs): number {
  const { purchases, quantities, asOf, portalGapDays, policy } = inputs;
  const { inactiveDays, inactiveGaps, inactivePurchases } = policy.signals;
  if (policy.inactivity === 'strict') return inactiveDays;
  const own = quantities.count >= inactivePurchases ? medianGap(purchases, asOf) : null;
  return Math.max(inactiveDays, inactiveGaps * (own ?? portalGapDays));
}

function inactive(inputs: SignalInputs): RiskSignal | null {
  const { silentDays, lastOn } = inputs.quantities;
  if (silentDays <= inputs.policy.signals.inactiveDays) return null;
  const limitDays = inactiveAfterDays(inputs);
  return silentDays > limitDays ? on('R1_inactive', { silentDays, limitDays, lastOn }) : null;
}

function lowResponse({ evidence, policy }: SignalInputs): RiskSignal | null {
  const response = evidence.signals.responseRate;
  if (response === undefined || response === null) return null;
  const { below, outbound } = policy.signals.responseRate;
  if (response.outbound < outbound || response.rate >= below) return null;
  return on('R2_low_response', { rate: response.rate, outbound: response.outbound, limit: below });
}

/** The present silence against the account's own usual time between contacts. */
function gapLonger({ evidence, asOf, policy }: SignalInputs): RiskSignal | null {
  const { multiple, contacts, leastDays } = policy.signals.contactGap;
  const days = [...new Set(evidence.signals.contactDays ?? [])]
    .filter((day) => day <= asOf)
    .sort((a, b) => a - b);
  if (days.length < contacts) return null;
  const silentDays = asOf - (days.at(-1) ?? asOf);
  const gaps = Float64Array.from(days.slice(1), (day, i) => day - (days[i] ?? day));
  const usualDays = medianOf(gaps);
  if (silentDays < Math.max(leastDays, multiple * usualDays)) return null;
  return on('R3_gap_longer', { silentDays, usualDays });
}

function complaintsUp(inputs: SignalInputs): RiskSignal | null {
  const { evidence, asOf, policy } = inputs;
  const { count, withinDays, alarm } = policy.signals.complaints;
  const complaints = complaintsWithin(evidence, asOf, withinDays);
  if (complaints < 2 && complaints < count) return null;
  const chance = complaintSurge(inputs);
  const isSurge = chance !== null && chance < alarm;
  if (complaints < count && !isSurge) return null;
  return on('R4_complaints', { complaints, withinDays, chance: isSurge ? chance : null });
}

/** Chance of so many complaints at the account's own earlier rate; null before there are enough periods. */
function complaintSurge({ evidence, asOf, policy }: SignalInputs): number | null {
  const { fewestPeriods, mostPeriods } = policy.signals.orderPlunge;
  const { withinDays } = policy.signals.complaints;
  const known = Math.floor((asOf - evidence.profile.createdOn) / withinDays) - 1;
  const periods = Math.min(mostPeriods, known);
  if (periods < fewestPeriods) return null;
  const opened = evidence.tickets.filter(({ isComplaint }) => isComplaint);
  const ages = opened.map(({ openedOn }) => asOf - openedOn).filter((age) => age >= 0);
  return chanceOfSoMany(countsOf(ages, withinDays, periods));
}

function competitor({ evidence, asOf }: SignalInputs): RiskSignal | null {
  const fact = heldValue(evidence.signals.competitorActive, asOf);
  return fact?.value === true ? on('R5_competitor', { enteredOn: fact.enteredOn }) : null;
}

function orderPlunge(inputs: SignalInputs): RiskSignal | null {
  const { policy } = inputs;
  const counts = ordersByPeriod(inputs);
  if (counts === null || !hasPlunged(counts, policy)) return null;
  const total = counts.earlier.reduce((sum, orders) => sum + orders, 0);
  return on('R6_order_plunge', {
    orders: counts.now,
    usualOrders: total / counts.earlier.length,
    periodDays: policy.signals.orderPlunge.periodDays,
    chance: chanceOfSoFew(counts),
  });
}

/** Too few orders for chance, and for the ups and downs this account has shown before. */
export function hasPlunged(counts: Counts, { signals }: Policy): boolean {
  const { alarm } = signals.orderPlunge;
  const total = counts.earlier.reduce((sum, orders) => sum + orders, 0);
  if (2 * counts.now * counts.earlier.length >= total) return false;
  return chanceOfSoFew(counts) < alarm && robustDrop(counts) > oneInHundred;
}

/** null before the account has been a customer for enough whole periods. */
export function ordersByPeriod({
  purchases,
  quantities,
  asOf,
  policy,
}: OrderInputs): Counts | null {
  const { periodDays, fewestPeriods, mostPeriods } = policy.signals.orderPlunge;
  const periods = Math.min(mostPeriods, Math.floor(quantities.ageDays / periodDays) - 1);
  if (periods < fewestPeriods) return null;
  const ages: number[] = [];
  for (let i = countUntil(purchases, asOf) - 1; i >= 0; i--) {
    const age = asOf - (purchases.days[i] ?? 0);
    if (age >= (periods + 1) * periodDays) break;
    ages.push(age);
  }
  const counts = countsOf(ages, periodDays, periods);
  const before = ages.filter((age) => age >= periodDays);
  return {
    ...counts,
    burstiness: burstinessOf(before.slice(1).map((age, i) => age - (before[i] ?? 0))),
  };
}

function countsOf(ages: readonly number[], periodDays: number, periods: number): Counts {
  const counts = new Array<number>(periods + 1).fill(0);
  for (const age of ages) {
    const period = Math.floor(age / periodDays);
    if (period <= periods) counts[period] = (counts[period] ?? 0) + 1;
  }
  const [now = 0, ...earlier] = counts;
  return { now, earlier };
}

/** An end in sight, or just passed, and no open deal that could renew it. */
function contractEnding({ evidence, asOf, policy }: SignalInputs): RiskSignal | null {
  const { renewalOn } = evidence.signals;
  if (renewalOn === null || renewalOn === undefined) return null;
  const daysLeft = renewalOn - asOf;
  if (Math.abs(daysLeft) > policy.signals.renewalDays) return null;
  if (evidence.deals.some(({ status, createdOn }) => status === 'open' && createdOn <= asOf)) {
    return null;
  }
  return on('R7_contract', { daysLeft, renewalOn });
}

function noDecisionMaker({ evidence, valueTier }: SignalInputs): RiskSignal | null {
  const isMissing = evidence.signals.hasKeyDecisionMaker === false;
  return isMissing && valueTier === 'high' ? on('R8_no_kdm', {}) : null;
}

function detractor({ evidence, asOf, policy }: SignalInputs): RiskSignal | null {
  const { freshDays, npsAtMost, csatAtMost } = policy.signals.survey;
  const answer = freshAnswer(evidence.signals.surveys, asOf, freshDays);
  if (answer === null) return null;
  const { kind, value: rating, answeredOn } = answer;
  const limit = kind === 'nps' ? npsAtMost : csatAtMost;
  return rating <= limit ? on('R9_detractor', { kind, rating, answeredOn }) : null;
}

function poorPayment({ evidence, asOf }: SignalInputs): RiskSignal | null {
  const fact = heldValue(evidence.signals.paymentIsPoor, asOf);
  return fact?.value === true ? on('R10_payment', { enteredOn: fact.enteredOn }) : null;
}

function on(code: RiskSignalCode, facts: RiskSignal['facts']): RiskSignal {
  return { code, facts };
}

/** Standard deviations that chance exceeds downwards once in a hundred. */
const oneInHundred = 2.326;
