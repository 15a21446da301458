import { describe, expect, it } from 'vitest';
import { cardLocale, cardWords } from '../../extensions/app/cards/words.ts';
import { pageLocale, pageWords } from '../../extensions/app/pages/words.ts';
import { settingsLocale, settingsWords } from '../../extensions/app/settings/words.ts';
import en from '../../src/words/en.json' with { type: 'json' };
import { localeOf, locales, wordsIn } from '../../src/words/words.ts';
import zhCn from '../../src/words/zh-CN.json' with { type: 'json' };
import zhTw from '../../src/words/zh-TW.json' with { type: 'json' };

const catalogues: Record<string, Record<string, string>> = {
  en,
  'zh-CN': zhCn,
  'zh-TW': zhTw,
};
const ending = /(_ordinal)?_(zero|one|two|few|many|other)$/;

/** The plural endings a catalogue has for each key; '' for keys without. */
function formsOf(catalogue: Record<string, string>): Map<string, Set<string>> {
  const forms = new Map<string, Set<string>>();
  for (const key of Object.keys(catalogue)) {
    const [found = ''] = ending.exec(key) ?? [];
    const base = key.slice(0, key.length - found.length);
    forms.set(base, (forms.get(base) ?? new Set()).add(found));
  }
  return forms;
}

function placeholders(text: string): string[] {
  return [...new Set(text.match(/{{\w+}}/g) ?? [])].sort();
}

describe('the catalogue', () => {
  it.each(locales)('has every sentence in %s', (locale) => {
    const keys = [...formsOf(catalogues[locale] ?? {}).keys()].sort();

    expect(keys).toEqual([...formsOf(en).keys()].sort());
  });

  it.each(locales)('has each plural form that %s has', (locale) => {
    for (const [key, forms] of formsOf(catalogues[locale] ?? {})) {
      if (forms.has('')) continue;
      const isOrdinal = [...forms].some((form) => form.startsWith('_ordinal'));
      const rules = new Intl.PluralRules(locale, { type: isOrdinal ? 'ordinal' : 'cardinal' });
      const wanted = rules
        .resolvedOptions()
        .pluralCategories.map((category) => `${isOrdinal ? '_ordinal' : ''}_${category}`);

      expect([...forms].sort(), key).toEqual(wanted.sort());
    }
  });

  it.each(['zh-CN', 'zh-TW'])('keeps the placeholders of the English sentence in %s', (locale) => {
    const english = new Map(
      Object.entries(en).map(([key, text]) => [key.replace(ending, ''), placeholders(text)]),
    );

    for (const [key, text] of Object.entries(catalogues[locale] ?? {})) {
      expect(placeholders(text), key).toEqual(english.get(key.replace(ending, '')));
    }
  });

  it('says nothing in English where Chinese is expected', () => {
    const sameInEveryLanguage = ['RFM', 'NPS', 'CSAT', '–', 'Slack'];

    for (const locale of ['zh-CN', 'zh-TW']) {
      const english = Object.entries(catalogues[locale] ?? {}).filter(
        ([, text]) => !/[一-鿿]/.test(text.replace(/{{\w+}}/g, '')),
      );

      const unexplained = english.filter(
        ([key, text]) =>
          !sameInEveryLanguage.includes(text) &&
          !key.startsWith('grade.mark') &&
          /[a-z]{3}/i.test(text.replace(/{{\w+}}/g, '')),
      );
      expect(unexplained).toEqual([]);
    }
  });

  it('does not mix the two Chinese scripts', () => {
    const simplifiedOnly = /[户险潜应业绩单价优满]/;
    const traditionalOnly = /[戶險潛應業績單價優滿]/;

    expect(Object.values(zhTw).filter((text) => simplifiedOnly.test(text))).toEqual([]);
    expect(Object.values(zhCn).filter((text) => traditionalOnly.test(text))).toEqual([]);
  });
});

describe('words', () => {
  it.each([
    ['en', '1 order', '4 orders', '1.9 orders'],
    ['zh-CN', '1 单', '4 单', '1.9 单'],
    ['zh-TW', '1 筆', '4 筆', '1.9 筆'],
  ] as const)('counts in %s', (locale, one, four, some) => {
    const { count } = wordsIn(locale);

    expect([1, 4, 1.94].map((amount) => count('unit.orders', amount))).toEqual([one, four, some]);
  });

  it('rounds before it chooses the plural', () => {
    expect(wordsIn('en').count('unit.orders', 1.04)).toBe('1 order');
  });

  it.each([
    [1, '1st of 412 by revenue'],
    [2, '2nd of 412 by revenue'],
    [3, '3rd of 412 by revenue'],
    [11, '11th of 412 by revenue'],
    [22, '22nd of 412 by revenue'],
    [1_201, '1,201st of 412 by revenue'],
  ])('ranks %d', (rank, text) => {
    expect(wordsIn('en').ordinal('rank', rank, { of: '412' })).toBe(text);
  });

  it.each([
    [0, '0 days', '0 天'],
    [1, '1 day', '1 天'],
    [329, '329 days', '329 天'],
    [364.4, '364 days', '364 天'],
    [365, '12 months', '12 个月'],
    [729, '24 months', '24 个月'],
    [730, '2 years', '2 年'],
    [1_130, '3.1 years', '3.1 年'],
  ])('says %d days in the largest sensible unit', (days, english, chinese) => {
    expect(wordsIn('en').duration(days)).toBe(english);
    expect(wordsIn('zh-CN').duration(days)).toBe(chinese);
  });

  it.each([
    [0, '0%'],
    [0.004, '0.4%'],
    [0.784, '78%'],
    [1, '100%'],
  ])('shows the share %d', (share, text) => {
    expect(wordsIn('en').percent(share)).toBe(text);
  });

  it('shows money in the portal currency, without cents', () => {
    expect(wordsIn('en').money(1_234_567.8, 'EUR')).toBe('€1,234,568');
    expect(wordsIn('zh-CN').money(1_234_567.8, 'CNY')).toBe('¥1,234,568');
    expect(wordsIn('zh-TW').money(1_234_567.8, 'TWD')).toBe('$1,234,568');
  });

  it.each([
    [-13, '−13'],
    [0, '0'],
    [11, '+11'],
  ])('signs %d points', (value, text) => {
    expect(wordsIn('en').points(value)).toBe(text);
  });

  it('shows a calendar day as that day in every time zone', () => {
    expect(wordsIn('en').date(20_777)).toBe('Nov 20, 2026');
    expect(wordsIn('zh-TW').date(20_777)).toBe('2026年11月20日');
  });

  it('shows an instant by the clock of the portal', () => {
    const noonInUtc = 20_777 * 86_400_000 + 12 * 3_600_000;

    expect(wordsIn('zh-CN').time(noonInUtc, 'Asia/Shanghai')).toBe('20:00');
  });
});

const tags: [string | undefined, string][] = [
  ['en', 'en'],
  ['en-us', 'en'],
  ['de', 'en'],
  ['', 'en'],
  ['zh', 'zh-CN'],
  ['zh-cn', 'zh-CN'],
  ['zh_CN', 'zh-CN'],
  ['zh-Hans-SG', 'zh-CN'],
  ['zh-tw', 'zh-TW'],
  ['zh_TW', 'zh-TW'],
  ['zh-Hant', 'zh-TW'],
  ['zh-hk', 'zh-TW'],
  ['zh-MO', 'zh-TW'],
];

describe('the language of a viewer', () => {
  it.each(tags)('is found for %s', (tag, locale) => {
    expect(localeOf(tag)).toBe(locale);
  });

  it.each(tags)('is the same one in a card for %s', (tag, locale) => {
    expect(cardLocale(tag ?? '')).toBe(locale);
    expect(pageLocale(tag ?? '')).toBe(locale);
    expect(settingsLocale(tag ?? '')).toBe(locale);
  });

  it('is English when HubSpot tells none', () => {
    expect(localeOf(undefined)).toBe('en');
    expect(localeOf(null)).toBe('en');
  });
});

function ownWords(locale: string, prefix: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(catalogues[locale] ?? {})
      .filter(([key]) => key.startsWith(prefix))
      .map(([key, text]) => [key.slice(prefix.length), text]),
  );
}

describe("a card's and the page's own words", () => {
  it.each(locales)('are those of the catalogue in %s', (locale) => {
    expect(cardWords(locale)).toEqual(ownWords(locale, 'card.'));
    expect(pageWords(locale)).toEqual(ownWords(locale, 'page.'));
    expect(settingsWords(locale)).toEqual(ownWords(locale, 'settings_page.'));
  });
});
