import { expect, it } from 'vitest';
import { accountId } from '../../src/model/ids.ts';
import { type EvidenceAtHand, takeUnchanged } from '../../src/refresh/evidence-at-hand.ts';
import { anAccount } from '../support/evidence.ts';

const today = 20_000;
const acme = accountId('1');
const evidence = anAccount(acme);

function atHand(seq: number): EvidenceAtHand {
  return { day: today, accounts: new Map([[acme, { evidence, seq }]]) };
}

it.each([
  { marked: 'by the new frame alone', before: 0, seq: 1, taken: [evidence] },
  { marked: 'before the frame was made, and by it', before: 2, seq: 3, taken: [evidence] },
  { marked: 'again since the frame was made', before: 0, seq: 2, taken: [] },
  { marked: 'while the frame was made', before: 2, seq: 4, taken: [] },
  { marked: 'anew, after it was scored', before: 2, seq: 1, taken: [] },
])('takes the evidence of an account that was marked $marked: $taken.length', (account) => {
  const due = [{ id: acme, seq: account.seq }];

  expect(takeUnchanged(atHand(account.before), today, due)).toEqual(account.taken);
});

it('takes the evidence of an account once, and of its day only', () => {
  const due = [{ id: acme, seq: 1 }];
  const kept = atHand(0);

  expect(takeUnchanged(kept, today + 1, due)).toEqual([]);
  expect(takeUnchanged(kept, today, due)).toEqual([evidence]);
  expect(takeUnchanged(kept, today, due)).toEqual([]);
  expect(takeUnchanged(undefined, today, due)).toEqual([]);
});
