import { describe, expect, it } from 'vitest';
import {
  type GrowthStrategy,
  type MatrixType,
  type NineBoxType,
  nineBoxTypes,
  type Tier,
  tiers,
} from '../../src/model/assessment.ts';
import { growthStrategyOf, matrixOf, nineBoxOf } from '../../src/scoring/nine-box.ts';
import { defaultPolicy } from '../../src/scoring/policy.ts';

describe('nine-box', () => {
  it.each<[Tier, Tier, NineBoxType, number]>([
    ['high', 'high', 'core', 6],
    ['high', 'mid', 'mature_stable', 5],
    ['high', 'low', 'maintain', 4],
    ['mid', 'high', 'growth', 4],
    ['mid', 'mid', 'regular', 3],
    ['mid', 'low', 'observe', 2],
    ['low', 'high', 'opportunity', 3],
    ['low', 'mid', 'low_stable', 2],
    ['low', 'low', 'churn_warning', 1],
  ])('%s value and %s potential make %s, priority %d', (value, potential, type, priority) => {
    expect(nineBoxOf(value, potential)).toEqual({ type, priority });
  });

  it('has nine different types', () => {
    const types = tiers.flatMap((value) => tiers.map((other) => nineBoxOf(value, other).type));

    expect(new Set(types)).toEqual(new Set(nineBoxTypes));
  });

  it.each<[string, Tier, Tier, NineBoxType]>([
    ['C001, a valuable customer of steady demand', 'high', 'mid', 'mature_stable'],
    [
      'C002, called an account to observe in the documents, against their own table',
      'low',
      'mid',
      'low_stable',
    ],
    ['C003, the strategic partner', 'high', 'high', 'core'],
  ])('%s: %s value, %s potential is %s', (_name, value, potential, type) => {
    expect(nineBoxOf(value, potential).type).toBe(type);
  });
});

describe('value matrix', () => {
  it.each<[number, number, MatrixType]>([
    [0.5, 50, 'IV'],
    [0.5, 49.9, 'III'],
    [0.49, 50, 'II'],
    [0.49, 49.9, 'I'],
  ])('percentile %d and potential %d make %s', (percentile, potential, type) => {
    expect(matrixOf(percentile, potential, defaultPolicy)).toBe(type);
  });
});

describe('growth strategy', () => {
  it.each<['existing' | 'prospect', 'existing' | 'new', GrowthStrategy]>([
    ['existing', 'existing', 'loyalty'],
    ['existing', 'new', 'expansion'],
    ['prospect', 'existing', 'acquisition'],
    ['prospect', 'new', 'diversification'],
  ])('%s customer and %s products: %s', (customer, products, strategy) => {
    expect(growthStrategyOf(customer, products)).toBe(strategy);
  });
});
