import { describe, expect, it } from 'vitest';
import { withManualFacts } from '../../src/assessment/manual-fact-rules.ts';
import type { ManualInput } from '../../src/model/manual-input.ts';
import { anAccountWith, on } from '../support/evidence.ts';

const today = on('2026-11-20');

const aNeed = (difference: Partial<ManualInput>): ManualInput => ({
  id: 'need-00001',
  kind: 'need',
  subject: 'Spare parts within a day',
  person: null,
  value: 'yes',
  note: 'Review',
  authorId: 1,
  enteredAt: 0,
  enteredOn: today - 3,
  expiresOn: null,
  ...difference,
});

describe('a need that somebody entered', () => {
  const asked = anAccountWith({ signals: { newNeedEnquiries: [today - 9] } });
  const enquiries = (difference: Partial<ManualInput>, account = asked) =>
    withManualFacts(account, [aNeed(difference)], today).signals.newNeedEnquiries;

  it('is an enquiry of its day beside those of tickets', () => {
    expect(enquiries({})).toEqual([today - 9, today - 3]);
    expect(enquiries({}, anAccountWith())).toEqual([today - 3]);
  });

  it('is none where somebody says it is no need, or after its last day', () => {
    expect(enquiries({ value: 'no' })).toEqual([today - 9]);
    expect(enquiries({ expiresOn: today - 1 })).toEqual([today - 9]);
    expect(enquiries({ expiresOn: today })).toEqual([today - 9, today - 3]);
  });
});
