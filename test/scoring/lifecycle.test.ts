import { describe, expect, it } from 'vitest';
import type { LifecycleState } from '../../src/model/assessment.ts';
import { assess } from '../../src/scoring/assess.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';
import { aFrameOf, anAccountWith, dealsOn } from '../support/evidence.ts';

const today = 20_000;

/** A portal whose typical gap is 180 days, looking a year ahead and two back. */
const policy = { ...defaultPolicy, horizonDays: 365, lookbackDays: 730 };
const halfYearly = Array.from({ length: 25 }, (_, i) =>
  anAccountWith(...dealsOn([today - i, today - i - 180, today - i - 360], 100 + i)),
);
const frame = aFrameOf(halfYearly, today, { policy });

function stateOf(days: number[], inactivity: 'cycle_aware' | 'strict' = 'cycle_aware') {
  return assess(anAccountWith(...dealsOn(days)), {
    frame,
    policy: { ...policy, inactivity },
    standing: null,
  });
}

describe('life cycle', () => {
  const weekly = Array.from({ length: 60 }, (_, i) => 7 * i);

  it.each<[string, number[], LifecycleState]>([
    ['nothing bought', [], 'prospect'],
    ['a first purchase today', [0], 'new'],
    ['a first purchase younger than the typical gap', [179], 'new'],
    ['a single purchase older than that', [181], 'active'],
    ['a single purchase beyond 1.5 typical gaps', [271], 'dormant'],
    ['two purchases in a month', [0, 20], 'active'],
    ['a half-yearly buyer on time', [100, 280, 460, 640], 'active'],
    ['a half-yearly buyer after 270 days', [270, 450, 630, 810], 'active'],
    ['a half-yearly buyer after 272 days', [272, 452, 632, 812], 'dormant'],
    ['a weekly buyer after 90 days', weekly.map((day) => day + 90), 'active'],
    ['a weekly buyer after 91 days', weekly.map((day) => day + 91), 'dormant'],
    ['nothing for the whole look-back', [730, 800], 'dormant'],
    ['nothing for longer than the look-back', [731, 800], 'lost'],
    ['a single purchase long ago', [731], 'lost'],
  ])('%s: %j days ago is %3$s', (_name, daysAgo, state) => {
    expect(stateOf(daysAgo.map((days) => today - days)).lifecycle).toBe(state);
  });

  it.each([
    [89, 'new'],
    [90, 'active'],
  ])('calls a single purchase %d days ago %s where the typical gap is short', (ago, state) => {
    const quick = { ...frame, lnTypicalGap: Math.log(60) };
    const account = anAccountWith(...dealsOn([today - ago]));

    expect(assess(account, { frame: quick, policy, standing: null }).lifecycle).toBe(state);
  });

  it('knows the strict 90 days of the source documents', () => {
    const days = [91, 271, 451].map((ago) => today - ago);

    expect(stateOf(days).lifecycle).toBe('active');
    expect(stateOf(days, 'strict').lifecycle).toBe('dormant');
  });

  it('returns to active with a new order', () => {
    const days = [400, 420, 440].map((ago) => today - ago);

    expect(stateOf(days).lifecycle).toBe('dormant');
    expect(stateOf([...days, today - 1]).lifecycle).toBe('active');
  });
});

describe('what each state is told', () => {
  it('gives a prospect its state, confidence and the reason', () => {
    const assessment = assess(anAccountWith(), { frame, policy, standing: null });

    expect(assessment).toMatchObject({
      lifecycle: 'prospect',
      unscored: { reason: 'no_purchases' },
      purchases: null,
      value: null,
      health: null,
      risk: null,
      expected: null,
      potential: null,
      nineBox: null,
      matrix: null,
      growthStrategy: null,
      rfm: null,
      confidence: { score: 0, level: 'low' },
    });
  });

  it('gives a new account numbers, but neither band nor level nor type', () => {
    const assessment = stateOf([today - 10]);

    expect(assessment.unscored).toEqual({
      reason: 'too_early',
      facts: { firstOn: today - 10, scoredFrom: today - 10 + 180 },
    });
    expect(assessment.health?.score).toBeGreaterThan(0);
    expect(assessment.risk?.probability).toBeGreaterThan(0);
    expect(assessment).toMatchObject({
      health: { band: null },
      risk: { level: null, probabilityLevel: null },
      nineBox: null,
      matrix: null,
    });
  });

  it('gives a lost account its purchases and no score', () => {
    const assessment = stateOf([today - 900, today - 800]);

    expect(assessment).toMatchObject({
      lifecycle: 'lost',
      unscored: { reason: 'lapsed', facts: { silentDays: 800, lookbackDays: 730 } },
      purchases: { count: 2, cumulativeAmount: 2000 },
      health: null,
      risk: null,
      value: null,
    });
  });

  it('gives every other account all scores', () => {
    const assessment = stateOf([today - 300, today - 480, today - 660]);

    expect(assessment).toMatchObject({ lifecycle: 'dormant', unscored: null });
    for (const part of ['value', 'health', 'risk', 'expected', 'potential', 'nineBox'] as const) {
      expect(assessment[part]).not.toBeNull();
    }
  });
});
