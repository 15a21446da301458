import type { Day } from '../model/day.ts';

/** A field that could not be read; `problem` says what was expected. */
export type Parsed<Value> = { value: Value } | { problem: string };

/** How a file writes days: 2024-12-31, 12/31/2024 or 31/12/2024. */
export const dateOrders = ['ymd', 'mdy', 'dmy'] as const;
export type DateOrder = (typeof dateOrders)[number];

/** A day, with or without a time after it; HubSpot's milliseconds since 1970 are read too. */
export function parseDay(text: string, order: DateOrder = 'ymd'): Parsed<Day> {
  if (/^\d{12,13}$/.test(text)) return { value: Math.floor(Number(text) / dayMs) };
  const { pattern, positions, example } = dateShapes[order];
  const match = pattern.exec(text);
  if (match) {
    const [year = 0, month = 0, date = 0] = positions.map((position) => Number(match[position]));
    const instant = new Date(Date.UTC(year, month - 1, date));
    if (instant.getUTCMonth() === month - 1 && instant.getUTCDate() === date) {
      return { value: instant.getTime() / dayMs };
    }
  }
  return { problem: `"${text}" is not a day; expected one like ${example}` };
}

export function writeDay(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** A decimal number, with thousands commas or a leading currency sign if it must; empty is null. */
export function parseAmount(text: string): Parsed<number | null> {
  if (text === '') return { value: null };
  const plain = text.replace(/^(-?)\s*\p{Sc}\s*/u, '$1');
  const isNumber = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d*)?(e[+-]?\d+)?$/i.test(plain);
  const isFraction = /^[+-]?\.\d+$/.test(plain);
  if (isNumber || isFraction) return { value: Number(plain.replaceAll(',', '')) };
  return { problem: `"${text}" is not an amount; expected a number like 1234.50` };
}

export function parseYesNo(text: string): Parsed<boolean | null> {
  const plain = text.toLowerCase();
  if (plain === '') return { value: null };
  if (['true', 'yes', 'y', '1'].includes(plain)) return { value: true };
  if (['false', 'no', 'n', '0'].includes(plain)) return { value: false };
  return { problem: `"${text}" is neither true nor false` };
}

/** The first of several ids, as HubSpot writes associations: "123;456". */
export function firstId(text: string): string {
  const [first = ''] = text.split(';');
  return first.trim();
}

const slashes = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?:$|[T ,])/;
const dateShapes = {
  ymd: {
    pattern: /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ]\d{1,2}:\d{2})/,
    positions: [1, 2, 3],
    example: '2024-12-31',
  },
  mdy: { pattern: slashes, positions: [3, 1, 2], example: '12/31/2024' },
  dmy: { pattern: slashes, positions: [3, 2, 1], example: '31/12/2024' },
} as const;
const dayMs = 86_400_000;
