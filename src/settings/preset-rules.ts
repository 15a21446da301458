import type { PolicyBody } from '../model/policy-version.ts';
import type { Preset } from '../model/preset.ts';
import { defaultPolicy } from '../scoring/policy.ts';
import { bodyOf } from '../scoring/policy-versions.ts';

const standard = bodyOf(defaultPolicy);

/**
 * Where a portal may start from. The coefficients are everybody's: they were measured, and each
 * portal's own past corrects them. Assumption: what differs is how long silence is ordinary, which
 * signals count, and how much of revenue is profit.
 */
export function presetPolicy(preset: Preset): PolicyBody {
  switch (preset) {
    case 'b2b_manufacturing':
      return standard;
    case 'services':
      return {
        ...standard,
        lifecycle: { ...standard.lifecycle, newDays: 120, dormantDays: 120 },
        signals: { ...standard.signals, inactiveDays: 120, renewalDays: 90 },
        margin: 0.6,
      };
    case 'fmcg_retail':
      return {
        ...standard,
        horizonDays: 90,
        lifecycle: { newDays: 60, dormantDays: 60, dormantGaps: 1.5 },
        signals: { ...standard.signals, inactiveDays: 60 },
        gates: { tenureMonths: 12, complaintFreeDays: 90 },
        margin: 0.25,
      };
    case 'finance':
      return {
        ...standard,
        riskCuts: { high: 0.65, medium: 0.35, halfWidth: 0.05 },
        signals: { ...standard.signals, highFrom: 2, renewalDays: 90 },
        gates: { tenureMonths: 36, complaintFreeDays: 365 },
      };
    case 'saas':
      return {
        ...standard,
        scoredSignals: ['renewal'],
        lifecycle: { ...standard.lifecycle, newDays: 180 },
        signals: { ...standard.signals, renewalDays: 90 },
        margin: 0.8,
      };
  }
}
