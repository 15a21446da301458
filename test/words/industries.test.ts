import { expect, it } from 'vitest';
import { INDUSTRIES } from '../../sandbox/standard-properties.ts';
import { industryName } from '../../src/words/code-names.ts';
import { locales, wordsIn } from '../../src/words/words.ts';

it.each(locales)('names each of HubSpot’s industries: %s', (locale) => {
  const words = wordsIn(locale);

  const unnamed = INDUSTRIES.filter((code) => /_|^[A-Z]{3}/.test(industryName(code, words)));

  expect(unnamed).toEqual([]);
});

it('shows an industry of the portal’s own as it stands', () => {
  expect(industryName('Weinbau', wordsIn('zh-TW'))).toBe('Weinbau');
});
