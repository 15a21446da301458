import type { Assessment } from '../model/assessment.ts';
import type { Words } from '../words/words.ts';
import { signalText } from './signal-text-rules.ts';

/** Why an account is where it is, as fragments: what endangers it first, then where its value and potential stand. */
export function topReasons({ risk, value, potential }: Assessment, words: Words): string[] {
  const level = (key: 'high' | 'mid' | 'low') => ({
    level: words.say(`level.${key}`).toLowerCase(),
  });
  return [
    ...(risk?.signals ?? []).map((signal) => signalText(signal, words)),
    ...(value ? [words.say('strategy.fact_value', level(value.tier))] : []),
    ...(potential ? [words.say('strategy.fact_potential', level(potential.tier))] : []),
  ];
}
