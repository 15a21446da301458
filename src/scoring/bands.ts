import type { HealthBand, RiskLevel } from '../model/assessment.ts';
import type { Policy } from '../model/policy.ts';
import { borderAt, stepOf } from './hysteresis.ts';

/** The level of a probability; `before` is the one that stood at the last renewal. */
export function levelOfProbability(
  probability: number,
  before: RiskLevel | null,
  { riskCuts }: Policy,
): RiskLevel {
  const borders = [
    borderAt(riskCuts.medium, riskCuts.halfWidth),
    borderAt(riskCuts.high, riskCuts.halfWidth),
  ];
  const step = stepOf(probability, borders, before && rising.indexOf(before));
  return rising[step] ?? 'low';
}

/** Bands and levels share their cuts. An account with a warning of its own is never called healthy. */
export function bandOf(level: RiskLevel, hasWarning: 'warning' | 'none'): HealthBand {
  if (level === 'high') return 'at_risk';
  return level === 'medium' || hasWarning === 'warning' ? 'attention' : 'healthy';
}

export function higherLevel(a: RiskLevel, b: RiskLevel): RiskLevel {
  return rising.indexOf(a) >= rising.indexOf(b) ? a : b;
}

const rising: readonly RiskLevel[] = ['low', 'medium', 'high'];
