import { describe, expect, it } from 'vitest';
import type { Signals } from '../../src/model/evidence.ts';
import { addOnsOf } from '../../src/scoring/add-ons.ts';
import { assess } from '../../src/scoring/assess.ts';
import {
  concentrationOf,
  herfindahl,
  keyAccountShareOf,
  revenueShare,
} from '../../src/scoring/concentration.ts';
import { confidenceOf } from '../../src/scoring/confidence.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import { profileOf, sizeClassOf } from '../../src/scoring/profile.ts';
import { aDeal, aFrameOf, anAccountWith, aTicket, dealsOn, on } from '../support/evidence.ts';

const today = 20_000;

describe('concentration', () => {
  it.each([
    [26, 100, 'breach'],
    [25.000001, 100, 'breach'],
    [25, 100, 'warning'],
    [0.1 + 0.2, 1.2, 'warning'],
    [21, 100, 'warning'],
    [20, 100, 'none'],
    [0, 100, 'none'],
    [0, 0, 'none'],
  ])('of %d in %d is %s', (revenue, total, verdict) => {
    expect(concentrationOf(revenueShare(revenue, total), policy)).toBe(verdict);
  });

  it('is part of an assessment, and of the frame as the Herfindahl index', () => {
    const accounts = [26, 21, 20, 20, 13].map((amount) =>
      anAccountWith(
        aDeal({ closedOn: today - 5, amount }),
        aDeal({ closedOn: today - 365, amount: 1000 }),
      ),
    );
    const frame = aFrameOf(accounts, today);

    const verdicts = accounts.map((account) => {
      const { value } = assess(account, { frame, policy, standing: null });
      return [value?.revenueShare, value?.concentration];
    });

    expect(verdicts).toEqual([
      [0.26, 'breach'],
      [0.21, 'warning'],
      [0.2, 'none'],
      [0.2, 'none'],
      [0.13, 'none'],
    ]);
    expect(frame.revenueHhi).toBeCloseTo(0.26 ** 2 + 0.21 ** 2 + 2 * 0.2 ** 2 + 0.13 ** 2, 12);
  });

  it.each([
    [[], 0],
    [[7], 1],
    [[5, 5, 5, 5], 0.25],
  ])('index of %j is %d', (revenues, index) => {
    expect(herfindahl(revenues)).toBe(index);
  });

  it.each([
    [29, 'below'],
    [30, 'within'],
    [70, 'within'],
    [71, 'above'],
  ])('key accounts with %d %% of the revenue are %s the range', (percent, verdict) => {
    const accounts = [
      { tier: 'high', revenueTtm: percent },
      { tier: 'mid', revenueTtm: 100 - percent },
    ] as const;

    expect(keyAccountShareOf(accounts, policy)).toEqual({ share: percent / 100, verdict });
  });
});

describe('confidence', () => {
  const known = (signals: Signals, isVerified = false) => ({
    isVerified,
    addOns: addOnsOf(anAccountWith({ signals }), today, policy),
    context: { frame: aFrameOf([], today), policy },
  });

  it.each([
    { purchases: 0, signals: {}, isVerified: false, score: 0, level: 'low' },
    { purchases: 2, signals: {}, isVerified: false, score: 20, level: 'low' },
    { purchases: 5, signals: {}, isVerified: false, score: 50, level: 'medium' },
    { purchases: 50, signals: {}, isVerified: false, score: 50, level: 'medium' },
    { purchases: 4, signals: {}, isVerified: true, score: 70, level: 'high' },
    {
      purchases: 1,
      signals: { lastContactOn: today },
      isVerified: true,
      score: 60,
      level: 'medium',
    },
    {
      purchases: 1,
      signals: { lastContactOn: null },
      isVerified: true,
      score: 40,
      level: 'medium',
    },
    {
      purchases: 5,
      signals: { lastContactOn: 5, renewalOn: null },
      isVerified: true,
      score: 90,
      level: 'high',
    },
  ])('of $purchases purchases, verified $isVerified, $signals is $score', (row) => {
    const { score, level } = confidenceOf(row.purchases, known(row.signals, row.isVerified));

    expect({ score, level }).toEqual({ score: row.score, level: row.level });
  });

  it('falls when a signal is switched on that nothing is known of; the score does not', () => {
    const account = anAccountWith(...dealsOn([today - 5, today - 40]), {
      signals: { lastContactOn: today },
    });
    const frame = aFrameOf([account], today);
    const scored = { ...policy, scoredSignals: ['renewal'] };

    const before = assess(account, { frame, policy, standing: null });
    const after = assess(account, { frame, policy: scored, standing: null });

    expect(before.confidence.score).toBe(40);
    expect(after.confidence.score).toBe(30);
    expect(after.confidence.missing).toContain('renewal');
    expect(after.health?.score).toBe(before.health?.score);
  });
});

describe('RFM', () => {
  it('gives the twenty accounts of a portal their quintiles, ties together', () => {
    const accounts = Array.from({ length: 20 }, (_, i) =>
      anAccountWith(
        ...Array.from({ length: 1 + Math.floor(i / 10) }, (_deal, k) =>
          aDeal({ closedOn: today - 10 * i - 300 * k, amount: 100 * (i + 1) }),
        ),
      ),
    );
    const frame = aFrameOf(accounts, today);

    const codes = accounts.map((account) => assess(account, { frame, policy, standing: null }).rfm);

    // Half bought once (mid-rank .25), half twice (.75); the later the larger and the longer ago.
    expect(codes).toEqual([
      ...['521', '521', '521', '521'],
      ...['422', '422', '422', '422'],
      ...['323', '323', '343', '343'],
      ...['244', '244', '244', '244'],
      ...['145', '145', '145', '145'],
    ]);
  });

  it('is missing without purchases', () => {
    const frame = aFrameOf([], today);

    expect(assess(anAccountWith(), { frame, policy, standing: null }).rfm).toBeNull();
  });
});

describe('profile', () => {
  const c003 = anAccountWith(
    aDeal({ closedOn: on('2020-10-20'), amount: 700_000 }),
    aDeal({ closedOn: on('2023-10-10'), amount: 500_000 }),
    aDeal({ closedOn: on('2024-10-10'), amount: 1 }),
    aTicket({ isComplaint: true, openedOn: on('2021-05-01') }),
    aTicket({ isComplaint: false, openedOn: on('2022-05-01') }),
    aTicket({ isComplaint: true, openedOn: on('2024-05-01') }),
    { profile: { name: 'Distance Group', industry: 'services', annualRevenue: 2e8 } },
    {
      signals: {
        lastContactOn: on('2023-10-22'),
        contactDays: [on('2023-09-01'), on('2024-01-01')],
        surveys: [
          { kind: 'csat', value: 3, answeredOn: on('2022-01-01') },
          { kind: 'csat', value: 5, answeredOn: on('2023-06-01') },
          { kind: 'nps', value: 9, answeredOn: on('2023-07-01') },
        ],
      },
    },
  );

  it('has the columns of the customer information table', () => {
    expect(profileOf(c003, on('2023-10-25'), policy)).toEqual({
      accountId: c003.accountId,
      name: 'Distance Group',
      industry: 'services',
      sizeClass: 'large',
      tenureMonths: 36,
      cumulativeAmount: 1_200_000,
      lastTransactionOn: on('2023-10-10'),
      lastInteractionOn: on('2023-10-22'),
      satisfaction: { rating: 5, answeredOn: on('2023-06-01') },
      complaints: 1,
      needs: [],
      products: null,
    });
  });

  it('says what it does not know', () => {
    expect(profileOf(anAccountWith(), today, policy)).toMatchObject({
      sizeClass: null,
      tenureMonths: null,
      cumulativeAmount: 0,
      lastTransactionOn: null,
      lastInteractionOn: null,
      satisfaction: null,
      complaints: 0,
    });
  });

  it.each([
    [100_000_000, 'large'],
    [99_999_999, 'medium'],
    [10_000_000, 'medium'],
    [9_999_999, 'small'],
    [0, 'small'],
  ])('%d a year is %s', (revenue, size) => {
    expect(sizeClassOf(revenue, policy)).toBe(size);
  });
});
