import { describe, expect, it } from 'vitest';
import { firstId, parseAmount, parseDay, parseYesNo, writeDay } from '../../src/commands/fields.ts';
import { on } from '../support/evidence.ts';

describe('fields of a file', () => {
  it.each([
    { text: '2024-02-29' },
    { text: '2024-02-29 23:59' },
    { text: '2024-02-29T23:59:59.000Z' },
    { text: String(Date.UTC(2024, 1, 29, 23)) },
    { text: '2/29/2024', order: 'mdy' as const },
    { text: '29.02.2024 10:00', order: 'dmy' as const },
  ])('reads $text as a day', ({ text, order }) => {
    expect(parseDay(text, order)).toEqual({ value: on('2024-02-29') });
  });

  it.each([
    '2023-02-29',
    '2024-13-01',
    '24-01-01',
    '2024-1-1',
    '1/2/2024',
    '',
    'today',
    '2024-01-01x',
  ])('does not guess a day from "%s"', (text) => {
    expect(parseDay(text)).toHaveProperty('problem');
  });

  it('writes days as it reads them', () => {
    expect(writeDay(on('1999-12-31'))).toBe('1999-12-31');
    expect(writeDay(-1)).toBe('1969-12-31');
  });

  it.each([
    { text: '', value: null },
    { text: '0', value: 0 },
    { text: '-12.50', value: -12.5 },
    { text: '1,234,567.8', value: 1_234_567.8 },
    { text: '$1,500', value: 1500 },
    { text: '-€ 3', value: -3 },
    { text: '1e3', value: 1000 },
    { text: '.5', value: 0.5 },
  ])('reads "$text" as $value', ({ text, value }) => {
    expect(parseAmount(text)).toEqual({ value });
  });

  it.each(['1.234,56', '12,34', 'ten', '1 000', 'NaN', 'Infinity', '--5'])(
    'does not guess an amount from "%s"',
    (text) => {
      expect(parseAmount(text)).toHaveProperty('problem');
    },
  );

  it('reads yes and no, and the first of several ids', () => {
    expect(parseYesNo('TRUE')).toEqual({ value: true });
    expect(parseYesNo('no')).toEqual({ value: false });
    expect(parseYesNo('')).toEqual({ value: null });
    expect(parseYesNo('maybe')).toHaveProperty('problem');
    expect(firstId('12;34')).toBe('12');
  });
});
