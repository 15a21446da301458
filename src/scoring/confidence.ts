import type { Confidence } from '../model/assessment.ts';
import type { Frame } from '../model/frame.ts';
import type { Policy } from '../model/policy.ts';
import { type AddOn, weightOf } from './add-ons.ts';

/** How much is known behind the scores. Missing signals cost confidence, never points. */
export function confidenceOf(
  purchaseCount: number,
  known: {
    isVerified: boolean;
    addOns: readonly AddOn[];
    context: { frame: Frame; policy: Policy };
  },
): Confidence {
  const { policy } = known.context;
  const { purchases, verified, signals, purchasesForFull } = policy.confidence;
  const expected = known.addOns.filter(
    ({ code, isMapped }) => isMapped || weightOf(code, known.context) > 0,
  );
  const present = expected.filter(({ seen }) => seen !== null).length;
  const share = expected.length === 0 ? 0 : present / expected.length;
  const exact =
    purchases * Math.min(1, purchaseCount / purchasesForFull) +
    (known.isVerified ? verified : 0) +
    signals * share;
  const score = Math.round(exact);
  return {
    score,
    level: levelOf(score, policy),
    missing: known.addOns.filter(({ seen }) => seen === null).map(({ code }) => code),
  };
}

function levelOf(score: number, { confidenceCuts }: Policy): Confidence['level'] {
  if (score >= confidenceCuts.high) return 'high';
  return score >= confidenceCuts.medium ? 'medium' : 'low';
}
