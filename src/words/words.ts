import { createInstance } from 'i18next';
import type { Day } from '../model/day.ts';
import en from './en.json' with { type: 'json' };
import { dateFormat, listFormat, numberFormat } from './formats.ts';
import zhCn from './zh-CN.json' with { type: 'json' };
import zhTw from './zh-TW.json' with { type: 'json' };

export const locales = ['en', 'zh-CN', 'zh-TW'] as const;
export type Locale = (typeof locales)[number];

type Suffix = `_${'zero' | 'one' | 'two' | 'few' | 'many' | 'other'}`;
type WithoutPlural<Key> = Key extends `${infer Base}_ordinal${Suffix}`
  ? Base
  : Key extends `${infer Base}${Suffix}`
    ? Base
    : Key;

/** Every sentence of the catalogue, by its name without plural endings. */
export type WordKey = WithoutPlural<keyof typeof en>;

export type Words = ReturnType<typeof wordsIn>;

/** Of what is named by a code of HubSpot's, whether the catalogue has a name for it. */
export function isWord(key: string): key is WordKey {
  return Object.hasOwn(en, key);
}

const catalogue = createInstance();
void catalogue.init({
  resources: {
    en: { translation: en },
    'zh-CN': { translation: zhCn },
    'zh-TW': { translation: zhTw },
  },
  fallbackLng: 'en',
  supportedLngs: [...locales],
  // The keys are flat and contain dots; the texts end in React or in HubSpot, which escape by themselves.
  keySeparator: false,
  nsSeparator: false,
  interpolation: { escapeValue: false },
  initAsync: false,
});

/** The catalogue's language for a user's or portal's locale, in any spelling; English when there is none. */
export function localeOf(tag: string | null | undefined): Locale {
  const parts = (tag ?? '').toLowerCase().split(/[-_]/);
  if (parts[0] !== 'zh') return 'en';
  const isTraditional = parts.some((part) => ['hant', 'tw', 'hk', 'mo'].includes(part));
  return isTraditional ? 'zh-TW' : 'zh-CN';
}

/** A language's name in itself; Chinese by its script, as its readers tell the two apart. */
export function languageName(locale: string): string {
  const { language, script = '' } = new Intl.Locale(locale).maximize();
  const written = language === 'zh' ? `zh-${script}` : language;
  return new Intl.DisplayNames(locale, { type: 'language' }).of(written) ?? locale;
}

/** Sentences, numbers, money and dates in one language. */
export function wordsIn(locale: Locale) {
  const translate = catalogue.getFixedT(locale);

  const number = (value: number, digits = 0): string =>
    numberFormat(locale, { maximumFractionDigits: digits }).format(value);

  /** With so many decimals, also where they are 0: for numbers that stand beside each other. */
  const decimals = (value: number, digits: number): string =>
    numberFormat(locale, {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    }).format(value);

  /** A sentence of the catalogue. */
  const say = (key: WordKey, values: Readonly<Record<string, string>> = {}): string =>
    translate(key, values);

  /** A sentence whose form follows a number, shown in it as `{{n}}` with at most one decimal. */
  const count = (key: WordKey, amount: number, values: Readonly<Record<string, string>> = {}) => {
    const shown = Math.round(amount * 10) / 10;
    return translate(key, { n: number(shown, 1), ...values, count: shown });
  };

  /** As `count`, for ranks: 1st, 2nd, 3rd. */
  const ordinal = (key: WordKey, rank: number, values: Readonly<Record<string, string>> = {}) =>
    translate(key, { n: number(rank), ...values, count: rank, ordinal: true });

  /** Days in the largest unit that still says enough: 329 days, 14 months, 2.5 years. */
  const duration = (days: number): string => {
    const whole = Math.round(days);
    if (whole < 365) return count('duration.days', whole);
    if (whole < 730) return count('duration.months', Math.round(whole / 30.44));
    return count('duration.years', Math.round((whole / 365.25) * 10) / 10);
  };

  /** `18%`; below one per cent with a digit, so that something never reads as nothing. */
  const percent = (share: number, digits = share > 0 && share < 0.01 ? 1 : 0): string =>
    numberFormat(locale, { style: 'percent', maximumFractionDigits: digits }).format(share);

  const money = (amount: number, currency: string): string =>
    numberFormat(locale, {
      style: 'currency',
      currency,
      maximumFractionDigits: 0,
    }).format(amount);

  /** Points with their sign; a real minus, and a plain zero. */
  const points = (value: number): string =>
    numberFormat(locale, { signDisplay: 'exceptZero', maximumFractionDigits: 0 })
      .format(value)
      .replace('-', '−');

  const date = (day: Day): string =>
    dateFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }).format(day * 86_400_000);

  /** `Nov`: within a year the month is enough. */
  const month = (day: Day): string =>
    dateFormat(locale, { month: 'short', timeZone: 'UTC' }).format(day * 86_400_000);

  const time = (instantMs: number, timeZone: string): string =>
    dateFormat(locale, { timeStyle: 'short', timeZone }).format(instantMs);

  /** In Chinese without a last 和, which reads badly between names in Latin letters. */
  const list = (items: readonly string[]): string =>
    locale === 'en' ? listFormat(locale, { type: 'conjunction' }).format(items) : items.join('、');

  return {
    locale,
    say,
    count,
    ordinal,
    number,
    decimals,
    duration,
    percent,
    money,
    points,
    date,
    month,
    time,
    list,
  };
}
