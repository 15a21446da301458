import type { ProductFacts } from '../model/assessment.ts';
import type { Day } from '../model/day.ts';
import type { Evidence } from '../model/evidence.ts';
import type { AccountId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';
import { monthsBetween } from './calendar.ts';
import { type NeedSign, needsOf } from './needs.ts';
import { productsOf } from './products.ts';
import { purchasesOf } from './purchases.ts';

/** The customer information table of the source documents, as far as it is computed; null = not known. */
export type ProfileFacts = {
  accountId: AccountId;
  name: string | null;
  industry: string | null;
  sizeClass: 'large' | 'medium' | 'small' | null;
  tenureMonths: number | null;
  cumulativeAmount: number;
  lastTransactionOn: Day | null;
  lastInteractionOn: Day | null;
  /** The newest answer, 1–5. */
  satisfaction: { rating: number; answeredOn: Day } | null;
  /** Ever opened, by the mapped ticket category. */
  complaints: number;
  /** By product family, latest first; null while line items are unknown. */
  products: Pick<ProductFacts, 'count' | 'families' | 'lastOn'> | null;
  needs: readonly NeedSign[];
};

export function profileOf(evidence: Evidence, asOf: Day, policy: Policy): ProfileFacts {
  const { accountId, profile, tickets } = evidence;
  const { days, amounts } = purchasesOf(evidence.deals, asOf);
  const firstOn = days[0];
  const products = productsOf(evidence, asOf, {});
  let cumulativeAmount = 0;
  for (let i = 0; i < amounts.length; i++) cumulativeAmount += amounts[i] ?? 0;
  return {
    accountId,
    name: profile.name,
    industry: profile.industry,
    sizeClass: sizeClassOf(profile.annualRevenue, policy),
    tenureMonths: firstOn === undefined ? null : monthsBetween(firstOn, asOf),
    cumulativeAmount,
    lastTransactionOn: days[days.length - 1] ?? null,
    lastInteractionOn: lastInteraction(evidence, asOf),
    satisfaction: newestRating(evidence, asOf),
    complaints: tickets.filter(({ isComplaint, openedOn }) => isComplaint && openedOn <= asOf)
      .length,
    products,
    needs: needsOf(tickets, products, asOf),
  };
}

export function sizeClassOf(
  annualRevenue: number | null,
  { sizeClasses }: Policy,
): ProfileFacts['sizeClass'] {
  if (annualRevenue === null) return null;
  if (annualRevenue >= sizeClasses.large) return 'large';
  return annualRevenue >= sizeClasses.medium ? 'medium' : 'small';
}

function lastInteraction({ signals }: Evidence, asOf: Day): Day | null {
  const { lastContactOn, contactDays = [] } = signals;
  const known = [...contactDays, ...(lastContactOn ? [lastContactOn] : [])];
  return known.reduce<Day | null>(
    (last, day) => (day > asOf || (last !== null && day < last) ? last : day),
    null,
  );
}

function newestRating({ signals }: Evidence, asOf: Day): ProfileFacts['satisfaction'] {
  let newest: ProfileFacts['satisfaction'] = null;
  for (const { kind, value, answeredOn } of signals.surveys ?? []) {
    if (kind !== 'csat' || answeredOn > asOf) continue;
    const isNewer =
      newest === null ||
      answeredOn > newest.answeredOn ||
      (answeredOn === newest.answeredOn && value < newest.rating);
    if (isNewer) newest = { rating: value, answeredOn };
  }
  return newest;
}
