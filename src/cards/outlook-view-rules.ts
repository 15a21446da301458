import type { Figure } from '../../extensions/app/cards/contract.ts';
import type { Assessment } from '../model/assessment.ts';
import { rankText } from './tier-view-rules.ts';
import type { ViewContext } from './view-context-rules.ts';

/** What the account brings, what is in danger, what comes next and what it may bring. */
export function outlookFigures(assessment: Assessment, context: ViewContext): Figure[] {
  return [
    revenue(assessment, context),
    revenueAtRisk(assessment, context),
    nextOrder(assessment, context),
    expectedRevenue(assessment, context),
  ].filter((figure) => figure !== null);
}

function revenue(assessment: Assessment, { words, portal }: ViewContext): Figure | null {
  const { purchases } = assessment;
  return (
    purchases && {
      label: words.say('tier.revenue_ttm'),
      value: words.money(purchases.revenueTtm, portal.currency),
      hint: rankText(assessment, words),
    }
  );
}

function revenueAtRisk({ risk, purchases }: Assessment, context: ViewContext): Figure | null {
  const { words, portal } = context;
  if (!risk || !purchases) return null;
  const isOfTrailingYear = risk.horizonDays === 365;
  return {
    label: words.say('risk.at_risk'),
    value: words.money(risk.revenueAtRisk, portal.currency),
    hint: isOfTrailingYear
      ? words.say('outlook.of_revenue', {
          money: words.money(purchases.revenueTtm, portal.currency),
        })
      : words.say('outlook.in_window', { window: words.duration(risk.horizonDays) }),
  };
}

function nextOrder({ purchases }: Assessment, { words, today }: ViewContext): Figure | null {
  if (!purchases || purchases.nextExpectedOn === null) return null;
  const days = purchases.nextExpectedOn - today;
  const duration = words.duration(Math.abs(days));
  return {
    label: words.say('outlook.next_order'),
    value: words.date(purchases.nextExpectedOn),
    hint: nextOrderHint(),
  };

  function nextOrderHint(): string {
    if (days === 0) return words.say('unit.today');
    return words.say(days < 0 ? 'outlook.overdue' : 'outlook.in', { duration });
  }
}

function expectedRevenue({ expected }: Assessment, { words, portal }: ViewContext): Figure | null {
  if (!expected) return null;
  const { currency } = portal;
  return {
    label: words.say('outlook.clv'),
    value: words.money(expected.clv12, currency),
    hint: words.say('value.range', {
      low: words.money(expected.clv12Low, currency),
      high: words.money(expected.clv12High, currency),
    }),
  };
}
