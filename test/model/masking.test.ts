import { describe, expect, it } from 'vitest';
import { manualFor } from '../../src/cards/masked-manual-rules.ts';
import { maskedName } from '../../src/model/masked-name.ts';
import { maskedPhones } from '../../src/model/masked-phones.ts';

describe('a name', () => {
  it.each([
    ['Kim', 'Berger', 'K*** B***'],
    [null, '王小明', '王**'],
    ['小明', '王', '王**'],
    [null, '王经理', '*经理'],
    ['經理', '陳', '*經理'],
    [null, '欧阳总监', '*总监'],
    [null, '经理', '经**'],
    [null, null, '***'],
  ])('%s %s is shown as %s', (firstName, lastName, shown) => {
    expect(maskedName(firstName, lastName)).toBe(shown);
  });
});

describe('telephone numbers in a text', () => {
  it.each([
    ['13812345678', '138****5678'],
    ['回访 138-1234-5678，下午', '回访 138****5678，下午'],
    ['+86 138 1234 5678', '138****5678'],
    ['0912-345-678', '091****5678'],
    ['+49 (30) 1234567', '+493****4567'],
    ['Order 21000000659, 2026-11-22, 1,380,000.50', 'Order 21000000659, 2026-11-22, 1,380,000.50'],
  ])('%s becomes %s', (text, shown) => {
    expect(maskedPhones(text)).toBe(shown);
  });
});

describe('what people told of an account', () => {
  const input = {
    id: 'a',
    kind: 'sentiment',
    subject: null,
    person: null,
    value: 'satisfied',
    note: 'Call 13812345678',
    authorId: 7,
    enteredAt: 1,
    enteredOn: 1,
    expiresOn: null,
  } as const;
  const record = { inputs: [input], authors: new Map([[7, '王经理']]), mayWrite: false };

  it('shows readers neither names nor numbers', () => {
    const { inputs, authors } = manualFor('reader', record);

    expect(inputs[0]?.note).toBe('Call 138****5678');
    expect(authors.get(7)).toBe('*经理');
  });

  it('is shown to others as it was told', () => {
    expect(manualFor('kam', record)).toEqual(record);
  });
});
