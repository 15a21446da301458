import type {
  HealthBand,
  RiskLevel,
  RiskSignal,
  RiskVerdict,
  Standing,
} from '../model/assessment.ts';
import type { Policy } from '../model/policy.ts';
import { bandOf, higherLevel, levelOfProbability } from './bands.ts';
import { levelOfSignals } from './risk-signals.ts';

export type RiskInputs = {
  probability: number;
  horizonDays: number;
  revenueInHorizon: number;
  signals: readonly RiskSignal[];
  isRhythmBroken: boolean;
  /** New accounts get the numbers, no band and no level. */
  isTooEarly: boolean;
};

/** The health band and the risk overlay: one probability, the named signals, and what stood before. */
export function riskOf(
  inputs: RiskInputs,
  standing: Standing | null,
  policy: Policy,
): { risk: RiskVerdict; band: HealthBand | null } {
  const { probability, horizonDays, signals, isTooEarly } = inputs;
  const verdict = {
    probability,
    horizonDays,
    signals,
    revenueAtRisk: probability * inputs.revenueInHorizon,
  };
  if (isTooEarly) return { risk: { ...verdict, level: null, probabilityLevel: null }, band: null };

  const probabilityLevel = levelOfProbability(probability, levelBefore(standing), policy);
  const hasWarning =
    inputs.isRhythmBroken ||
    signals.some(({ code }) => code === 'R1_inactive' || code === 'R6_order_plunge');
  return {
    risk: {
      ...verdict,
      level: higherLevel(probabilityLevel, levelOfSignals(signals, policy)),
      probabilityLevel,
    },
    band: bandOf(probabilityLevel, hasWarning ? 'warning' : 'none'),
  };
}

function levelBefore(standing: Standing | null): RiskLevel | null {
  if (standing === null) return null;
  return standing.probabilityLevel === undefined ? standing.riskLevel : standing.probabilityLevel;
}
