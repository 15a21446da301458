import type { z } from 'zod';
import { isWord, type Words } from '../words/words.ts';

type Issue = z.core.$ZodIssue;

/** What is wrong with a file: where parsing asked for `reportInput`, or null when it is no JSON at all. */
export type Issues = readonly Issue[] | null;

/** Each place where a file is wrong, as the file spells it, and why. */
export function problemsIn(issues: Issues, words: Words): string[] {
  if (issues === null) return [words.say('invalid.json')];
  return issues.map((issue) => {
    const place = issue.path.join('.');
    const value = issueText(issue, words);
    return place === '' ? value : words.say('unit.labelled', { label: place, value });
  });
}

function issueText(issue: Issue, words: Words): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeText(issue, words);
    case 'too_small':
      return words.say(isNumber(issue) ? 'invalid.at_least' : 'invalid.shorter', {
        n: words.number(Number(issue.minimum), digits),
      });
    case 'too_big':
      return words.say(isNumber(issue) ? 'invalid.at_most' : 'invalid.longer', {
        n: words.number(Number(issue.maximum), digits),
      });
    case 'invalid_value':
      return words.say('invalid.one_of', { list: words.list(issue.values.map(String)) });
    case 'unrecognized_keys':
      return words.say('invalid.unknown', { list: words.list(issue.keys) });
    case 'custom':
      return ownText(issue.message, words);
    default:
      return words.say('invalid.form');
  }
}

const digits = 3;

function isNumber({ origin }: { origin: string }): boolean {
  return origin === 'number' || origin === 'int';
}

function typeText(issue: z.core.$ZodIssueInvalidType, words: Words): string {
  if (issue.input === undefined) return words.say('invalid.missing');
  switch (issue.expected) {
    case 'number':
    case 'int':
      return words.say('invalid.number');
    case 'string':
      return words.say('invalid.text');
    case 'array':
    case 'tuple':
      return words.say('invalid.list');
    default:
      return words.say('invalid.form');
  }
}

/** Our own checks name the sentence that says what they want. */
function ownText(name: string, words: Words): string {
  const key = `invalid.${name}`;
  return isWord(key) ? words.say(key) : words.say('invalid.form');
}
