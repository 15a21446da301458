import { expect, it } from 'vitest';
import { executionLedger } from '../../src/ledger/ledger-view-rules.ts';
import { dayIn } from '../../src/model/day.ts';
import { portalId } from '../../src/model/ids.ts';
import { wordsIn } from '../../src/words/words.ts';
import { on } from '../support/evidence.ts';

const context = {
  words: wordsIn('en'),
  portalId: portalId(7),
  uiDomain: 'app.example.com',
  question: { filter: {}, page: 1 },
  today: on('2026-11-20'),
  dayOf: dayIn('UTC'),
  strategies: [],
  ownerNames: new Map(),
};

it.each([
  [true, 'The list as shown; the link works for 15 minutes.'],
  [false, 'At most the first 10,000 lines of the list; the link works for 15 minutes.'],
])('says whether the file holds the whole list: counted whole %s', (isTotalExact, hint) => {
  const page = { entries: [], total: 2_000, isTotalExact, csvUrl: 'https://x.example' };

  expect(executionLedger(page, context).csv?.hint).toBe(hint);
});
