import type { Facts, RiskSignal, RiskSignalCode } from '../model/assessment.ts';
import type { Words } from '../words/words.ts';

const numbersOf: Record<RiskSignalCode, readonly string[]> = {
  R1_inactive: ['silentDays', 'limitDays'],
  R2_low_response: ['rate', 'limit', 'outbound'],
  R3_gap_longer: ['silentDays', 'usualDays'],
  R4_complaints: ['complaints', 'withinDays'],
  R5_competitor: ['enteredOn'],
  R6_order_plunge: ['orders', 'usualOrders', 'periodDays'],
  R7_contract: ['renewalOn'],
  R8_no_kdm: [],
  R9_detractor: ['rating', 'answeredOn'],
  R10_payment: ['enteredOn'],
};

/**
 * A risk signal as a checkable fragment: what was seen, against what would be usual. An assessment
 * stored by an older version may lack a number; then the signal is only named.
 */
export function signalText({ code, facts }: RiskSignal, words: Words): string {
  if (numbersOf[code].some((name) => typeof facts[name] !== 'number')) {
    return words.say(`property.mainstay_risk_reasons.option.${code}`);
  }
  switch (code) {
    case 'R1_inactive':
      return words.say('signal.R1_inactive', {
        silent: words.duration(numberIn(facts, 'silentDays')),
        limit: words.duration(numberIn(facts, 'limitDays')),
      });
    case 'R2_low_response':
      return words.say('signal.R2_low_response', {
        rate: words.percent(numberIn(facts, 'rate')),
        limit: words.percent(numberIn(facts, 'limit')),
        outbound: words.number(numberIn(facts, 'outbound')),
      });
    case 'R3_gap_longer':
      return words.say('signal.R3_gap_longer', {
        silent: words.duration(numberIn(facts, 'silentDays')),
        usual: words.duration(numberIn(facts, 'usualDays')),
      });
    case 'R4_complaints':
      return words.count('signal.R4_complaints', numberIn(facts, 'complaints'), {
        window: words.duration(numberIn(facts, 'withinDays')),
      });
    case 'R6_order_plunge':
      return words.count('signal.R6_order_plunge', numberIn(facts, 'orders'), {
        window: words.duration(numberIn(facts, 'periodDays')),
        usual: words.number(numberIn(facts, 'usualOrders'), 1),
      });
    case 'R7_contract':
      return words.say('signal.R7_contract', { date: words.date(numberIn(facts, 'renewalOn')) });
    case 'R9_detractor':
      return words.say('signal.R9_detractor', {
        rating: words.number(numberIn(facts, 'rating')),
        kind: words.say(facts['kind'] === 'nps' ? 'survey.nps' : 'survey.csat'),
        date: words.date(numberIn(facts, 'answeredOn')),
      });
    case 'R5_competitor':
    case 'R10_payment':
      return words.say(`signal.${code}`, { date: words.date(numberIn(facts, 'enteredOn')) });
    case 'R8_no_kdm':
      return words.say('signal.R8_no_kdm');
  }
}

function numberIn(facts: Facts, name: string): number {
  return Number(facts[name]);
}
