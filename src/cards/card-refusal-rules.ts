import { Refusal } from '../errors.ts';

export function unknownCompany(): Refusal {
  return new Refusal(404, (words) => words.say('refusal.unknown_company'));
}

/** What no form of ours sends. */
export function malformed(): Refusal {
  return new Refusal(400, (words) => words.say('refusal.malformed'));
}

export function dayOutside(longestDays: number): Refusal {
  return new Refusal(400, (words) =>
    words.say('refusal.day_outside', { days: words.count('duration.days', longestDays) }),
  );
}
