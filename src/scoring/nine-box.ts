import {
  type GrowthStrategy,
  type MatrixType,
  type NineBoxType,
  risingTiers,
  type Tier,
  tiers,
} from '../model/assessment.ts';
import type { Policy } from '../model/policy.ts';

/** Value tier by potential tier, with the priority of its strategy (6 = highest). */
export function nineBoxOf(value: Tier, potential: Tier): { type: NineBoxType; priority: number } {
  return boxes[value][potential];
}

/** IV: valuable and promising; III: valuable; II: promising; I: neither. */
export function matrixOf(
  percentile: number,
  potentialScore: number,
  { matrix }: Policy,
): MatrixType {
  const isValuable = percentile >= matrix.valueFrom;
  const isPromising = potentialScore >= matrix.potentialFrom;
  if (isValuable) return isPromising ? 'IV' : 'III';
  return isPromising ? 'II' : 'I';
}

/** Customer or prospect, by what there is to sell: products it has, or new ones. */
export function growthStrategyOf(
  customer: 'existing' | 'prospect',
  products: 'existing' | 'new',
): GrowthStrategy {
  if (customer === 'existing') return products === 'existing' ? 'loyalty' : 'expansion';
  return products === 'existing' ? 'acquisition' : 'diversification';
}

const boxes: Record<Tier, Record<Tier, { type: NineBoxType; priority: number }>> = {
  high: {
    high: { type: 'core', priority: 6 },
    mid: { type: 'mature_stable', priority: 5 },
    low: { type: 'maintain', priority: 4 },
  },
  mid: {
    high: { type: 'growth', priority: 4 },
    mid: { type: 'regular', priority: 3 },
    low: { type: 'observe', priority: 2 },
  },
  low: {
    high: { type: 'opportunity', priority: 3 },
    mid: { type: 'low_stable', priority: 2 },
    low: { type: 'churn_warning', priority: 1 },
  },
};

/** Value high to low, and within a row potential low to high. */
export const nineBoxRows: readonly { value: Tier; types: readonly NineBoxType[] }[] = tiers.map(
  (value) => ({ value, types: risingTiers.map((potential) => boxes[value][potential].type) }),
);
