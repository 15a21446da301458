import type { Assessment, Factor, PurchaseSummary } from '../model/assessment.ts';
import type { Words } from '../words/words.ts';

/** The account's own gap between orders; null with fewer than two orders. */
export function usualGapDays(purchases: PurchaseSummary): number | null {
  if (purchases.count < 2) return null;
  return purchases.medianGapDays ?? purchases.typicalGapDays;
}

/** The one fact a rep would name first: a broken rhythm, a kept one, or what weighs most. */
export function keyFact(assessment: Assessment, words: Words): string | null {
  const { purchases, health } = assessment;
  if (!purchases || !health) return null;
  if (isOverdue(assessment, purchases)) return silenceFact(purchases, words);

  const isWell = health.band === null || health.band === 'healthy';
  if (isWell && usualGapDays(purchases) !== null) return rhythmFact(purchases, words);

  const direction = isWell ? 1 : -1;
  const [heaviest] = health.factors
    .filter((factor) => factor.points * direction > 0)
    .toSorted((one, other) => Math.abs(other.points) - Math.abs(one.points));
  return heaviest ? factorFact(heaviest, assessment, words) : lastOrderFact(purchases, words);
}

/** What a factor saw, as a fragment of a sentence; null where only label and value can say it. */
export function factorFact(factor: Factor, assessment: Assessment, words: Words): string | null {
  const { purchases, risk } = assessment;
  if (!purchases || factor.value === null) return null;
  const window = words.duration(risk?.horizonDays ?? 365);
  switch (factor.code) {
    case 'time_since_last_deal':
      return lastOrderFact(purchases, words);
    case 'deals_in_window':
      return factor.value === 0
        ? words.say('fact.no_orders_in_window', { window })
        : words.count('fact.orders_in_window', factor.value, { window });
    case 'deals_ever':
      return words.count('fact.orders_ever', factor.value);
    case 'value':
      return factor.points < 0
        ? words.say('fact.revenue_below', { share: shareText(1 - factor.value, words) })
        : words.say('fact.revenue_above', { share: shareText(factor.value, words) });
    case 'broken_rhythm':
      return rhythmFactorFact(factor, purchases, words);
    default:
      return null;
  }
}

/** A share of the other customers: the largest of them is above 99%, not above all. */
export function shareText(share: number, words: Words): string {
  return words.percent(Math.min(0.99, share));
}

function rhythmFactorFact(factor: Factor, purchases: PurchaseSummary, words: Words): string {
  if (!isLate(purchases)) return rhythmFact(purchases, words);
  return factor.points > 0 ? words.say('fact.rhythm_unbroken') : silenceFact(purchases, words);
}

/** An alarm: how long it has been silent, against what is usual. */
function silenceFact(purchases: PurchaseSummary, words: Words): string {
  return words.say('fact.rhythm', {
    silent: words.duration(purchases.silentDays),
    usual: words.duration(usualGapDays(purchases) ?? 0),
  });
}

/** No alarm: how often it orders, and when last. */
function rhythmFact(purchases: PurchaseSummary, words: Words): string {
  const usual = usualGapDays(purchases);
  if (usual === null) return words.say('fact.no_rhythm');
  const { silentDays } = purchases;
  return words.say(silentDays === 0 ? 'fact.in_rhythm_today' : 'fact.in_rhythm', {
    usual: words.duration(usual),
    silent: words.duration(silentDays),
  });
}

function isLate(purchases: PurchaseSummary): boolean {
  return purchases.silentDays > (usualGapDays(purchases) ?? Number.POSITIVE_INFINITY);
}

function lastOrderFact({ silentDays }: PurchaseSummary, words: Words): string {
  if (silentDays === 0) return words.say('fact.last_order_today');
  return words.say('fact.last_order', { silent: words.duration(silentDays) });
}

/** Silent for longer than its own rhythm explains; scoring says so in the factor's facts. */
function isOverdue({ health, risk }: Assessment, purchases: PurchaseSummary): boolean {
  const usual = usualGapDays(purchases);
  if (usual === null || purchases.silentDays <= usual) return false;
  const rhythm = health?.factors.find((factor) => factor.code === 'broken_rhythm');
  if (Number(rhythm?.facts['broken'] ?? 0) > 0) return true;
  return risk?.signals.some(({ code }) => code === 'R1_inactive') ?? false;
}
