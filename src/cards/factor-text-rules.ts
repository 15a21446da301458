import type { Assessment, Factor } from '../model/assessment.ts';
import type { Words } from '../words/words.ts';
import { shareText, usualGapDays } from './purchase-fact-rules.ts';

export function factorLabel(code: Factor['code'], assessment: Assessment, words: Words): string {
  return words.say(`factor.${code}`, {
    window: words.duration(assessment.risk?.horizonDays ?? 365),
  });
}

export function labelled(factor: Factor, assessment: Assessment, words: Words): string {
  const label = factorLabel(factor.code, assessment, words);
  const value = valueText(factor, assessment, words);
  return value === null ? label : words.say('unit.labelled', { label, value });
}

export function valueText(factor: Factor, assessment: Assessment, words: Words): string | null {
  const { code, value, unit, facts } = factor;
  if (value === null) return null;
  switch (code) {
    case 'broken_rhythm':
      return rhythmText(assessment, words);
    case 'time_since_last_deal':
      return value === 0 ? words.say('unit.today') : amountText(value, unit, words);
    case 'renewal':
      return typeof facts['renewalOn'] === 'number' ? words.date(facts['renewalOn']) : null;
    case 'complaints':
      return words.count('unit.complaints', value);
    case 'competitor':
    case 'payment':
      return words.say(value > 0 ? 'value.yes' : 'value.no');
    default:
      return amountText(value, unit, words);
  }
}

/** The factor's own figure is a logarithm; people read the two durations behind it. */
function rhythmText({ purchases }: Assessment, words: Words): string | null {
  const usual = purchases && usualGapDays(purchases);
  if (!purchases || !usual) return null;
  const values = { usual: words.duration(usual), silent: words.duration(purchases.silentDays) };
  return words.say(purchases.silentDays > usual ? 'rhythm.overdue' : 'rhythm.kept', values);
}

export function amountText(amount: number, unit: Factor['unit'], words: Words): string {
  switch (unit) {
    case 'days':
      return words.duration(amount);
    case 'deals':
      return words.count('unit.orders', amount);
    case 'percentile':
      return words.say('unit.percentile', { share: shareText(amount, words) });
    case 'ratio':
      return words.say('unit.times', { n: words.number(amount, 1) });
    case 'hours':
      return words.count('unit.hours', amount);
    default:
      return words.number(amount, 1);
  }
}
