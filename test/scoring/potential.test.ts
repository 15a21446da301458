import { describe, expect, it } from 'vitest';
import type { Tier } from '../../src/model/assessment.ts';
import type { Signals } from '../../src/model/evidence.ts';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy as policy } from '../../src/scoring/policy.ts';
import {
  headroomOf,
  pointsOn,
  potentialOf,
  potentialTier,
  weightedPipeline,
} from '../../src/scoring/potential.ts';
import { purchasesOf } from '../../src/scoring/purchases.ts';
import { quantitiesOf } from '../../src/scoring/quantities.ts';
import { aDeal, aFrameOf, anAccountWith, dealsOn } from '../support/evidence.ts';

const today = 20_000;

function quantitiesWith(daysAgo: number[], amount = 1000) {
  const purchases = purchasesOf(
    dealsOn(
      daysAgo.map((ago) => today - ago),
      amount,
    ),
    today,
  );
  const quantities = quantitiesOf(purchases, today, 365);
  if (quantities === null) throw new Error('no purchases');
  return quantities;
}

function potentialWith(ratio: number | null, signals: Signals = {}, isHeldBack = false) {
  const headroom = { ratio, expectedRevenue: 0, pipeline: 0, usualRevenue: 1 };
  return potentialOf(headroom, anAccountWith({ signals }), {
    asOf: today,
    policy,
    before: null,
    isHeldBack,
  });
}

describe('headroom', () => {
  it('compares with the mean year of the last two', () => {
    const headroom = headroomOf(quantitiesWith([10, 400, 700, 900]), 1200, 300);

    expect(headroom).toMatchObject({ usualRevenue: 1500, ratio: 1 });
  });

  it.each([
    { daysAgo: [10, 400, 700], usualRevenue: 1000 },
    { daysAgo: [10, 400, 729], usualRevenue: 1000 },
    { daysAgo: [10, 20, 400, 730], usualRevenue: 1500 },
    { daysAgo: [10, 20, 400, 740], usualRevenue: 1500 },
  ])('compares with twelve months while younger than two years: $daysAgo', (row) => {
    expect(headroomOf(quantitiesWith(row.daysAgo), 1200, 0).usualRevenue).toBe(row.usualRevenue);
  });

  it('is unknown without revenue', () => {
    expect(headroomOf(quantitiesWith([800]), 500, 500).ratio).toBeNull();
  });

  it('counts open deals by the probability of their stage', () => {
    const deals = [
      aDeal({ status: 'open', amount: 1000, stageProbability: 0.2, createdOn: today }),
      aDeal({ status: 'open', amount: 500, stageProbability: 0.8, createdOn: today }),
      aDeal({ status: 'open', amount: 9000, stageProbability: null, createdOn: today }),
      aDeal({ status: 'open', amount: null, stageProbability: 0.5, createdOn: today }),
      aDeal({ status: 'open', amount: 1000, stageProbability: 1, createdOn: today + 1 }),
      aDeal({ status: 'won', amount: 7000, stageProbability: 1 }),
    ];

    expect(weightedPipeline(deals, today)).toBe(600);
  });
});

describe('potential score', () => {
  it.each([
    [-1, 0],
    [0, 0],
    [0.375, 17],
    [0.75, 34],
    [1, 50.5],
    [1.25, 67],
    [1.625, 83.5],
    [2, 100],
    [9, 100],
  ])('of a headroom of %d is %d', (ratio, score) => {
    expect(pointsOn(policy.potential.headroom, ratio)).toBeCloseTo(score, 12);
  });

  const fact = <Value>(value: Value, expiresOn: number | null = null) => ({
    value,
    enteredOn: today - 5,
    expiresOn,
  });

  it.each<[string, Signals, number]>([
    ['one enquiry', { newNeedEnquiries: [today - 89] }, 10],
    ['three enquiries', { newNeedEnquiries: [today, today - 1, today - 2] }, 20],
    ['an old enquiry', { newNeedEnquiries: [today - 90] }, 0],
    ['a good outlook', { industryOutlook: fact('good') }, 10],
    ['a stable outlook', { industryOutlook: fact('stable') }, 0],
    ['a declining industry', { industryOutlook: fact('declining') }, -10],
    ['an outlook that expired', { industryOutlook: fact('good', today - 1) }, 0],
    ['expansion', { expansionPlan: fact('expanding') }, 10],
    ['shrinking', { expansionPlan: fact('shrinking') }, -10],
    ['the best fit', { strategicFit: fact(3) }, 10],
    ['some fit', { strategicFit: fact(1) }, 3.3],
  ])('moves by %s', (_name, signals, points) => {
    const { score, reasons } = potentialWith(0.75, signals);

    expect(score).toBeCloseTo(34 + points, 9);
    expect(reasons.reduce((sum, reason) => sum + reason.points, 0)).toBeCloseTo(score, 9);
  });

  it('stays within 0 and 100, with a line that says so', () => {
    const enquiries = { newNeedEnquiries: [today, today] };
    const decline: Signals = { industryOutlook: fact('declining') };

    expect(potentialWith(2, enquiries)).toMatchObject({
      score: 100,
      reasons: [{ points: 100 }, { points: 20 }, { code: 'limit', points: -20 }],
    });
    expect(potentialWith(0.1, decline)).toMatchObject({
      score: 0,
      reasons: [{ points: 4.5 }, { points: -10 }, { code: 'limit', points: 5.5 }],
    });
  });
});

describe('potential tier', () => {
  it.each<[number, Tier | null, Tier]>([
    [67, null, 'high'],
    [66.9, null, 'mid'],
    [34, null, 'mid'],
    [33.9, null, 'low'],
    [69.9, 'mid', 'mid'],
    [70, 'mid', 'high'],
    [64, 'high', 'high'],
    [63.9, 'high', 'mid'],
    [36.9, 'low', 'low'],
    [37, 'low', 'mid'],
    [31, 'mid', 'mid'],
    [30.9, 'mid', 'low'],
  ])('%d after %s is %s', (score, before, tier) => {
    expect(potentialTier(score, before, policy)).toBe(tier);
  });

  it('is not high while the rhythm is broken or the risk is high', () => {
    expect(potentialWith(2, {}, false)).toMatchObject({ tier: 'high', cappedByRisk: false });
    expect(potentialWith(2, {}, true)).toMatchObject({ tier: 'mid', cappedByRisk: true });
    expect(potentialWith(0.2, {}, true)).toMatchObject({ tier: 'low', cappedByRisk: false });
  });

  it('is mid, for reactivation, without revenue in 24 months', () => {
    const { tier, score, reasons, headroom } = potentialWith(null, {
      newNeedEnquiries: [today, today],
    });

    expect({ tier, score, headroom, code: reasons[0]?.code }).toEqual({
      tier: 'mid',
      score: 70,
      headroom: null,
      code: 'reactivation',
    });
  });

  it('is held back in an assessment by a broken rhythm', () => {
    const neighbours = Array.from({ length: 30 }, (_, i) =>
      anAccountWith(...dealsOn([today - i, today - i - 30, today - i - 60], 100 + i)),
    );
    const frame = aFrameOf(neighbours, today);
    const weekly = Array.from({ length: 30 }, (_, i) => today - 21 - 7 * i);
    const opening = aDeal({ status: 'open', amount: 1e9, stageProbability: 1, createdOn: today });

    const { potential, health, risk } = assess(anAccountWith(...dealsOn(weekly), opening), {
      frame,
      policy,
      standing: null,
    });

    expect(risk?.level).not.toBe('high');
    expect(potential).toMatchObject({ score: 100, tier: 'mid', cappedByRisk: true });
    expect(health?.band).not.toBe('healthy');
  });
});
